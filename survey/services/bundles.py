"""Documents in one press: which ones of which version, one job a document, and how far each has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer, NotReady

from ..db import transaction
from ..deliverables import KINDS
from ..models import Account, Bundle, Deliverable, Department, Edition, Organisation, Respondent
from ..phrases import phrase
from . import mail, results, tenant, throttle
from .desk import Desk
from .jobs import enqueue

JOB: Final = "document"
"""The kind of job that makes one document."""
KEPT: Final = timedelta(days=30)
"""How long documents are kept: they can be made again."""
ASKED: Final = (30, 3600)
"""Presses for one campaign in so many seconds."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. ``edition_id`` None: of the draft."""

    edition_id: UUID | None
    kinds: Sequence[str]
    locales: Sequence[str]
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A document of a bundle. ``state``: waiting, made, skipped or failed; ``error`` says why."""

    id: UUID
    kind: str
    locale: str
    department: str
    name: str
    media_type: str
    size: int
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A bundle and its documents. ``state``: making, ready, or failed where a document could not be made."""

    id: UUID
    number: int | None
    """Of the version; None for the draft."""
    state: str
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    tell: bool
    items: tuple[Item, ...]

    def count(self, *states: str) -> int:
        """How many of its documents are in one of these states."""
        return sum(item.state in states for item in self.items)


def press(session: Session, desk: Desk, wish: Wish) -> UUID:
    """Note a bundle and a job for each of its documents; its id. The same while it is being made: that one's.

    Raises InvalidAnswer where nothing, or nothing that there is, was asked for; NotReady for a draft before
    anything was computed; TooMany.
    """
    campaign = desk.campaign
    rows = _rows(wish, _departments(session, campaign.id))
    if not rows:
        raise InvalidAnswer(phrase("Choose at least one document and one language"))
    if wish.edition_id is not None:
        found = tenant.own(session, Edition, campaign.organisation_id, wish.edition_id, campaign.id)
        if found is None or found.number is None:
            raise InvalidAnswer(phrase("There is no such version in this campaign"))
    elif not results.computed(session, campaign.id):
        raise NotReady(phrase("The results have not been computed yet"))
    wanted: dict[str, object] = {"rows": [list(row) for row in rows]}
    with transaction(session):
        throttle.check(session, ("documents", str(campaign.id)), *ASKED, desk.now)
        same = _bundles(campaign.id).where(Bundle.state == "making")
        for bundle in session.scalars(same.with_for_update()):
            if bundle.edition_id == wish.edition_id and bundle.wanted == wanted:
                return bundle.id
        made = _add(session, desk, wish, wanted)
        for position, (kind, locale, department) in enumerate(rows):
            _add_item(session, made, position, (kind, locale, department), desk.now)
        desk.note(session, "bundle.ask", documents=len(rows))
        if any(KINDS[kind].whole for kind, *_ in rows):
            desk.note(session, "client.export", campaign.organisation.name)
    return made.id


def retry(session: Session, desk: Desk, bundle_id: UUID) -> int:
    """Let the documents that could not be made be tried again; how many there were."""
    with transaction(session):
        bundle = _own(session, desk, bundle_id)
        failed = session.scalars(
            select(Deliverable).where(Deliverable.bundle_id == bundle.id, Deliverable.state == "failed")
        ).all()
        for item in failed:
            item.state, item.error = "waiting", ""
            _enqueue(session, item, desk.now, f"again:{desk.now.isoformat()}")
        if failed:
            bundle.state, bundle.finished_at = "making", None
    return len(failed)


def pressed(session: Session, desk: Desk, bundle_id: UUID) -> Pressed:
    """One bundle of the campaign. Raises InvalidAnswer for one that is not there."""
    return _pressed(session, [_own(session, desk, bundle_id)])[0]


def newest(session: Session, campaign_id: UUID, most: int = 10) -> list[Pressed]:
    """The newest bundles of a campaign."""
    found = session.scalars(_bundles(campaign_id).order_by(Bundle.asked_at.desc()).limit(most))
    return _pressed(session, found.all())


def content(session: Session, item_id: UUID) -> bytes:
    """A document's bytes; empty for one that was not made."""
    return session.scalar(select(Deliverable.content).where(Deliverable.id == item_id)) or b""


def settle(session: Session, item_id: UUID, change: Callable[[Deliverable], None], now: datetime) -> None:
    """Change a document that waits, and its bundle when it was the last. Part of the caller's transaction.

    Nothing happens to one that was settled before, or removed meanwhile.
    """
    item = session.get(Deliverable, item_id)
    if item is None:
        return
    # Two workers at the last two documents: the second waits here, and sees what the first one did.
    bundle = session.get_one(Bundle, item.bundle_id, with_for_update=True)
    session.refresh(item)
    if item.state != "waiting":
        return
    change(item)
    session.flush()
    states = set(session.scalars(select(Deliverable.state).where(Deliverable.bundle_id == bundle.id)))
    if "waiting" not in states and bundle.state == "making":
        bundle.state, bundle.finished_at = ("failed" if "failed" in states else "ready"), now
        _tell(session, bundle, now)


