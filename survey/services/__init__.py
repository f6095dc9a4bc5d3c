"""Use cases: plain functions, session first, one transaction each. Nothing here knows Flask."""
