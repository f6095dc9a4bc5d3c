"""The letters of a campaign: its own wordings where it has some, else the shipped ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..config import Settings
from ..db import transaction
from ..letters import EDITED, LANGUAGES, Fault, Letter, Wording, complete, faults, shipped
from ..models import Campaign, MailTemplate, Organisation
from . import journal, throttle
from .journal import Actor
from .letter_values import sample
from .mail import queue
from .tenant import Member

TESTS: Final = (20, 3600)
"""Tests that somebody may send to oneself in so many seconds."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter in one language. ``changed_at``: when the campaign worded it its own way; None for shipped."""

    kind: str
    locale: str
    wording: Wording
    changed_at: datetime | None


def choices(session: Session, campaign: Campaign) -> dict[tuple[str, str], Choice]:
    """Every letter that a campaign may word, by kind and language, as it stands."""
    own = {
        (row.kind, row.locale): row
        for row in session.scalars(select(MailTemplate).where(MailTemplate.campaign_id == campaign.id))
    }
    found = {}
    for kind in EDITED:
        for locale in LANGUAGES:
            row = own.get((kind, locale))
            wording = Wording(row.subject, row.body) if row else shipped(kind, locale)
            found[kind, locale] = Choice(kind, locale, wording, row.changed_at if row else None)
    return found


def wording(session: Session, campaign_id: UUID | None, kind: str, locale: str) -> Wording:
    """What a letter says in a campaign, or without one, before it is completed."""
    row = session.scalar(
        select(MailTemplate).where(
            MailTemplate.campaign_id == campaign_id,
            MailTemplate.kind == kind,
            MailTemplate.locale == locale,
        )
    )
    return Wording(row.subject, row.body) if row else shipped(kind, locale)


def example(
    session: Session,
    settings: Settings,
    campaign: Campaign,
    *,
    kind: str,
    locale: str,
    words: Wording | None = None,
) -> Letter:
    """A letter as an invented person would get it; those that are copied, as they are to be copied.

    ``words``: a wording without faults to try, in place of the campaign's.
    """
    values = sample(session, settings, campaign, kind=kind, locale=locale)
    letter = complete(words or wording(session, campaign.id, kind, locale), values, locale)
    return replace(letter, accent=campaign.organisation.accent)


def faults_of(kind: str, wordings: Mapping[str, Wording]) -> dict[str, list[Fault]]:
    """The faults of wordings, by language; nothing of a language without any."""
    found = {locale: faults(kind, _clean(words)) for locale, words in wordings.items()}
    return {locale: wrong for locale, wrong in found.items() if wrong}


def save(
    session: Session,
    campaign: Campaign,
    kind: str,
    wordings: Mapping[str, Wording],
    now: datetime,
    *,
    actor: Actor,
) -> dict[str, list[Fault]]:
    """Keep a campaign's own wordings of a letter, by language; the faults by language where nothing was kept.

    A wording like the shipped one is not kept: the shipped one holds, and its later corrections with it.
    """
    if wrong := faults_of(kind, wordings):
        return wrong
    clean = {locale: _clean(words) for locale, words in wordings.items()}
    with transaction(session):
        changed = [locale for locale in clean if _keep(session, campaign, (kind, locale), clean[locale], now)]
        if changed:
            _journal(session, campaign, "letter.change", kind, now=now, actor=actor)
    return {}


def restore(session: Session, campaign: Campaign, kind: str, now: datetime, *, actor: Actor) -> bool:
    """Go back to the shipped wordings of a letter; False where they hold already."""
    with transaction(session):
        own = (MailTemplate.campaign_id == campaign.id) & (MailTemplate.kind == kind)
        if session.scalar(select(MailTemplate.id).where(own).limit(1)) is None:
            return False
        session.execute(delete(MailTemplate).where(own))
        _journal(session, campaign, "letter.restore", kind, now=now, actor=actor)
    return True


def send_test(
    session: Session, campaign: Campaign, member: Member, *, kind: str, locale: str, now: datetime
) -> None:
    """Note an e-mail to oneself with a letter as an invented person would get it. Raises TooMany."""
    with transaction(session):
        throttle.check(session, ("letter-test", str(member.account_id)), *TESTS, now)
        queue(
            session,
            now,
            firm_id=member.firm_id,
            kind="test",
            dedup=f"test:{member.account_id}:{kind}:{locale}:{now.isoformat()}",
            to_name=member.name,
            to_address=member.email,
            locale=locale,
            organisation_id=campaign.organisation_id,
            campaign_id=campaign.id,
            account_id=member.account_id,
            params={"kind": kind, "locale": locale},
        )
        _journal(session, campaign, "letter.test", kind, now=now, actor=journal.by(member))


def _clean(words: Wording) -> Wording:
    body = words.body.replace("\r\n", "\n").replace("\r", "\n")
    return Wording(words.subject.strip(), "\n".join(line.rstrip() for line in body.split("\n")).strip())


def _keep(
    session: Session, campaign: Campaign, which: tuple[str, str], words: Wording, now: datetime
) -> bool:
    """Keep the wording of a letter in one language; whether anything changed."""
    kind, locale = which
    if words == wording(session, campaign.id, kind, locale):
        return False
    row = session.scalar(
        select(MailTemplate).where(
            MailTemplate.campaign_id == campaign.id,
            MailTemplate.kind == kind,
            MailTemplate.locale == locale,
        )
    )
    if row is not None and words == shipped(kind, locale):
        session.delete(row)
    elif row is not None:
        row.subject, row.body, row.changed_at = words.subject, words.body, now
    else:
        session.add(
            MailTemplate(
                organisation_id=campaign.organisation_id,
                campaign_id=campaign.id,
                kind=kind,
                locale=locale,
                subject=words.subject,
                body=words.body,
                changed_at=now,
            )
        )
    return True


def _journal(
    session: Session, campaign: Campaign, action: str, kind: str, *, now: datetime, actor: Actor
) -> None:
    firm_id = session.get_one(Organisation, campaign.organisation_id).firm_id
    journal.note(session, firm_id, actor, action, now, subject=kind, organisation_id=campaign.organisation_id)
