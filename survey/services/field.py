"""A campaign in the field: where everybody stands, what comes next for each, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from questionnaires.model import Pack

from ..models import Answer, Campaign, Delegation, Invitation, Mail, Respondent, Submission
from .standing import flags
from .submissions import Saved

Status = Literal["bounced", "not_invited", "not_started", "in_progress", "delegated", "sent"]
Step = Literal["address", "invite", "call", "interview", "remind", "wait", "review", "done"]

REMINDERS: Final = ("reminder_new", "reminder_started", "last_days")
PERSONAL_MAILS: Final = ("invitation", *REMINDERS, "my_link")
"""Kinds that tell, when one comes back, that a person's address is wrong."""
ENOUGH: Final = 3
"""Reminders by e-mail; after that a person calls."""
PAUSE: Final = timedelta(days=2)
"""Between two e-mails to the same person."""
SILENCE: Final = timedelta(days=5)
"""How long a colleague asked for help may take before somebody should call."""

_URGENCY: Final = ("address", "call", "interview", "invite", "remind", "wait", "review", "done")
NEEDS_A_PERSON: Final = frozenset({"address", "call", "interview", "invite"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A colleague who was asked for a part and has not given it back."""

    name: str
    dimension: str
    since: datetime
    started: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One person in the field. ``step`` is what comes next and ``reason`` why, both as codes."""

    id: UUID
    department: str
    name: str
    email: str
    phone: str
    locale: str | None
    status: Status
    step: Step
    reason: str
    open: tuple[str, ...]
    """The dimensions that are not complete, in the questionnaire's order."""
    parts: int
    started_at: datetime | None
    last_saved: datetime | None
    sent_at: datetime | None
    written_at: datetime | None
    """When the newest e-mail to this person was noted."""
    reminders: int
    muted: bool
    bounced: bool
    reviewed: bool
    waiting: tuple[Waiting, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many parts are complete."""
        return self.parts - len(self.open)

    @property
    def order(self) -> int:
        """Whoever needs a person most comes first."""
        return _URGENCY.index(self.step)


@dataclass(slots=True)
class _Seen:
    """What was found out about one person, before it is judged."""

    mails: list[Mail] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    linked: bool = False


def standings(session: Session, pack: Pack, campaign: Campaign, now: datetime) -> list[Standing]:
    """Everybody who is on the list, whoever needs a person first. The number of queries is constant."""
    people = session.execute(
        select(Respondent, Submission)
        .outerjoin(Submission, Submission.respondent_id == Respondent.id)
        .where(Respondent.campaign_id == campaign.id, Respondent.removed_at.is_(None))
        .options(joinedload(Respondent.department))
    ).all()
    seen = _seen(session, campaign.id)
    places = {person.id: person.department.position for person, _ in people}
    found = [
        _with_step(_standing(pack, person, given, seen[person.id]), campaign, now) for person, given in people
    ]
    return sorted(found, key=lambda item: (item.order, places[item.id], item.name.casefold(), str(item.id)))


def standing_of(
    session: Session, pack: Pack, campaign: Campaign, respondent: Respondent, now: datetime
) -> Standing:
    """Where one person stands, on the list or not."""
    given = session.scalar(select(Submission).where(Submission.respondent_id == respondent.id))
    seen = _seen(session, campaign.id, respondent.id)
    return _with_step(_standing(pack, respondent, given, seen[respondent.id]), campaign, now)


def day_of(campaign: Campaign, today: date) -> tuple[int, int | None]:
    """Which day of the field it is, from 1, and how many there are; None while no end is announced."""
    if campaign.opened_at is None:
        return 0, None
    first = campaign.opened_at.date()
    last = campaign.closed_at.date() if campaign.closed_at else campaign.closes_on
    reached = min(today, last) if last and campaign.closed_at else today
    return (reached - first).days + 1, (last - first).days + 1 if last else None


def _seen(session: Session, campaign_id: UUID, only: UUID | None = None) -> dict[UUID, _Seen]:
    found: dict[UUID, _Seen] = defaultdict(_Seen)
    mails = select(Mail).where(Mail.campaign_id == campaign_id, Mail.kind.in_(PERSONAL_MAILS))
    answers = (
        select(Submission.respondent_id, Answer)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.campaign_id == campaign_id)
    )
    parts = select(Delegation).where(
        Delegation.campaign_id == campaign_id,
        Delegation.withdrawn_at.is_(None),
        Delegation.returned_at.is_(None),
    )
    links = select(Invitation.respondent_id).where(
        Invitation.campaign_id == campaign_id, Invitation.purpose == "answer"
    )
    if only is not None:
        mails = mails.where(Mail.respondent_id == only)
        answers = answers.where(Submission.respondent_id == only)
        parts = parts.where(Delegation.respondent_id == only)
        links = links.where(Invitation.respondent_id == only)
    for mail in session.scalars(mails.order_by(Mail.created_at, Mail.id)):
        if mail.respondent_id is not None:
            found[mail.respondent_id].mails.append(mail)
    for respondent_id, answer in session.execute(answers):
        found[respondent_id].answers.append(answer)
    for part in session.scalars(parts.order_by(Delegation.created_at)):
        waiting = Waiting(part.name, part.dimension, part.created_at, part.started_at is not None)
        found[part.respondent_id].waiting.append(waiting)
    for linked in session.scalars(links.distinct()):
        if linked is not None:
            found[linked].linked = True
    return found


def _standing(pack: Pack, person: Respondent, given: Submission | None, seen: _Seen) -> Standing:
    kept = {answer.question: answer for answer in seen.answers}
    answered = {answer.question for answer in seen.answers if answer.value is not None}
    wanted = [
        (dimension.id, {item.id for item in pack.questionnaire.questions if item.dimension == dimension.id})
        for dimension in pack.questionnaire.dimensions
    ]
    newest = seen.mails[-1] if seen.mails else None
    bounced = (
        newest is not None
        and newest.state in ("bounced", "refused")
        and newest.to_address.casefold() == person.email.casefold()
    )
    sent_at = given.sent_at if given else None
    waiting = tuple(seen.waiting) if sent_at is None else ()
    status = _status(person, given, seen, bounced=bounced)
    return Standing(
        id=person.id,
        department=person.department.name,
        name=person.name,
        email=person.email,
        phone=person.phone,
        locale=person.locale,
        status=status,
        step="wait",
        reason="",
        open=tuple(key for key, questions in wanted if not questions <= answered),
        parts=len(wanted),
        started_at=given.started_at if given else None,
        last_saved=max((answer.saved_at for answer in seen.answers), default=None),
        sent_at=sent_at,
        written_at=newest.created_at if newest else None,
        reminders=sum(mail.kind in REMINDERS for mail in seen.mails),
        muted=person.muted_at is not None,
        bounced=bounced,
        reviewed=given is not None and given.reviewed_at is not None,
        waiting=waiting,
        flags=flags([as_saved(kept[key]) for key in pack.question if key in kept]) if sent_at else (),
    )


def as_saved(answer: Answer) -> Saved:
    """An answer's row as the value that respondents' pages know."""
    return Saved(answer.value, revision=answer.revision, saved_at=answer.saved_at, source=answer.source)


def _status(person: Respondent, given: Submission | None, seen: _Seen, *, bounced: bool) -> Status:
    if given is not None and given.sent_at is not None:
        return "sent"
    if given is not None:
        return "delegated" if seen.waiting else "in_progress"
    if bounced:
        return "bounced"
    return "not_started" if seen.mails or seen.linked else "not_invited"


def _with_step(known: Standing, campaign: Campaign, now: datetime) -> Standing:
    step, reason = _step(known, campaign, now)
    return replace(known, step=step, reason=reason)


def _step(known: Standing, campaign: Campaign, now: datetime) -> tuple[Step, str]:
    """What comes next for a person, and why. Read from the top: the first that holds."""
    if known.status == "sent":
        return ("done", "reviewed") if known.reviewed else ("review", "sent")
    if campaign.state != "open":
        return "done", "closed"
    if known.bounced:
        return "address", "bounced"
    if known.status == "not_invited":
        return "invite", "not_invited" if known.email else "no_address"
    if known.waiting:
        late = now - known.waiting[0].since > SILENCE
        return ("call", "delegate_silent") if late else ("wait", "delegate")
    if known.last_saved is not None and now - known.last_saved < PAUSE:
        return "wait", "saved"
    return _chase(known, now)


def _chase(known: Standing, now: datetime) -> tuple[Step, str]:
    """How to get on with somebody who has not sent and is not at it."""
    if known.muted:
        return "call", "muted"
    if not known.email:
        return "call", "no_address"
    if known.reminders >= ENOUGH:
        return ("interview", "begun") if known.started_at else ("call", "reminded")
    if known.written_at is not None and now - known.written_at < PAUSE:
        return "wait", "written"
    return "remind", "started" if known.started_at else "silent"


def matching(found: Sequence[Standing], show: str, search: str) -> list[Standing]:
    """The people of a view: "all", "call", "progress", "delegated" or "sent", whose words hold ``search``."""
    words = search.casefold().split()
    return [
        item
        for item in found
        if _shown(item, show)
        and all(word in f"{item.department} {item.name} {item.email}".casefold() for word in words)
    ]


def _shown(item: Standing, show: str) -> bool:
    match show:
        case "call":
            return item.step in NEEDS_A_PERSON
        case "progress":
            return item.status in ("in_progress", "delegated")
        case "delegated" | "sent":
            return item.status == show
        case _:
            return True
