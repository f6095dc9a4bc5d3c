"""Makes the letter of an e-mail: its wording, its values, and a fresh link for whom it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from ..config import Settings
from ..letters import LANGUAGES, Letter, complete, phrases
from ..models import Account, Campaign, Delegation, Invitation, Mail, Respondent
from . import packs, read_codes, readers
from .accounts import ticket
from .invitations import digest_of, invite
from .letter_values import (
    answered_by,
    of_account,
    of_campaign,
    of_delegation,
    of_part,
    of_reader,
    of_respondent,
)
from .letters import example, wording

OF_WHAT_IS_LEFT: Final = ("reminder_started", "last_days", "delegation_returned")
"""Letters that say how long the rest takes; the others, the whole."""


@dataclass(frozen=True, slots=True)
class Made:
    """A letter, where its answer goes, and the digest of the personal link in it."""

    letter: Letter
    link_digest: str = ""
    reply_to: str = ""


def make(
    session: Session, settings: Settings, mail: Mail, params: Mapping[str, object], now: datetime
) -> Made:
    """The letter of an e-mail, with its link noted. Part of the caller's transaction."""
    if mail.kind in ("join", "reset"):
        return _to_account(session, settings, mail, now)
    campaign = session.get_one(Campaign, mail.campaign_id)
    if mail.kind in ("results", "read_code"):
        return _to_reader(session, settings, mail, campaign, now)
    if mail.kind in ("asks_link", "documents"):
        return _to_desk(session, settings, mail, campaign, params)
    if mail.kind == "test":
        return _test(session, settings, campaign, params, mail.locale)
    if mail.kind == "delegation":
        return _to_delegate(session, settings, mail, campaign, now)
    return _to_respondent(session, settings, mail, campaign, now)


def _to_respondent(
    session: Session, settings: Settings, mail: Mail, campaign: Campaign, now: datetime
) -> Made:
    person = session.get_one(Respondent, mail.respondent_id)
    kind, locale = mail.kind, mail.locale
    if kind == "reminder_new" and answered_by(session, person.id):
        kind = "reminder_started"  # the person began between the press of the button and this moment
    token = invite(session, campaign, now, respondent=person)
    whole = of_campaign(session, settings, campaign, locale)
    values = whole | of_respondent(session, campaign, person, locale) | _link(settings, token)
    if kind not in OF_WHAT_IS_LEFT:
        values["minutes"] = whole["minutes"]
    if mail.delegation_id is not None:
        part = session.get_one(Delegation, mail.delegation_id)
        pack = packs.of_campaign(session, campaign)
        values |= {"colleague": part.name, "part": of_part(pack, part.dimension, locale)["part"]}
    letter = complete(wording(session, campaign.id, kind, locale), values, locale)
    return Made(letter, digest_of(token), campaign.reply_to)


def _to_delegate(session: Session, settings: Settings, mail: Mail, campaign: Campaign, now: datetime) -> Made:
    part = session.get_one(Delegation, mail.delegation_id)
    token = invite(session, campaign, now, delegation=part)
    values = of_campaign(session, settings, campaign, mail.locale)
    values |= of_delegation(session, campaign, part, mail.locale) | _link(settings, token)
    letter = complete(wording(session, campaign.id, mail.kind, mail.locale), values, mail.locale)
    # Who asked knows the answer to "is this for me?".
    return Made(letter, digest_of(token), part.respondent.email or campaign.reply_to)


def _to_reader(session: Session, settings: Settings, mail: Mail, campaign: Campaign, now: datetime) -> Made:
    link = session.get_one(Invitation, mail.invitation_id)
    values = of_campaign(session, settings, campaign, mail.locale)
    values |= of_reader(session, settings, campaign, link)
    if mail.kind == "read_code":
        values["code"] = read_codes.make(session, settings, link, now)
        letter = complete(wording(session, campaign.id, mail.kind, mail.locale), values, mail.locale)
        return Made(letter, reply_to=campaign.reply_to)
    token = readers.fresh(session, link, now)
    values |= _link(settings, token)
    letter = complete(wording(session, campaign.id, mail.kind, mail.locale), values, mail.locale)
    return Made(letter, digest_of(token), campaign.reply_to)


def _to_desk(
    session: Session, settings: Settings, mail: Mail, campaign: Campaign, params: Mapping[str, object]
) -> Made:
    """To whoever runs the assessment: a page of the campaign to look at."""
    values = of_campaign(session, settings, campaign, mail.locale)
    page = "results/sharing" if mail.kind == "asks_link" else "results/documents"
    values |= {
        "first_line": phrases(mail.locale).greeting(mail.to_name),
        "name": mail.to_name,
        "reader": str(params.get("reader", "")),
        "link": f"{settings.public_url}/campaigns/{campaign.id}/{page}",
    }
    return Made(complete(wording(session, campaign.id, mail.kind, mail.locale), values, mail.locale))


def _to_account(session: Session, settings: Settings, mail: Mail, now: datetime) -> Made:
    account = session.get_one(Account, mail.account_id)
    token = ticket(session, account.id, "join" if mail.kind == "join" else "reset", now)
    values = of_account(session, account, mail.locale)
    values["link"] = f"{settings.public_url}/{mail.kind}/{token}"
    return Made(complete(wording(session, None, mail.kind, mail.locale), values, mail.locale))


def _test(
    session: Session, settings: Settings, campaign: Campaign, params: Mapping[str, object], locale: str
) -> Made:
    """A letter to oneself, with an invented person in it and a link that opens nothing."""
    kind, asked = str(params["kind"]), str(params["locale"])
    letter = example(session, settings, campaign, kind=kind, locale=asked if asked in LANGUAGES else locale)
    subject = phrases(letter.locale).say("test", subject=letter.subject)
    return Made(replace(letter, subject=subject), reply_to=campaign.reply_to)


def _link(settings: Settings, token: str) -> dict[str, str]:
    return {"link": f"{settings.public_url}/i/{token}"}
