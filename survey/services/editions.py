"""Versions of a report, to be read: what was published, as it was then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, undefer

from reports.report import Brand, Report
from reports.report_json import report_from_json
from reports.results import Results, from_json

from ..models import Edition
from .released import BASIS

ASKED: Final = ("published", "withdrawn")
"""States in which a version has a number, by which readers may ask for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of the report as somebody reads it."""

    edition_id: UUID
    number: int
    state: str
    """"published" or "withdrawn"."""
    published_at: datetime
    note: str
    """What changed, for readers."""
    results: Results
    brand: Brand
    newest: bool
    """Whether it is the newest published version."""
    reports: Mapping[str, str]
    """Locale → the whole report as JSON."""
    erased_at: datetime | None = None
    """When names and words were taken out of it for an erasure; None where none were."""

    def report(self, locale: str) -> Report:
        """The frozen report of this version. Raises KeyError for a language that it does not have."""
        return report_from_json(self.reports[locale])


@dataclass(frozen=True, slots=True)
class Version:
    """A version in the list of versions. ``number`` is None for one that was not published."""

    edition_id: UUID
    number: int | None
    state: str
    """"review", "returned", "published" or "withdrawn"."""
    note: str
    sent_at: datetime
    sent_by: str
    published_at: datetime | None
    published_by: str
    ended_at: datetime | None
    ended_by: str
    reason: str
    """Why it was withdrawn or returned."""


def shown(session: Session, campaign_id: UUID, number: int | None = None) -> Shown | None:
    """A version for reading, or None where there is none to read.

    Without a number, the newest published one. A number may be that of a withdrawn one.
    """
    newest = newest_number(session, campaign_id)
    asked = newest if number is None else number
    found = session.scalar(
        select(Edition)
        .where(Edition.campaign_id == campaign_id, Edition.number == asked, Edition.state.in_(ASKED))
        .options(undefer(Edition.logo))
    )
    if found is None or found.number is None or found.published_at is None:
        return None
    return Shown(
        found.id,
        found.number,
        found.state,
        found.published_at,
        found.note,
        from_json(found.results),
        Brand("", found.logo, found.accent or None),
        found.number == newest,
        {locale: str(text) for locale, text in found.reports.items() if locale != BASIS},
        found.erased_at,
    )


def newest_number(session: Session, campaign_id: UUID) -> int | None:
    """The number of the newest published version; None while none is published."""
    return session.scalar(
        select(func.max(Edition.number)).where(
            Edition.campaign_id == campaign_id, Edition.state == "published"
        )
    )


def versions(session: Session, campaign_id: UUID) -> list[Version]:
    """The versions that readers may ask for, published and withdrawn, newest first."""
    rows = session.execute(
        _listed(campaign_id).where(Edition.state.in_(ASKED)).order_by(Edition.number.desc())
    )
    return [Version(*row) for row in rows]


def in_review(session: Session, campaign_id: UUID) -> Version | None:
    """The version that is being reviewed, if any."""
    row = session.execute(_listed(campaign_id).where(Edition.state == "review")).first()
    return Version(*row) if row else None


def returned(session: Session, campaign_id: UUID) -> Version | None:
    """The version that came back from review, where that is the last thing that happened; else None."""
    row = session.execute(_listed(campaign_id).order_by(Edition.sent_at.desc()).limit(1)).first()
    return Version(*row) if row and row.state == "returned" else None


def _listed(campaign_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Edition.id,
        Edition.number,
        Edition.state,
        Edition.note,
        Edition.sent_at,
        Edition.sent_by,
        Edition.published_at,
        Edition.published_by,
        Edition.ended_at,
        Edition.ended_by,
        Edition.reason,
    ).where(Edition.campaign_id == campaign_id)
