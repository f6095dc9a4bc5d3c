"""What every table of a client has: its own id, the client's id, references that stay inside it."""

from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

PERSONAL: Final[dict[Any, Any]] = {"personal": True}
"""Marks a column that holds, or may hold, something about a person: ``mapped_column(…, info=PERSONAL)``."""


class OfOrganisation:
    """A row that belongs to one organisation."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)


def referable() -> UniqueConstraint:
    """Lets other tables of the same organisation refer to this one by (organisation_id, id)."""
    return UniqueConstraint("organisation_id", "id")


def within(table: str, column: str | None = None) -> ForeignKeyConstraint:
    """A reference to a row of the same organisation: the database refuses one to another client's row."""
    return ForeignKeyConstraint(
        ["organisation_id", column or f"{table}_id"], [f"{table}.organisation_id", f"{table}.id"]
    )
