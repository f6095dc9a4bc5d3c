"""Moves a database from one version of the program to the next. ``survey.schema`` runs it."""
