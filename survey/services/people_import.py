"""A list of people brought as a file: kept, previewed against who is there, and taken over when confirmed."""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..db import transaction
from ..files import Entry, Listed, parse_table, people_in
from ..files.matching import best, plain
from ..models import Campaign, Department, Respondent, Upload
from . import packs
from .clients import next_position
from .launch import invite_by_mail
from .setup import changeable, of_campaign
from .tenant import Member, own

KEPT: Final = timedelta(days=1)
NEAR: Final = 0.8
"""How alike a new department's name is to a known one, from 0 to 1, to ask whether it is meant."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes about a person: field → old and new value. ``back``: put on the list again."""

    entry: Entry
    person_id: UUID
    fields: dict[str, tuple[str, str]]
    back: bool


@dataclass(slots=True)
class Plan:
    """What a file would do."""

    upload_id: UUID
    name: str
    added: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    repeated: list[tuple[Entry, int]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    new_departments: list[tuple[str, str]] = field(default_factory=list)
    """Names of departments to be made, each with a known one that is spelt nearly the same, or ""."""
    untouched: int = 0
    """People on the list whom the file does not name: they stay."""
    departments: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Done:
    """What a confirmed file did."""

    added: int
    changed: int
    departments: int
    invited: int


def keep(  # noqa: PLR0917 - who, where, what, when
    session: Session, member: Member, campaign_id: UUID, name: str, content: bytes, now: datetime
) -> UUID:
    """Keep a file between preview and confirmation, and forget older ones.

    Raises ImportProblems with every problem of the file, which then is not kept.
    """
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        _read(session, campaign, content, name)
        session.execute(
            delete(Upload).where(
                Upload.kind == "people",
                (Upload.campaign_id == campaign_id) | (Upload.created_at < now - KEPT),
                Upload.organisation_id == campaign.organisation_id,
            )
        )
        upload = Upload(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign_id,
            account_id=member.account_id,
            kind="people",
            name=name[:200],
            content=content,
            settings={},
            created_at=now,
        )
        session.add(upload)
    return upload.id


def preview(session: Session, campaign: Campaign, upload_id: UUID, now: datetime) -> Plan | None:
    """What a kept file would do now; None once it was confirmed, replaced or a day has passed."""
    upload = own(session, Upload, campaign.organisation_id, upload_id, campaign.id)
    if upload is None or upload.kind != "people" or upload.created_at < now - KEPT:
        return None
    return _plan(session, campaign, upload)


def confirm(
    session: Session, member: Member, campaign_id: UUID, upload_id: UUID, now: datetime, *, mail_out: bool
) -> Done | None:
    """Take a kept file over, whole, and forget it; None where it is not there any more.

    After the launch, people added are invited. Raises NotReady once the campaign is closed.
    """
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        upload = own(session, Upload, campaign.organisation_id, upload_id, campaign_id)
        if upload is None or upload.kind != "people" or upload.created_at < now - KEPT:
            return None
        plan = _plan(session, campaign, upload)
        ids = _departments(session, campaign, plan)
        added = [_add(session, campaign, entry, ids[entry.department]) for entry in plan.added]
        for change in plan.changed:
            _change(session, campaign, change, ids)
        session.delete(upload)
        session.flush()
        invited = 0
        if campaign.state == "open":
            invited = sum(invite_by_mail(session, campaign, item, now, mail_out=mail_out) for item in added)
        done = Done(len(added), len(plan.changed), len(plan.new_departments), invited)
        detail = {item.name: getattr(done, item.name) for item in fields(done)}
        of_campaign(session, member, campaign, "people.import", now, file=plan.name, **detail)
    return done


def _read(session: Session, campaign: Campaign, content: bytes, name: str) -> Listed:
    known = select(Department.name).where(Department.organisation_id == campaign.organisation_id)
    pack = packs.of_campaign(session, campaign)
    return people_in(parse_table(content, name), pack, list(session.scalars(known)))


def _plan(session: Session, campaign: Campaign, upload: Upload) -> Plan:
    found = _read(session, campaign, upload.content, upload.name)
    people = session.execute(
        select(Respondent, Department.name)
        .join(Department, Department.id == Respondent.department_id)
        .where(Respondent.campaign_id == campaign.id)
    ).all()
    plan = Plan(upload.id, upload.name, repeated=found.repeated, empty=found.empty)
    matched = _match(found.people, [(person, name) for person, name in people])
    for entry in found.people:
        pair = matched.get(entry.row)
        if pair is None:
            plan.added.append(entry)
            plan.departments[entry.department] += 1
            continue
        changes, back = _differences(entry, *pair), pair[0].removed_at is not None
        if changes or back:
            plan.changed.append(Change(entry, pair[0].id, changes, back))
        else:
            plan.unchanged += 1
    touched = {person.id for person, _ in matched.values()}
    plan.untouched = sum(person.id not in touched and person.removed_at is None for person, _ in people)
    known = set(
        session.scalars(select(Department.name).where(Department.organisation_id == campaign.organisation_id))
    )
    for name in dict.fromkeys([*(entry.department for entry in found.people), *found.empty]):
        if name not in known:
            near, likeness = best(name, known)
            plan.new_departments.append((name, near if near and likeness >= NEAR else ""))
    return plan


def _match(entries: list[Entry], people: list[tuple[Respondent, str]]) -> dict[int, tuple[Respondent, str]]:
    """Row → person: by address and department, by name and department, then by an address that moved."""
    matched: dict[int, tuple[Respondent, str]] = {}
    free = {person.id: (person, name) for person, name in people}
    for same in (_same_address, _same_name, _moved):
        for entry in entries:
            if entry.row in matched:
                continue
            # People on the list go before those who were taken off it.
            for pair in sorted(free.values(), key=lambda pair: pair[0].removed_at is not None):
                if same(entry, *pair):
                    matched[entry.row] = pair
                    del free[pair[0].id]
                    break
    return matched


def _same_address(entry: Entry, person: Respondent, department: str) -> bool:
    return bool(entry.email) and entry.email == person.email and entry.department == department


def _same_name(entry: Entry, person: Respondent, department: str) -> bool:
    return entry.key == (plain(department), plain(person.name))


def _moved(entry: Entry, person: Respondent, _department: str) -> bool:
    return bool(entry.email) and entry.email == person.email


def _differences(entry: Entry, person: Respondent, department: str) -> dict[str, tuple[str, str]]:
    """What a row says otherwise. An empty cell says nothing."""
    pairs = {
        "department": (department, entry.department),
        "name": (person.name, entry.name),
        "role": (person.role or "", entry.role),
        "email": (person.email, entry.email),
        "locale": (person.locale or "", entry.locale),
        "phone": (person.phone, entry.phone),
    }
    return {name: (old, new) for name, (old, new) in pairs.items() if new and new != old}


def _departments(session: Session, campaign: Campaign, plan: Plan) -> dict[str, UUID]:
    position = next_position(session, campaign.organisation_id)
    for place, (name, _) in enumerate(plan.new_departments):
        session.add(
            Department(
                organisation_id=campaign.organisation_id, name=name, headcount=None, position=position + place
            )
        )
    session.flush()
    return {
        name: id_
        for id_, name in session.execute(
            select(Department.id, Department.name).where(
                Department.organisation_id == campaign.organisation_id
            )
        )
    }


def _add(session: Session, campaign: Campaign, entry: Entry, department_id: UUID) -> Respondent:
    person = Respondent(
        organisation_id=campaign.organisation_id,
        campaign_id=campaign.id,
        department_id=department_id,
        name=entry.name,
        email=entry.email,
        phone=entry.phone,
        role=entry.role or None,
        locale=entry.locale or None,
    )
    session.add(person)
    session.flush()
    return person


def _change(session: Session, campaign: Campaign, change: Change, ids: dict[str, UUID]) -> None:
    person = own(session, Respondent, campaign.organisation_id, change.person_id, campaign.id)
    if person is None:
        raise InvalidAnswer("there is no such person")
    person.removed_at = None
    for name, (_, value) in change.fields.items():
        if name == "department":
            person.department_id = ids[value]
        else:
            setattr(person, name, value)
