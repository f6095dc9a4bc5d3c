"""In a room: private votes on the widest disagreements, then the outliers explain, then what is agreed.

Nobody sees a vote before all of them are shown. What is agreed stands beside what people had sent, as in
review, for the departments that the facilitator names.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from questionnaires.answers import DONT_KNOW
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..db import transaction
from ..models import Consensus, Department, Respondent, Seat, Submission, Vote, Workshop
from ..phrases import phrase
from . import tenant
from .desk import Desk, named
from .results import inputs
from .review import LONGEST_REASON, agree_on

VOTES: Final = ("1", "2", "3", "4", "5", DONT_KNOW)
MOST: Final = 8
"""Questions that a room gets through in an hour and a half."""
LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Those of a code: none that is read as another."""
LENGTH: Final = 8
LASTS: Final = timedelta(hours=12)
"""From its opening a workshop lets people in for so long."""
FAR: Final = 2
"""Levels apart from which the two ends are asked to explain."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the room agreed on a question."""

    value: str
    reason: str
    doubtful: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop as it stands. ``votes`` are empty until they are shown."""

    id: UUID
    questions: tuple[str, ...]
    place: int
    stage: str
    revision: int
    seats: int
    """People in the room."""
    voted: int
    """How many of them have voted on the question in hand."""
    votes: tuple[tuple[str, str], ...]
    """Department and value, by department."""
    agreed: dict[str, Agreed]
    """By question."""
    closed: bool

    @property
    def question(self) -> str:
        """The question in hand."""
        return self.questions[self.place]

    @property
    def ends(self) -> tuple[tuple[str, str], tuple[str, str]] | None:
        """The lowest and the highest vote, where they lie two levels and more apart."""
        levels = sorted((int(value), name) for name, value in self.votes if value != DONT_KNOW)
        if not levels or levels[-1][0] - levels[0][0] < FAR:
            return None
        (low, least), (high, most) = levels[0], levels[-1]
        return (least, str(low)), (most, str(high))


def proposed(session: Session, pack: Pack, campaign_id: UUID) -> list[tuple[str, float]]:
    """The questions on which departments lie furthest apart, with how many levels lie between them."""
    from reports.analysis import question_rows, widest  # noqa: PLC0415 - with numpy, for those who analyse

    case, given = inputs(session, campaign_id)
    return [(row.id, row.distance) for row in widest(question_rows(pack, case, given), MOST)]


def code_of(key: str, workshop_id: UUID) -> str:
    """The code of a workshop, made from the site's key: it can be shown again and is stored nowhere."""
    digits = int.from_bytes(hmac.digest(key.encode(), b"workshop" + workshop_id.bytes, "sha256"))
    letters = []
    for _ in range(LENGTH):
        digits, place = divmod(digits, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def digest_of(code: str) -> str:
    """SHA-256 of a code, however it was typed."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def begin(session: Session, pack: Pack, desk: Desk, key: str, questions: Sequence[str]) -> UUID:
    """Open a workshop on these questions, in their order, and return its id.

    Raises InvalidAnswer without a question, with one that the pack does not have, or with too many.
    """
    chosen = list(dict.fromkeys(questions))
    if not chosen or any(item not in pack.question for item in chosen):
        raise InvalidAnswer(phrase("Choose at least one question"))
    if len(chosen) > MOST:
        raise InvalidAnswer(phrase("Choose at most {n} questions: a room gets through no more", n=MOST))
    id_ = uuid4()
    with transaction(session):
        for earlier in session.scalars(_of_campaign(desk.campaign.id)):
            earlier.closed_at = desk.now
        session.add(
            Workshop(
                id=id_,
                organisation_id=desk.campaign.organisation_id,
                campaign_id=desk.campaign.id,
                digest=digest_of(code_of(key, id_)),
                questions=chosen,
                opened_at=desk.now,
                opened_by=desk.member.name,
            )
        )
        desk.note(session, "workshop.begin", questions=len(chosen))
    return id_


def current(session: Session, campaign_id: UUID) -> UUID | None:
    """The workshop of a campaign that is going on; None while there is none."""
    found = session.scalar(_of_campaign(campaign_id))
    return found.id if found else None


def room(session: Session, workshop: Workshop) -> Room:
    """A workshop as it stands, for whoever leads it."""
    question = workshop.questions[workshop.place]
    seats = session.scalar(select(func.count(Seat.id)).where(Seat.workshop_id == workshop.id)) or 0
    votes = session.execute(
        select(Department.name, Vote.value)
        .join(Seat, Seat.id == Vote.seat_id)
        .join(Department, Department.id == Seat.department_id)
        .where(Vote.workshop_id == workshop.id, Vote.question == question)
        .order_by(Department.position, Vote.voted_at)
    ).all()
    return Room(
        id=workshop.id,
        questions=tuple(workshop.questions),
        place=workshop.place,
        stage=workshop.stage,
        revision=workshop.revision,
        seats=seats,
        voted=len(votes),
        votes=tuple((name, value) for name, value in votes) if workshop.stage == "shown" else (),
        agreed=_agreed(session, workshop.id),
        closed=workshop.closed_at is not None,
    )


def step(session: Session, desk: Desk, workshop_id: UUID, action: str, revision: int) -> None:
    """Go on in a workshop: "show" the votes, vote "again", the "next" or "previous" question, or "close".

    ``revision``: the one that the page showed; a step from a page that has been left behind changes nothing.
    Raises InvalidAnswer for anything else.
    """
    with transaction(session):
        workshop = _locked(session, desk, workshop_id)
        if workshop.revision != revision or workshop.closed_at is not None:
            return
        last = len(workshop.questions) - 1
        if action == "show":
            workshop.stage = "shown"
        elif action == "again":
            question = workshop.questions[workshop.place]
            session.execute(delete(Vote).where(Vote.workshop_id == workshop.id, Vote.question == question))
            workshop.stage = "vote"
        elif action in ("next", "previous"):
            workshop.place = min(max(workshop.place + (1 if action == "next" else -1), 0), last)
            workshop.stage = "vote" if not _voted(session, workshop) else "shown"
        elif action == "close":
            workshop.closed_at = desk.now
            desk.note(session, "workshop.close", agreed=len(_agreed(session, workshop.id)))
        else:
            raise InvalidAnswer(f"unknown step {action!r}")
        workshop.revision += 1


def record(
    session: Session,
    desk: Desk,
    workshop_id: UUID,
    question: str,
    *,
    value: str,
    reason: str,
    doubtful: bool,
    departments: Collection[UUID],
) -> int:
    """Note what the room agreed, and let it count for what these departments had sent; return for how many.

    Raises InvalidAnswer for what cannot be agreed on, or without a reason.
    """
    reason = " ".join(reason.split())
    if value not in VOTES:
        raise InvalidAnswer(phrase("Choose what was agreed"))
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidAnswer(phrase("Say why, in up to {n} characters", n=LONGEST_REASON))
    with transaction(session):
        workshop = _locked(session, desk, workshop_id)
        if question not in workshop.questions:
            raise InvalidAnswer(f"{question!r} is not one of the workshop's questions")
        session.add(
            Consensus(
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                question=question,
                value=value,
                reason=reason,
                doubtful=doubtful,
                recorded_by=desk.member.name,
                recorded_at=desk.now,
            )
        )
        sent = session.scalars(
            select(Submission)
            .join(Respondent, Respondent.id == Submission.respondent_id)
            .where(
                Submission.campaign_id == workshop.campaign_id,
                Submission.state == "sent",
                Respondent.department_id.in_(departments),
                Respondent.removed_at.is_(None),
            )
        ).all()
        for submission in sent:
            agree_on(session, desk, submission, question, value, reason)
        names = sorted({named(item.respondent) for item in sent})
        desk.note(session, "workshop.agree", question=question, value=value, people=names)
        workshop.revision += 1
    return len(sent)


def _voted(session: Session, workshop: Workshop) -> bool:
    question = workshop.questions[workshop.place]
    found = select(Vote.id).where(Vote.workshop_id == workshop.id, Vote.question == question)
    return session.scalar(found.limit(1)) is not None


def _agreed(session: Session, workshop_id: UUID) -> dict[str, Agreed]:
    rows = session.scalars(
        select(Consensus).where(Consensus.workshop_id == workshop_id).order_by(Consensus.recorded_at)
    )
    newest = {row.question: row for row in rows}
    return {
        key: Agreed(row.value, row.reason, row.doubtful, row.recorded_by, row.recorded_at)
        for key, row in newest.items()
        if row.value is not None
    }


def tally(votes: Sequence[tuple[str, str]]) -> Counter[str]:
    """How many voted what."""
    return Counter(value for _, value in votes)


def _of_campaign(campaign_id: UUID) -> Select[Workshop]:
    return select(Workshop).where(Workshop.campaign_id == campaign_id, Workshop.closed_at.is_(None))


def _locked(session: Session, desk: Desk, workshop_id: UUID) -> Workshop:
    campaign = desk.campaign
    if tenant.own(session, Workshop, campaign.organisation_id, workshop_id, campaign.id) is None:
        raise NotReady("there is no such workshop")
    return session.scalars(
        select(Workshop)
        .where(Workshop.id == workshop_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
