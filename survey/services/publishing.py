"""A draft on its way to readers: reviewed, returned or published, withdrawn. What was sent never changes.

A draft is what the results and the consultants' words give today; an edition is the whole of it at a moment.
"""

import hashlib
import json
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack
from reports.report import Brand, Report
from reports.report_json import report_from_json, report_to_json
from reports.results import from_json, to_json

from ..db import transaction
from ..models import Campaign, Edition
from ..phrases import phrase
from . import brand, editions, released, results, tenant
from .desk import Desk
from .editor import unresolved
from .released import BASIS

LONGEST: Final = 1000
"""Characters of a note or a reason."""


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
        reports=_reports(session, pack, campaign.id),
        accent=look.accent or "",
        logo=look.logo,
        sent_at=desk.now,
        sent_by=desk.member.name,
    )
    made.digest = digest_of(made)
    with transaction(session):
        # Two at once: the second waits here and then finds the first one's.
        session.get(Campaign, campaign.id, with_for_update=True)
        if editions.in_review(session, campaign.id) is not None:
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
        if campaign.visibility == "grouped" and found.state == "review":
            released.check(session, campaign.id, found.reports)
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


def known(session: Session, desk: Desk, edition_id: UUID) -> bool:
    """Whether a campaign has a version of this id, in whatever state."""
    campaign = desk.campaign
    return tenant.own(session, Edition, campaign.organisation_id, edition_id, campaign.id) is not None


def kept(session: Session, desk: Desk, edition_id: UUID, locale: str) -> tuple[Report, Brand, int | None]:
    """A version's report in a language, its looks and its number, in whatever state it is.

    Raises InvalidAnswer for a version that is not there, or not in that language.
    """
    found = _own(session, desk, edition_id)
    if locale not in found.reports:
        raise InvalidAnswer(phrase("There is no such version in this campaign"))
    report = report_from_json(str(found.reports[locale]))
    return report, Brand("", found.logo, found.accent or None), found.number


def digest_of(edition: Edition) -> str:
    """SHA-256 of a version's results, reports and looks, as canonical JSON, in hexadecimal."""
    logo = hashlib.sha256(edition.logo).hexdigest() if edition.logo else ""
    content = [edition.results, edition.reports, edition.accent, logo]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _reports(session: Session, pack: Pack, campaign_id: UUID) -> dict[str, object]:
    """The draft's report in every language of its pack, whole, as JSON; and what it rests on."""
    made: dict[str, object] = {BASIS: released.basis(results.inputs(session, campaign_id)[1])}
    for locale in pack.questionnaire.languages:
        report = results.report(session, pack, campaign_id, locale)
        assert report is not None  # noqa: S101 - checked before
        made[locale] = report_to_json(report)
    return made


def _check(session: Session, campaign: Campaign, pack: Pack) -> None:
    if reasons := obstacles(session, campaign, pack):
        raise NotReady(reasons[0])


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
