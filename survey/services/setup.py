"""Setting a campaign up: a new wave, its scope, who sees what, its dates, and the checklist before launch."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from questionnaires.answers import UNKNOWN
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.fingerprint import published

from ..db import transaction
from ..models import Campaign, Organisation, Respondent, StatedFact
from ..phrases import phrase
from . import packs
from .clients import known, noted
from .library import pack_named
from .readiness import COVERAGE, ITEMS
from .tenant import Member, visible

KEY = "ai_maturity"
"""The questionnaire that campaigns ask with."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Who runs a campaign, whom people may ask, and what its answers describe."""

    as_of: date
    prepared_by: str
    contact: str
    reply_to: str
    delegates_anywhere: bool


def new_campaign(
    session: Session, member: Member, client_id: UUID, now: datetime, *, today: date, contact: str = ""
) -> UUID:
    """Begin the client's next wave, as a draft with the newest questionnaire, and return its id.

    Scope, people and facts are those of the wave before, and so is a questionnaire of the firm's own: each
    can be changed, and the facts wait to be confirmed. Raises InvalidAnswer while another wave is being
    prepared.
    """
    with transaction(session):
        known(session, member, client_id)
        before = session.scalar(
            select(Campaign)
            .where(Campaign.organisation_id == client_id)
            .order_by(Campaign.wave.desc())
            .limit(1)
        )
        if before is not None and before.state == "draft":
            raise InvalidAnswer(phrase("Wave {n} is being prepared already", n=before.wave))
        # Whoever asked with a questionnaire of the firm's own compares with the same one.
        own = before is not None and not packs.is_shipped(before.pack_key)
        pack = (before.pack_key, before.pack_version) if before and own else (KEY, newest_version())
        campaign = Campaign(
            organisation_id=client_id,
            wave=before.wave + 1 if before else 1,
            pack_key=pack[0],
            pack_version=pack[1],
            as_of=today,
            state="draft",
            visibility=before.visibility if before else "attributed",
            prepared_by=(before and before.prepared_by) or member.firm,
            contact=(before and before.contact) or contact,
            reply_to=before.reply_to if before else member.email,
            delegates_anywhere=before.delegates_anywhere if before else False,
            checklist={},
            created_at=now,
        )
        session.add(campaign)
        session.flush()
        if before is not None:
            _take_people_over(session, before, campaign)
            _take_facts_over(session, before, campaign)
        of_campaign(session, member, campaign, "campaign.new", now)
    return campaign.id


def newest_version() -> str:
    """The newest published version of the questionnaire: others may still change."""
    versions = [name.partition("/")[2] for name in published() if name.startswith(f"{KEY}/")]
    return max(versions, key=lambda version: int(version[1:]))


def set_scope(session: Session, member: Member, campaign_id: UUID, scope: Scope, now: datetime) -> None:
    """Say who runs a campaign and whom people may ask. Raises NotReady once it is closed."""
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        before = Scope(**{name: getattr(campaign, name) for name in Scope.__slots__})
        if before == scope:
            return
        changed = [name for name, value in asdict(scope).items() if getattr(before, name) != value]
        for name in changed:
            setattr(campaign, name, getattr(scope, name))
        of_campaign(session, member, campaign, "campaign.scope", now, changed=changed)


def set_questionnaire(
    session: Session, member: Member, campaign_id: UUID, name: str, now: datetime
) -> None:
    """Choose what a campaign asks with, as "key/version". Raises NotReady after the launch.

    Raises InvalidAnswer for a questionnaire that the firm does not have, and for one without a fact that was
    stated already or without the function of somebody on the list.
    """
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        before = f"{campaign.pack_key}/{campaign.pack_version}"
        if name == before:
            return
        if campaign.state != "draft":
            raise NotReady("the questionnaire is frozen at launch: people answer it")
        pack = pack_named(session, member, name)
        if pack is None:
            raise InvalidAnswer(phrase("Choose one of the questionnaires"))
        facts = session.scalars(select(StatedFact.fact).where(StatedFact.campaign_id == campaign_id))
        roles = session.scalars(select(Respondent.role).where(Respondent.campaign_id == campaign_id))
        if set(facts) - set(pack.fact) or set(roles) - set(pack.role) - {None}:
            raise InvalidAnswer(phrase("It lacks facts that were stated, or functions of people on the list"))
        campaign.pack_key, campaign.pack_version = pack.questionnaire.key, pack.questionnaire.version
        of_campaign(session, member, campaign, "campaign.questionnaire", now, before=before, after=name)


