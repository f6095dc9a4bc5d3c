"""People of the firm and of the client, signed in, and a campaign in the field to work on."""

from datetime import datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from questionnaires import Pack
from survey.db import transaction
from survey.models import Account, Answer, Campaign, Mail, Organisation, Respondent
from survey.services import accounts, invitations, publishing, results, submissions, tenant
from survey.services.campaigns import Created
from survey.services.desk import Desk
from survey.services.tenant import Role
from tests.survey.conftest import NOON, Browser


def an_account(
    session: Session, created: Created, role: Role = "consultant", name: str = "Marc Petit"
) -> str:
    """Somebody with a role at a campaign's client, made once; the address of the account."""
    campaign = session.get_one(Campaign, created.campaign_id)
    firm_id = session.get_one(Organisation, campaign.organisation_id).firm_id
    email = f"{role}.{firm_id.hex[:8]}@example.org"
    if session.scalar(select(Account.id).where(Account.email == email)):
        return email
    with transaction(session):
        accounts.add_account(
            session, firm_id, email, name=name, role=role, now=NOON, clients=(campaign.organisation_id,)
        )
    return email


def desk_of(session: Session, created: Created, now: datetime = NOON, role: Role = "consultant") -> Desk:
    """Somebody at work on a campaign."""
    token = _session(session, an_account(session, created, role), now)
    member = accounts.member(session, token, now)
    assert member
    campaign = tenant.campaign_of(session, member, created.campaign_id)
    assert campaign
    return Desk(member, campaign, now)


def publish(session: Session, pack: Pack, created: Created, now: datetime = NOON, note: str = "") -> int:
    """Conclude a campaign from what was sent, review it and let readers see it; the version's number."""
    desk = desk_of(session, created, now, "owner")
    results.compute(session, pack, desk.campaign.id, now, desk)
    return publishing.publish(
        session, desk, pack, publishing.send_for_review(session, desk, pack, note), note
    )


def _session(session: Session, email: str, now: datetime) -> str:
    account = session.scalars(select(Account).where(Account.email == email)).one()
    return accounts.open_session(session, account.id, now)


def sign_in(app: Flask, browser: Browser, created: Created, role: Role = "consultant") -> Browser:
    """The browser, with somebody of this role signed in."""
    with app.extensions["database"].session() as session:
        token = _session(session, an_account(session, created, role), datetime.now(NOON.tzinfo))
    with browser.client.session_transaction() as cookie:
        cookie["staff"] = token
    return browser


def answer_all(
    session: Session, pack: Pack, created: Created, place: int, value: str = "3", **more: object
) -> invitations.Visitor:
    """One person's answers to everything, or to the first questions, sent unless told otherwise."""
    visitor = begin(session, pack, created, place)
    count = more.get("questions", len(pack.question))
    now = more.get("now", NOON)
    assert isinstance(count, int)
    assert isinstance(now, datetime)
    given = submissions.Saved(value, "a private remark", revision=1, saved_at=now)
    with transaction(session):  # as one by one, but two hundred commits fewer for a campaign
        submission_id = submissions._lock_writable(session, visitor)
        stored = set(session.scalars(select(Answer.question).where(Answer.submission_id == submission_id)))
        for question in list(pack.question)[:count]:
            if question not in stored:
                submissions._store(session, visitor, submission_id, question, given)
    if more.get("send", True):
        submissions.send(session, visitor, now)
    return visitor


def begin(session: Session, pack: Pack, created: Created, place: int) -> invitations.Visitor:
    """One person's questionnaire, begun."""
    token = created.links[place].token
    assert invitations.enter(session, pack, token, NOON)
    found = invitations.look_up(session, token, NOON)
    assert found
    return found


def give_addresses(session: Session, created: Created) -> None:
    """Everybody gets a name, an address and a telephone number, by their places among those invited."""
    with transaction(session):
        invited = [link.respondent_id for link in created.links if link.respondent_id]
        for number, respondent_id in enumerate(invited):
            person = session.get_one(Respondent, respondent_id)
            person.name, person.email = f"Person {number}", f"person{number}@example.org"
            person.phone = "+33 6 12 34 56 78"


def mailed(session: Session, created: Created, kind: str, now: datetime, **more: object) -> None:
    """Everybody, or ``only`` one, was sent an e-mail of a kind."""
    campaign = session.get_one(Campaign, created.campaign_id)
    firm_id = session.get_one(Organisation, campaign.organisation_id).firm_id
    only, state = more.get("only"), str(more.get("state", "sent"))
    with transaction(session):
        wanted = select(Respondent).where(Respondent.campaign_id == created.campaign_id)
        for person in session.scalars(wanted.where(Respondent.id == only) if only else wanted):
            session.add(
                Mail(
                    firm_id=firm_id,
                    organisation_id=campaign.organisation_id,
                    campaign_id=campaign.id,
                    respondent_id=person.id,
                    kind=kind,
                    dedup=f"{person.id}:{kind}:{now.isoformat()}",
                    to_address=person.email,
                    locale="en",
                    message_id="<1@example.org>",
                    state=state,
                    created_at=now,
                    sent_at=now if state == "sent" else None,
                )
            )


def person_at(created: Created, place: int) -> UUID:
    """The id of the person invited at a place."""
    found = created.links[place].respondent_id
    assert found
    return found


class Counted:
    """Counts the statements that reach any database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __enter__(self) -> "Counted":
        event.listen(Engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._note)

    def _note(self, *args: object) -> None:
        self.statements.append(str(args[2]))
