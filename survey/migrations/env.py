"""Alembic's entry: runs the migrations over the connection that ``survey.schema`` hands in."""

from typing import Any, Literal

from alembic import context

from survey import models
from survey.db import Base, Moment

__all__ = ["models"]


def plain_type(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Migrations outlive our types: write a Moment as what it is in the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=plain_type,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