def set_visibility(
    session: Session,
    member: Member,
    campaign_id: UUID,
    choice: str,
    now: datetime,
    *,
    shows_previous: bool | None = None,
    shows_results: bool | None = None,
) -> None:
    """Choose who sees what. Raises NotReady after the launch, when respondents were told.

    ``shows_previous``: whether people see their own answer of the wave before; None leaves that as it is.
    ``shows_results``: whether they see their department's results once a version is published; None likewise.
    """
    if choice not in ("attributed", "grouped"):
        raise InvalidAnswer(f"unknown visibility {choice!r}")
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        if campaign.state != "draft":
            raise NotReady("who sees what is frozen at launch: respondents were told")
        if shows_previous is not None and campaign.shows_previous != shows_previous:
            campaign.shows_previous = shows_previous
            of_campaign(session, member, campaign, "campaign.previous", now, shown=shows_previous)
        if shows_results is not None and campaign.shows_results != shows_results:
            campaign.shows_results = shows_results
            of_campaign(session, member, campaign, "campaign.own_results", now, shown=shows_results)
        if campaign.visibility != choice:
            before, campaign.visibility = campaign.visibility, choice
            detail = {"before": before, "after": choice}
            of_campaign(session, member, campaign, "campaign.visibility", now, **detail)


def set_dates(
    session: Session, member: Member, campaign_id: UUID, closes_on: date, now: datetime, *, today: date
) -> None:
    """Announce the last day to answer. Nobody is told by that. Raises InvalidAnswer for a day gone by."""
    if closes_on < today:
        raise InvalidAnswer(phrase("Choose today or a later day"))
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        before, campaign.closes_on = campaign.closes_on, closes_on
        if before != closes_on:
            detail = {"before": before.isoformat() if before else "", "after": closes_on.isoformat()}
            of_campaign(session, member, campaign, "campaign.dates", now, **detail)


def settle(  # noqa: PLR0917 - who, where, what, when
    session: Session, member: Member, campaign_id: UUID, item: str, state: str, now: datetime, *, today: date
) -> None:
    """Note that an item of the checklist is "done", "not_needed", or "" open again, by whom and when."""
    if item not in (*ITEMS, COVERAGE) or state not in ("done", "not_needed", ""):
        raise InvalidAnswer(f"unknown item or state: {item!r}, {state!r}")
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        kept: Mapping[str, dict[str, str]] = campaign.checklist
        if kept.get(item, {}).get("state", "") == state:
            return
        rest = {key: value for key, value in kept.items() if key != item}
        said = {item: {"state": state, "by": member.name, "on": today.isoformat()}} if state else {}
        campaign.checklist = {**rest, **said}
        detail = {"item": item, "state": state}
        of_campaign(session, member, campaign, "campaign.checklist", now, **detail)


def changeable(session: Session, member: Member, campaign_id: UUID) -> Campaign:
    """The member's campaign under the lock. Part of the caller's transaction. NotReady once it is closed."""
    campaign = locked(session, member, campaign_id)
    if campaign.state == "closed":
        raise NotReady("the campaign is closed")
    return campaign


def locked(session: Session, member: Member, campaign_id: UUID) -> Campaign:
    """The member's campaign with its organisation, under the lock. Part of the caller's transaction."""
    campaign = session.scalar(
        select(Campaign)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(Campaign.id == campaign_id, visible(member))
        .options(joinedload(Campaign.organisation))
        .with_for_update(of=Campaign)
        .execution_options(populate_existing=True)
    )
    if campaign is None:
        raise InvalidAnswer("there is no such campaign")
    return campaign


def waves(session: Session, client_id: UUID) -> list[Campaign]:
    """A client's campaigns, newest first."""
    found = select(Campaign).where(Campaign.organisation_id == client_id).order_by(Campaign.wave.desc())
    return list(session.scalars(found))


def _take_people_over(session: Session, before: Campaign, campaign: Campaign) -> None:
    for person in session.scalars(
        select(Respondent).where(Respondent.campaign_id == before.id, Respondent.removed_at.is_(None))
    ):
        session.add(
            Respondent(
                organisation_id=person.organisation_id,
                campaign_id=campaign.id,
                department_id=person.department_id,
                name=person.name,
                email=person.email,
                phone=person.phone,
                role=person.role,
                locale=person.locale,
            )
        )


def _take_facts_over(session: Session, before: Campaign, campaign: Campaign) -> None:
    """What was known then, by whom and when: it counts in the new wave once somebody has confirmed it."""
    for row in session.scalars(select(StatedFact).where(StatedFact.campaign_id == before.id)):
        if row.value == UNKNOWN:
            continue
        session.add(
            StatedFact(
                organisation_id=row.organisation_id,
                campaign_id=campaign.id,
                fact=row.fact,
                value=row.value,
                stated_by=row.stated_by,
                stated_at=row.stated_at,
                carried=True,
            )
        )


def of_campaign(
    session: Session, member: Member, campaign: Campaign, action: str, now: datetime, **detail: object
) -> None:
    """A line of the journal about a campaign. Part of the caller's transaction."""
    client = session.get_one(Organisation, campaign.organisation_id)
    subject = f"{client.name}, {campaign.wave}"
    noted(session, member, client, action, now, subject=subject, campaign=str(campaign.id), **detail)
