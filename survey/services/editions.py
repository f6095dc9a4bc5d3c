"""Versions of a report: sent for review, returned or published, withdrawn. What was sent never changes.

A draft is what the results and the consultants' words give today; an edition is the whole of it at a moment.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, undefer

from questionnaires import load
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack
from reports.build import build_report
from reports.report import Brand, Report
from reports.results import Results, from_json, to_json

from ..db import transaction
from ..models import Campaign, Edition
from ..phrases import phrase
from . import brand, results, tenant
from .desk import Desk
from .unresolved import unresolved

LONGEST: Final = 1000
"""Characters of a note or a reason."""
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
    pack: Pack
    prepared_by: str

    def report(self, locale: str) -> Report:
        """The frozen report of this version, in a locale of its pack."""
        return build_report(self.pack, self.results, locale, self.prepared_by)


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
    newest = _newest(session, campaign_id)
    asked = newest if number is None else number
    found = session.scalar(
        select(Edition)
        .where(Edition.campaign_id == campaign_id, Edition.number == asked, Edition.state.in_(ASKED))
        .options(undefer(Edition.logo))
    )
    if found is None or found.number is None or found.published_at is None:
        return None
    campaign = session.get_one(Campaign, campaign_id)
    return Shown(
        found.id,
        found.number,
        found.state,
        found.published_at,
        found.note,
        from_json(found.results),
        Brand("", found.logo, found.accent or None),
        found.number == newest,
        load(campaign.pack_key, campaign.pack_version),
        campaign.prepared_by,
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


def send_for_review(session: Session, desk: Desk, pack: Pack, note: str = "") -> UUID:
    """Freeze the draft, whole and in every language, to be reviewed; its id. ``note``: what changed.

    Raises NotReady while results are missing or outdated, a passage is unresolved, or another version is in
    review; InvalidAnswer for a note that is too long.
    """
    note, campaign = _text(note), desk.campaign
    _check(session, campaign, pack)
    found = results.latest(session, pack, campaign.id)
    assert found is not None  # noqa: S101 - checked
    look = brand.looks(session, campaign.organisation_id)
    made = Edition(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        note=note,
        results=to_json(found.results),
        reports={},
        accent=look.accent or "",
        logo=look.logo,
        sent_at=desk.now,
        sent_by=desk.member.name,
    )
    made.digest = digest_of(made)
    with transaction(session):
        # Two at once: the second waits here and then finds the first one's.
        session.get(Campaign, campaign.id, with_for_update=True)
        if in_review(session, campaign.id) is not None:
            raise NotReady(phrase("A version is in review already: publish it or return it first"))
        session.add(made)
        session.flush()
        desk.note(session, "edition.review")
    return made.id


def publish(session: Session, desk: Desk, pack: Pack, edition_id: UUID, note: str) -> int:
    """Let readers see a reviewed version; its number, which counts the campaign's published versions.

    Published twice, it keeps its number. Raises NotReady for one that is not in review, or that rests on
    answers or facts that have changed since; InvalidAnswer for a note that is too long.
    """
    note, campaign = _text(note), desk.campaign
    found = _own(session, desk, edition_id)
    if found.state == "published" and found.number is not None:
        return found.number
    if from_json(found.results).fingerprint != results.current(session, pack, campaign.id):
        raise NotReady(phrase("Answers or facts have changed since: return it, compute the results again"))
    with transaction(session):
        session.get(Campaign, campaign.id, with_for_update=True)
        found = _own(session, desk, edition_id)
        if found.state == "published" and found.number is not None:
            return found.number
        if found.state != "review":
            raise NotReady(phrase("Only a version that is in review can be published"))
        last = session.scalar(select(func.max(Edition.number)).where(Edition.campaign_id == campaign.id))
        number = (last or 0) + 1
        found.state, found.number, found.note = "published", number, note
        found.published_at, found.published_by = desk.now, desk.member.name
        desk.note(session, "edition.publish", str(number))
    return number


def return_to_draft(session: Session, desk: Desk, edition_id: UUID, reason: str) -> None:
    """Give a version back from review, and say why. Raises NotReady for one that is not in review."""
    reason = _reason(reason)
    with transaction(session):
        found = _own(session, desk, edition_id)
        if found.state != "review":
            raise NotReady(phrase("This version is not in review any more"))
        found.state, found.ended_at, found.ended_by = "returned", desk.now, desk.member.name
        found.reason = reason
        desk.note(session, "edition.return")


def withdraw(session: Session, desk: Desk, edition_id: UUID, reason: str) -> None:
    """Take a published version back: its page says so and leads to the newest. Raises NotReady otherwise."""
    reason = _reason(reason)
    with transaction(session):
        found = _own(session, desk, edition_id)
        if found.state != "published":
            raise NotReady(phrase("Only a published version can be withdrawn"))
        found.state, found.ended_at, found.ended_by = "withdrawn", desk.now, desk.member.name
        found.reason = reason
        desk.note(session, "edition.withdraw", str(found.number))


def obstacles(session: Session, campaign: Campaign, pack: Pack) -> list[str]:
    """Why a draft cannot be sent for review now, in sentences; none when it can."""
    found = results.latest(session, pack, campaign.id)
    if found is None:
        return [phrase("The results have not been computed yet")]
    reasons: list[str] = []
    if found.outdated:
        reasons.append(phrase("Answers or facts have changed since the results were computed"))
    if count := len(unresolved(session, campaign)):
        reasons.append(phrase("Passages of the text that must be looked at: {n}", n=count))
    return reasons


def digest_of(edition: Edition) -> str:
    """SHA-256 of a version's results, reports and looks, as canonical JSON, in hexadecimal."""
    logo = hashlib.sha256(edition.logo).hexdigest() if edition.logo else ""
    content = [edition.results, edition.reports, edition.accent, logo]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check(session: Session, campaign: Campaign, pack: Pack) -> None:
    if reasons := obstacles(session, campaign, pack):
        raise NotReady(reasons[0])


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


def _newest(session: Session, campaign_id: UUID) -> int | None:
    return session.scalar(
        select(func.max(Edition.number)).where(
            Edition.campaign_id == campaign_id, Edition.state == "published"
        )
    )


def _own(session: Session, desk: Desk, edition_id: UUID) -> Edition:
    campaign = desk.campaign
    found = tenant.own(session, Edition, campaign.organisation_id, edition_id, campaign.id)
    if found is None:
        raise InvalidAnswer(phrase("There is no such version in this campaign"))
    return found


def _text(text: str) -> str:
    text = text.strip().replace("\0", "")
    if len(text) > LONGEST:
        raise InvalidAnswer(phrase("Write {n} characters at most", n=LONGEST))
    return text


def _reason(text: str) -> str:
    if not (text := _text(text)):
        raise InvalidAnswer(phrase("Say why, so that others understand it later"))
    return text
