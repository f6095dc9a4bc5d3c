"""The commands that need neither server nor database."""
