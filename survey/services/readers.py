"""Leadership's links to the results: handed out one a person, listed, extended, withdrawn.

A link that goes by e-mail is made anew each time it is sent, because none is stored. The links of one address
are one reader's: what is changed about one is changed about all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..models import Campaign, Invitation, Mail
from ..phrases import phrase
from . import mail, reading_log, tenant
from .desk import Desk
from .invitations import new_token


@dataclass(frozen=True, slots=True)
class Terms:
    """To whom a link is handed out, and how long and how it opens."""

    name: str
    email: str = ""
    locale: str | None = None
    expires_at: datetime | None = None
    asks_code: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read by a link, over all links of the same address. ``id`` is the newest one's."""

    id: UUID
    name: str
    email: str
    asks_code: bool
    since: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    """When it was withdrawn; None while one of them was not."""
    mail_state: str
    """Of the newest e-mail with a link: as ``mail.Sent.state``, or "" where none was noted."""
    last_read: datetime | None
    count: int
    """How many lines of the view log are this reader's."""


def readers(session: Session, campaign_id: UUID) -> list[Reader]:
    """The readers of a campaign, those whose link was withdrawn last, then by name."""
    groups: dict[str, list[Invitation]] = {}
    for link in session.scalars(
        select(Invitation)
        .where(Invitation.campaign_id == campaign_id, Invitation.purpose == "read")
        .order_by(Invitation.created_at.desc())
    ):
        groups.setdefault(link.email.lower() or str(link.id), []).append(link)
    used = reading_log.by_link(session, campaign_id)
    letters = {
        item.invitation_id: item.state
        for item in session.scalars(
            select(Mail)
            .where(Mail.campaign_id == campaign_id, Mail.kind == "results")
            .order_by(Mail.created_at)
        )
    }
    found = [_reader(links, used, letters) for links in groups.values()]
    return sorted(found, key=lambda item: (item.revoked_at is not None, item.name.casefold(), item.email))


def hand_out(session: Session, desk: Desk, terms: Terms, *, by_mail: bool = False) -> str:
    """A link for one reader: its token, to show once; or "" and an e-mail with a link, ``by_mail``.

    Raises InvalidAnswer without a name, for an end in the past, and without an address where one is needed.
    """
    terms = _fit(terms, desk.now, by_mail)
    with transaction(session):
        link, token = add(session, desk.campaign, terms, desk.now)
        if by_mail:
            _queue(session, desk, link, f"{link.id}:results")
        desk.note(session, "reader.invite", terms.name, code=terms.asks_code)
    return "" if by_mail else token


def add(session: Session, campaign: Campaign, terms: Terms, now: datetime) -> tuple[Invitation, str]:
    """A link to read and its token. Part of the caller's transaction."""
    token, digest = new_token()
    link = Invitation(
        id=uuid4(),
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        digest=digest,
        purpose="read",
        name=terms.name,
        email=terms.email,
        locale=terms.locale,
        asks_code=terms.asks_code,
        created_at=now,
        expires_at=terms.expires_at,
    )
    session.add(link)
    session.flush()
    return link, token


def fresh(session: Session, link: Invitation, now: datetime) -> str:
    """Another link on the terms of one, for an e-mail; its token. Part of the caller's transaction."""
    terms = Terms(link.name, link.email, link.locale, link.expires_at, link.asks_code)
    return add(session, session.get_one(Campaign, link.campaign_id), terms, now)[1]


def send_again(session: Session, desk: Desk, invitation_id: UUID) -> None:
    """Note another e-mail with a link. Raises InvalidAnswer without an address, or for a withdrawn link."""
    with transaction(session):
        links = _of_reader(session, desk, invitation_id)
        live = next((item for item in links if item.revoked_at is None), None)
        if live is None or not live.email:
            raise InvalidAnswer(phrase("This link cannot be sent: it has no address, or was withdrawn"))
        if live.expires_at is not None and live.expires_at <= desk.now:
            raise InvalidAnswer(phrase("This link has expired: extend it first"))
        _queue(session, desk, live, f"{live.id}:results:{desk.now.isoformat()}")
        desk.note(session, "reader.invite", live.name)


def extend(session: Session, desk: Desk, invitation_id: UUID, expires_at: datetime | None) -> None:
    """Let a reader's links work until another moment; None: without an end. Raises InvalidAnswer."""
    _check_end(expires_at, desk.now)
    with transaction(session):
        links = [item for item in _of_reader(session, desk, invitation_id) if item.revoked_at is None]
        for link in links:
            link.expires_at = expires_at
        if links:
            desk.note(session, "reader.change", links[0].name)


def withdraw(session: Session, desk: Desk, invitation_id: UUID) -> None:
    """End a reader's links and the visits that they opened. Raises InvalidAnswer where there is none."""
    with transaction(session):
        links = [item for item in _of_reader(session, desk, invitation_id) if item.revoked_at is None]
        for link in links:
            link.revoked_at = desk.now
        if links:
            desk.note(session, "reader.withdraw", links[0].name)


def _of_reader(session: Session, desk: Desk, invitation_id: UUID) -> Sequence[Invitation]:
    """The link of this id and all others of the same address, newest first."""
    campaign = desk.campaign
    found = tenant.own(session, Invitation, campaign.organisation_id, invitation_id, campaign.id)
    if found is None or found.purpose != "read":
        raise InvalidAnswer(phrase("There is no such link in this campaign"))
    if not found.email:
        return [found]
    same = (Invitation.purpose == "read") & (func.lower(Invitation.email) == found.email.lower())
    return session.scalars(
        select(Invitation)
        .where(tenant.belongs(Invitation, campaign.organisation_id, campaign.id), same)
        .order_by(Invitation.created_at.desc())
    ).all()


def _reader(
    links: list[Invitation], used: dict[UUID, tuple[datetime, int]], letters: dict[UUID | None, str]
) -> Reader:
    """``links`` of one reader, newest first."""
    shown = next((item for item in links if item.revoked_at is None), links[0])
    reads = [used[item.id] for item in links if item.id in used]
    return Reader(
        shown.id,
        shown.name,
        shown.email,
        shown.asks_code,
        min(item.created_at for item in links),
        shown.expires_at,
        shown.revoked_at,
        next((letters[item.id] for item in links if item.id in letters), ""),
        max((at for at, _ in reads), default=None),
        sum(count for _, count in reads),
    )


def _queue(session: Session, desk: Desk, link: Invitation, dedup: str) -> None:
    campaign = desk.campaign
    mail.queue(
        session,
        desk.now,
        firm_id=desk.member.firm_id,
        kind="results",
        dedup=dedup,
        to_name=link.name,
        to_address=link.email,
        locale=link.locale or campaign.organisation.locale,
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        invitation_id=link.id,
    )


def _fit(terms: Terms, now: datetime, by_mail: bool) -> Terms:
    name, email = " ".join(terms.name.split()), terms.email.strip()
    if not 0 < len(name) <= 200:
        raise InvalidAnswer(
            phrase("A link is handed out to somebody: give the name, in up to 200 characters")
        )
    if email and not mail.address_fits(email):
        raise InvalidAnswer(phrase("{address} is not an e-mail address", address=email))
    if not email and (by_mail or terms.asks_code):
        raise InvalidAnswer(phrase("The link or its code goes by e-mail: give the address"))
    _check_end(terms.expires_at, now)
    return replace(terms, name=name, email=email)


def _check_end(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise InvalidAnswer(phrase("Choose today or a later day"))