def leftovers(now: datetime) -> tuple[Any, Any]:
    """Statements that remove the documents, then the bundles, that were kept for long enough."""
    old = select(Bundle.id).where(Bundle.asked_at <= now - KEPT)
    return (
        delete(Deliverable).where(Deliverable.bundle_id.in_(old)),
        delete(Bundle).where(Bundle.asked_at <= now - KEPT),
    )


def _departments(session: Session, campaign_id: UUID) -> list[str]:
    """The departments that were asked, in the organisation's own order."""
    asked = select(Respondent.department_id).where(
        Respondent.campaign_id == campaign_id, Respondent.removed_at.is_(None)
    )
    wanted = select(Department.name).where(Department.id.in_(asked)).order_by(Department.position)
    return list(session.scalars(wanted))


def _rows(wish: Wish, departments: Sequence[str]) -> list[tuple[str, str, str]]:
    """Kind, language and department of each document, in the order of the kinds."""
    rows: list[tuple[str, str, str]] = []
    for key, kind in KINDS.items():
        if key not in wish.kinds:
            continue
        for department in departments if kind.each_department else ("",):
            rows += [(key, locale, department) for locale in (wish.locales if kind.spoken else ("",))]
    return rows


def _add(session: Session, desk: Desk, wish: Wish, wanted: dict[str, object]) -> Bundle:
    made = Bundle(
        id=uuid4(),
        organisation_id=desk.campaign.organisation_id,
        campaign_id=desk.campaign.id,
        edition_id=wish.edition_id,
        wanted=wanted,
        tell=wish.tell,
        asked_by=desk.member.name,
        account_id=desk.member.account_id,
        asked_at=desk.now,
    )
    session.add(made)
    session.flush()
    return made


def _add_item(
    session: Session, bundle: Bundle, position: int, row: tuple[str, str, str], now: datetime
) -> None:
    kind, locale, department = row
    item = Deliverable(
        id=uuid4(),
        organisation_id=bundle.organisation_id,
        bundle_id=bundle.id,
        kind=kind,
        locale=locale,
        department=department,
        position=position,
    )
    session.add(item)
    session.flush()
    _enqueue(session, item, now, "first")


def _enqueue(session: Session, item: Deliverable, now: datetime, attempt: str) -> None:
    enqueue(
        session,
        JOB,
        {"item": str(item.id)},
        now,
        dedup=f"{JOB}:{item.id}:{attempt}",
        organisation_id=item.organisation_id,
    )


def _tell(session: Session, bundle: Bundle, now: datetime) -> None:
    account = session.get(Account, bundle.account_id) if bundle.tell and bundle.account_id else None
    if account is None or account.disabled_at is not None or bundle.finished_at is None:
        return
    organisation = session.get_one(Organisation, bundle.organisation_id)
    mail.queue(
        session,
        now,
        firm_id=organisation.firm_id,
        kind="documents",
        dedup=f"{bundle.id}:documents:{bundle.finished_at.isoformat()}",
        to_name=account.name,
        to_address=account.email,
        locale=account.locale or organisation.locale,
        organisation_id=organisation.id,
        campaign_id=bundle.campaign_id,
        account_id=account.id,
        params={"bundle": str(bundle.id)},
    )


def _bundles(campaign_id: UUID) -> Select[Bundle]:
    return select(Bundle).where(Bundle.campaign_id == campaign_id)


def _own(session: Session, desk: Desk, bundle_id: UUID) -> Bundle:
    campaign = desk.campaign
    found = tenant.own(session, Bundle, campaign.organisation_id, bundle_id, campaign.id)
    if found is None:
        raise InvalidAnswer(phrase("There are no such documents in this campaign"))
    return found


def _pressed(session: Session, bundles: Sequence[Bundle]) -> list[Pressed]:
    editions = {bundle.edition_id for bundle in bundles} - {None}
    rows = session.execute(select(Edition.id, Edition.number).where(Edition.id.in_(editions)))
    numbers = {row.id: row.number for row in rows}
    items: dict[UUID, list[Item]] = {bundle.id: [] for bundle in bundles}
    for row in session.scalars(
        select(Deliverable).where(Deliverable.bundle_id.in_(items)).order_by(Deliverable.position)
    ):
        items[row.bundle_id].append(
            Item(
                row.id,
                row.kind,
                row.locale,
                row.department,
                row.name,
                row.media_type,
                row.size,
                row.state,
                row.error,
            )
        )
    return [
        Pressed(
            bundle.id,
            numbers[bundle.edition_id] if bundle.edition_id else None,
            bundle.state,
            bundle.asked_by,
            bundle.asked_at,
            bundle.finished_at,
            bundle.tell,
            tuple(items[bundle.id]),
        )
        for bundle in bundles
    ]
