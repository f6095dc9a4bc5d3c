"""What keeps a draft's text from going out: passages that cannot be filled, or that rest on what changed."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..models import Campaign


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A passage to look at. ``why``: "unfilled", where a fact in it is missing, or "stale"."""

    passage: str
    locale: str
    why: str


def unresolved(_session: Session, _campaign: Campaign) -> list[Unresolved]:
    """The passages of a campaign's draft to look at before it goes out: none of our own words."""
    return []
