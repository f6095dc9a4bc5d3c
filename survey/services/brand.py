"""A client's looks: one accent colour, and a logo made anew from what was uploaded."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from questionnaires.errors import InvalidAnswer
from reports.accent import ENOUGH, contrast_to_white, fit_accent
from reports.report import Brand

from ..db import transaction
from ..files import clean_logo
from ..models import Campaign, Organisation
from ..phrases import phrase
from .clients import known, noted
from .tenant import Member


def set_accent(session: Session, member: Member, client_id: UUID, accent: str, now: datetime) -> None:
    """Keep a client's colour, or "" for Mandate's own. Raises InvalidAnswer where white cannot be read on it.

    A colour is never changed in silence: who chooses one that is too light is told the nearest that will do.
    """
    accent = accent.lower()
    if accent and contrast_to_white(accent) < ENOUGH:
        raise InvalidAnswer(
            phrase(
                "White text cannot be read on {colour}: its contrast is too low",
                colour=accent,
            )
        )
    with transaction(session):
        client = known(session, member, client_id)
        if client.accent != accent:
            before, client.accent = client.accent, accent
            noted(session, member, client, "brand.accent", now, before=before, after=accent)


def set_logo(session: Session, member: Member, client_id: UUID, data: bytes, now: datetime) -> None:
    """Keep a logo, made anew from its pixels. Raises ValueError, in words, for what is no usable picture."""
    logo = clean_logo(data)
    with transaction(session):
        client = known(session, member, client_id)
        client.logo, client.logo_digest = logo, hashlib.sha256(logo).hexdigest()
        noted(session, member, client, "brand.logo", now)


def remove_logo(session: Session, member: Member, client_id: UUID, now: datetime) -> None:
    """Do without a logo again."""
    with transaction(session):
        client = known(session, member, client_id)
        if client.logo_digest:
            client.logo, client.logo_digest = None, ""
            noted(session, member, client, "brand.logo_removed", now)


def looks(session: Session, organisation_id: UUID) -> Brand:
    """A client's looks, for its report, which names the client itself."""
    found = session.scalar(
        select(Organisation).where(Organisation.id == organisation_id).options(undefer(Organisation.logo))
    )
    if found is None:
        return Brand()
    return Brand("", found.logo, found.accent or None)


def looks_of_campaign(session: Session, campaign_id: UUID) -> Brand:
    """The looks of the client that a campaign is about."""
    return looks(session, session.get_one(Campaign, campaign_id).organisation_id)


def darker(accent: str) -> str:
    """The colour under a pointer, and of text on a tint: the accent, a quarter darker."""
    channels = [int(int(accent[place : place + 2], 16) * 0.75) for place in (1, 3, 5)]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def nearest(accent: str) -> str:
    """The nearest colour of the same hue on which white text can be read."""
    return fit_accent(accent)
