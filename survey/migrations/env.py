"""Alembic's entry: runs the migrations over the connection that ``survey.schema`` hands in."""

from alembic import context

from survey import models
from survey.db import Base

__all__ = ["models"]

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
