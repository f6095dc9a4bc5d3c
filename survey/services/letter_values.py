"""What stands in a letter for each name: of the campaign, of the person it is for, or of an invented one."""

from datetime import timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.model import Pack

from ..config import Settings
from ..letters import phrases
from ..models import (
    Account,
    Answer,
    Campaign,
    Delegation,
    Department,
    Firm,
    Invitation,
    Organisation,
    Respondent,
    Submission,
)
from . import packs
from .submissions import minutes

UNSEEN: Final = "personal-link"
"""What stands in a preview in place of a link's secret part."""


def of_campaign(session: Session, settings: Settings, campaign: Campaign, locale: str) -> dict[str, str]:
    """What is the same for everybody in a campaign, whose organisation, firm and pack it is read from."""
    words, pack = phrases(locale), packs.of_campaign(session, campaign)
    organisation = session.get_one(Organisation, campaign.organisation_id)
    firm = session.get_one(Firm, organisation.firm_id)
    name = campaign.prepared_by or firm.name
    return {
        "organisation": organisation.name,
        "sponsor": organisation.sponsor_name or words.say("sponsor"),
        "sponsor_inside": organisation.sponsor_name or words.say("sponsor_inside"),
        "firm": name,
        "contact": campaign.contact or firm.contact,
        "confidentiality": words.say(f"confidential_{campaign.visibility}", firm=name),
        "closes_on": words.day(campaign.closes_on),
        "closes_short": words.short_day(campaign.closes_on),
        "parts": str(len(pack.questionnaire.dimensions)),
        "minutes": words.count("minutes", minutes(len(pack.questionnaire.questions))),
        "sender": settings.mail_from,
    }


def of_respondent(session: Session, campaign: Campaign, person: Respondent, locale: str) -> dict[str, str]:
    """What a letter says of a respondent. ``minutes`` are those that are left."""
    words, pack = phrases(locale), packs.of_campaign(session, campaign)
    department = session.get_one(Department, person.department_id).name
    answered = answered_by(session, person.id)
    left = [item for item in pack.questionnaire.questions if item.id not in answered]
    parts = len({item.dimension for item in left})
    return {
        "first_line": words.greeting(person.name),
        "name": person.name,
        "department": department,
        "left": words.count("left", parts) if parts else words.say("left_none"),
        "minutes": words.count("minutes", minutes(len(left))) if left else "",
    }


def of_delegation(session: Session, campaign: Campaign, part: Delegation, locale: str) -> dict[str, str]:
    """What a letter to a colleague says of the part that was passed on."""
    words, pack = phrases(locale), packs.of_campaign(session, campaign)
    owner = session.get_one(Respondent, part.respondent_id)
    department = session.get_one(Department, owner.department_id).name
    return {
        "first_line": words.greeting(part.name),
        "name": part.name,
        "department": department,
        "delegator": owner.name or department,
        "message": part.message,
        "due_on": words.day(part.due_on),
        **of_part(pack, part.dimension, locale),
    }


def of_part(pack: Pack, dimension: str, locale: str) -> dict[str, str]:
    """The name of a part and how long it takes."""
    count = sum(item.dimension == dimension for item in pack.questionnaire.questions)
    name = next(item.name[locale] for item in pack.questionnaire.dimensions if item.id == dimension)
    return {"part": name, "minutes": phrases(locale).count("minutes", minutes(count))}


def of_account(session: Session, account: Account, locale: str) -> dict[str, str]:
    """What a letter to a member of a firm says."""
    firm = session.get_one(Firm, account.firm_id)
    return {
        "first_line": phrases(locale).greeting(account.name),
        "name": account.name,
        "firm": firm.name,
        "address": account.email,
    }


def of_reader(session: Session, settings: Settings, campaign: Campaign, link: Invitation) -> dict[str, str]:
    """What letters to a reader of the results say, but for the link and the code themselves."""
    locale = link.locale or campaign.organisation.locale
    words = phrases(locale)
    zone = ZoneInfo(settings.time_zone) if settings.time_zone else None
    # A link ends with its last day, at midnight: the moment before still is that day.
    last = (link.expires_at - timedelta(seconds=1)).astimezone(zone).date() if link.expires_at else None
    return {
        "first_line": words.greeting(link.name),
        "name": link.name,
        "expires_on": words.day(last),
        "code_note": words.say("code_note") if link.asks_code else "",
    }


def sample(
    session: Session, settings: Settings, campaign: Campaign, *, kind: str, locale: str
) -> dict[str, str]:
    """Every value, of this campaign and an invented person, for previews and for tests to oneself."""
    words, pack = phrases(locale), packs.of_campaign(session, campaign)
    first = session.scalar(
        select(Department.name)
        .where(Department.organisation_id == campaign.organisation_id)
        .order_by(Department.position)
        .limit(1)
    )
    values = of_campaign(session, settings, campaign, locale)
    name = words.sample("name")
    values |= {
        "first_line": words.greeting(name),
        "name": name,
        "department": first or words.sample("department"),
        "left": words.count("left", 2),
        "link": f"{settings.public_url}/i/{UNSEEN}",
        "delegator": name,
        "colleague": words.sample("colleague"),
        "message": words.sample("message"),
        "due_on": values["closes_on"],
        "part": pack.questionnaire.dimensions[0].name[locale],
        "address": "",
        "expires_on": words.day(campaign.closes_on),
        "code_note": "",
    }
    if kind == "delegation":
        part = of_part(pack, pack.questionnaire.dimensions[0].id, locale)
        values |= part | {"first_line": words.greeting(words.sample("colleague"))}
    if kind in ("reminder_started", "last_days", "delegation_returned"):
        two = [item.id for item in pack.questionnaire.dimensions][:2]
        left = sum(item.dimension in two for item in pack.questionnaire.questions)
        values["minutes"] = words.count("minutes", minutes(left))
    return values


def answered_by(session: Session, respondent_id: UUID) -> set[str]:
    """The questions that a respondent has answered so far."""
    rows = session.scalars(
        select(Answer.question)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.respondent_id == respondent_id, Answer.value.is_not(None))
    )
    return set(rows)
