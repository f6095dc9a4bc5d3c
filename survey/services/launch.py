"""A campaign's launch, its end, and its second opening."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import transaction
from ..models import Campaign, Organisation, Respondent
from ..phrases import phrase
from . import mail, packs
from .library import noted
from .readiness import counts, open_items
from .setup import locked, of_campaign
from .tenant import Member


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is written to at launch, by language, and who has to be handed a link."""

    by_locale: dict[str, int]
    by_hand: tuple[str, ...]
    """Names, or departments of people without a name."""


def audience(session: Session, campaign: Campaign, *, mail_out: bool) -> Audience:
    """Whom the launch of a campaign would reach, and how. ``mail_out``: whether e-mail can go out."""
    written: Counter[str] = Counter()
    by_hand = []
    for person in _people(session, campaign.id):
        if mail_out and person.email:
            written[person.locale or campaign.organisation.locale] += 1
        else:
            by_hand.append(person.name or person.department.name)
    return Audience(dict(written), tuple(by_hand))


def launch(
    session: Session, member: Member, campaign_id: UUID, now: datetime, *, today: date, mail_out: bool
) -> bool:
    """Open a campaign to answers and note an invitation for everybody who has an address.

    False when it was launched before, and then nothing changes. Raises NotReady while something is missing.
    """
    with transaction(session):
        campaign = locked(session, member, campaign_id)
        if campaign.state != "draft":
            return False
        found = counts(session, [campaign])[campaign.id]
        if missing := open_items(campaign, found, today, mail=mail_out):
            raise NotReady(f"before the launch: {', '.join(missing)}")
        if frozen := packs.freeze(session, campaign):
            noted(session, member, frozen, "library.freeze", now)
        campaign.state, campaign.opened_at = "open", now
        invited = sum(
            invite_by_mail(session, campaign, person, now, mail_out=mail_out)
            for person in _people(session, campaign.id)
        )
        detail = {"people": found.invited, "invitations": invited, "visibility": campaign.visibility}
        of_campaign(session, member, campaign, "campaign.launch", now, **detail)
    return True


def close(session: Session, member: Member, campaign_id: UUID, now: datetime) -> bool:
    """Take no more answers; what was not sent does not count. False when it was closed before.

    Raises NotReady for a draft, which has nothing to close.
    """
    with transaction(session):
        campaign = locked(session, member, campaign_id)
        if campaign.state == "draft":
            raise NotReady("the campaign was not launched")
        if campaign.state == "closed":
            return False
        campaign.state, campaign.closed_at = "closed", now
        found = counts(session, [campaign])[campaign.id]
        of_campaign(session, member, campaign, "campaign.close", now, sent=found.sent, invited=found.invited)
    return True


def reopen(
    session: Session, member: Member, campaign_id: UUID, closes_on: date, now: datetime, *, today: date
) -> bool:
    """Take answers again until a new last day. False when it is not closed. InvalidAnswer for a past day."""
    if closes_on < today:
        raise InvalidAnswer(phrase("Choose today or a later day"))
    with transaction(session):
        campaign = locked(session, member, campaign_id)
        if campaign.state != "closed":
            return False
        campaign.state, campaign.closed_at, campaign.closes_on = "open", None, closes_on
        of_campaign(session, member, campaign, "campaign.reopen", now, until=closes_on.isoformat())
    return True


def invite_by_mail(
    session: Session, campaign: Campaign, person: Respondent, now: datetime, *, mail_out: bool
) -> bool:
    """Note the invitation of one person, once for ever. Part of the caller's transaction.

    False where there is no address or no e-mail, and where it was noted before.
    """
    if not mail_out or not person.email:
        return False
    organisation = session.get_one(Organisation, campaign.organisation_id)
    return mail.queue(
        session,
        now,
        firm_id=organisation.firm_id,
        kind="invitation",
        dedup=f"{campaign.id}:{person.id}:invitation",
        to_name=person.name,
        to_address=person.email,
        locale=person.locale or organisation.locale,
        organisation_id=organisation.id,
        campaign_id=campaign.id,
        respondent_id=person.id,
    )


def _people(session: Session, campaign_id: UUID) -> list[Respondent]:
    return list(
        session.scalars(
            select(Respondent)
            .where(Respondent.campaign_id == campaign_id, Respondent.removed_at.is_(None))
            .order_by(Respondent.name)
        )
    )
