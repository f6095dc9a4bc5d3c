"""Conclusions: computed from what was sent, stored as they were, read back as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer, Case, Invited
from questionnaires.answers import Submission as Given
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack
from reports.board import Board, board_from_json, board_to_json
from reports.passages import Edited, texts_from_json, texts_to_json
from reports.report import Report
from reports.results import Results, Visibility, from_json, to_json
from reports.visibility import grouped

from ..db import transaction
from ..models import Answer as AnswerRow
from ..models import Campaign, Department, Organisation, Respondent, StatedFact, StoredResult, Submission
from . import packs, released, waves, wordings
from .desk import Desk
from .review import agreed

if TYPE_CHECKING:
    from reports.build import Composed
    from reports.waves import Wave


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest stored result. ``outdated``: something that it rests on has changed since."""

    results: Results
    computed_at: datetime
    outdated: bool


def compute(
    session: Session, pack: Pack, campaign_id: UUID, now: datetime, desk: Desk | None = None
) -> Results:
    """Assess a campaign's facts and the answers sent so far, and store the outcome.

    An outcome that is stored already is not stored twice. ``desk``: who asked, for the journal. Raises
    InvalidAnswer for an unknown campaign, and NotReady for a grouped one with too few answers to show any.
    """
    from reports.assess import assess  # noqa: PLC0415 - with numpy 15 MB, for those who conclude
    from reports.waves import with_progress  # noqa: PLC0415 - as above

    now_, then = rests_on(session, pack, campaign_id)
    results = assess(pack, now_.case, now_.submissions)
    if now_.visibility == "grouped":
        # What is not stored can leak nowhere: every page, file and export is made from what is.
        results = grouped(pack, results, released.results(session, campaign_id))
    if then is not None:
        results = with_progress(results, then, now_)
    with transaction(session):
        # Two at once: the second waits here and then finds the first one's.
        session.get(Campaign, campaign_id, with_for_update=True)
        newest = _newest(session, campaign_id)
        if newest is None or newest.fingerprint != results.fingerprint:
            session.add(
                StoredResult(
                    organisation_id=_campaign(session, campaign_id).organisation_id,
                    campaign_id=campaign_id,
                    computed_at=now,
                    method=results.method,
                    fingerprint=results.fingerprint,
                    results=to_json(results),
                )
            )
            if desk is not None:
                desk.note(session, "results.compute")
    return results


def latest(session: Session, pack: Pack, campaign_id: UUID) -> Latest | None:
    """The newest stored result of a campaign; None before anything was computed."""
    stored = _newest(session, campaign_id)
    if stored is None:
        return None
    outdated = stored.fingerprint != current(session, pack, campaign_id)
    return Latest(from_json(stored.results), stored.computed_at, outdated)


def computed(session: Session, campaign_id: UUID) -> bool:
    """Whether anything was computed yet."""
    return _newest(session, campaign_id) is not None


def current(session: Session, pack: Pack, campaign_id: UUID) -> str:
    """The fingerprint that results on today's answers and facts would have."""
    return _fingerprint(*rests_on(session, pack, campaign_id))


def report(session: Session, pack: Pack, campaign_id: UUID, locale: str) -> Report | None:
    """The report on the newest stored result as it is edited, in a locale of the pack.

    None before anything was computed. Where own words cannot be filled any more, ours stand.
    """
    found = composed(session, pack, campaign_id, locale)
    return None if found is None else found.report


def composed(session: Session, pack: Pack, campaign_id: UUID, locale: str) -> "Composed | None":
    """As ``report``, with every passage, and the places where own words cannot be filled."""
    stored = _newest(session, campaign_id)
    if stored is None:
        return None
    return _compose(
        _Source(stored.results, pack.digest, pack),
        locale,
        _campaign(session, campaign_id).prepared_by,
        texts_to_json(wordings.texts(session, campaign_id, locale)),
        board_to_json(wordings.kept_board(session, campaign_id).board),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """Stored results with their pack, which its digest tells from others."""

    results: str = field(repr=False)
    digest: str
    pack: Pack = field(compare=False, repr=False)


# It takes half a second, and whoever edits looks at both languages after each save: one of them is as it was.
@lru_cache(maxsize=16)
def _compose(source: _Source, locale: str, prepared_by: str, texts: str, board: str) -> "Composed":
    from reports.build import compose  # noqa: PLC0415 - as above

    own: Mapping[str, Edited] = texts_from_json(texts)
    decided: Board = board_from_json(board)
    found = from_json(source.results)
    return compose(source.pack, found, locale, prepared_by, texts=own, board=decided)


def rests_on(session: Session, pack: Pack, campaign_id: UUID) -> "tuple[Wave, Wave | None]":
    """What a campaign's results rest on: its own case and answers, and those of the wave before it."""
    from reports.waves import Wave  # noqa: PLC0415 - as above

    campaign = _campaign(session, campaign_id)
    now = Wave(pack, *inputs(session, campaign_id), cast("Visibility", campaign.visibility))
    before = waves.before(session, campaign)
    if before is None:
        return now, None
    earlier = inputs(session, before.id)
    if before.visibility == "grouped" and not released.follows(session, before.id, earlier[1]):
        # Its figures of today beside those that went out would tell of the few who made the difference.
        return now, None
    shown, verdict = cast("Visibility", before.visibility), waves.verdict(session, before.id)
    return now, Wave(packs.of_campaign(session, before), *earlier, shown, verdict)


def _fingerprint(now: "Wave", before: "Wave | None") -> str:
    from reports.assess import fingerprint  # noqa: PLC0415 - as above
    from reports.waves import with_before  # noqa: PLC0415 - as above

    digest = fingerprint(now.pack, now.case, now.submissions)
    return digest if before is None else with_before(digest, before)


def inputs(session: Session, campaign_id: UUID) -> tuple[Case, list[Given]]:
    """What a campaign's assessment rests on: the case as stated, and every submission that was sent.

    Where another answer was agreed in review, that one counts. People taken off the list do not count,
    whatever they had sent.
    """
    campaign = _campaign(session, campaign_id)
    people = session.execute(
        select(Department, Respondent, Submission.id, Submission.state)
        .join(Respondent, Respondent.department_id == Department.id)
        .outerjoin(Submission, Submission.respondent_id == Respondent.id)
        .where(Respondent.campaign_id == campaign_id, Respondent.removed_at.is_(None))
        .order_by(Department.position, Respondent.id)
    ).all()
    answers = _answers(session, campaign_id)
    departments: dict[UUID, list[Department]] = {}
    for department, *_ in people:
        departments.setdefault(department.id, []).append(department)
    organisation = session.get_one(Organisation, campaign.organisation_id)
    facts = session.scalars(
        select(StatedFact).where(StatedFact.campaign_id == campaign_id).order_by(StatedFact.fact)
    )
    case = Case(
        organisation=organisation.name,
        as_of=campaign.as_of,
        departments=tuple(
            Invited(same[0].name, len(same), same[0].headcount) for same in departments.values()
        ),
        facts={item.fact: item.value for item in facts},
        sponsor_name=organisation.sponsor_name,
    )
    given = [
        Given(department.name, person.role or "", answers.get(submission_id, {}), str(person.id))
        for department, person, submission_id, state in people
        if state == "sent"
    ]
    return case, given


def _answers(session: Session, campaign_id: UUID) -> dict[UUID, dict[str, Answer]]:
    rows = session.execute(
        select(AnswerRow.submission_id, AnswerRow.question, AnswerRow.value)
        .join(Submission, Submission.id == AnswerRow.submission_id)
        .where(
            Submission.campaign_id == campaign_id, Submission.state == "sent", AnswerRow.value.is_not(None)
        )
    )
    answers: dict[UUID, dict[str, Answer]] = {}
    for submission_id, question, value in rows:
        answers.setdefault(submission_id, {})[question] = _answer(str(value))
    for (submission_id, question), value in agreed(session, campaign_id).items():
        answers.setdefault(submission_id, {})[question] = _answer(value)
    return answers


def _answer(value: str) -> Answer:
    if value == DONT_KNOW:
        return DONT_KNOW
    if value == NOT_APPLICABLE:
        return NOT_APPLICABLE
    return int(value)


def _newest(session: Session, campaign_id: UUID) -> StoredResult | None:
    return session.scalar(
        select(StoredResult)
        .where(StoredResult.campaign_id == campaign_id)
        .order_by(StoredResult.computed_at.desc())
        .limit(1)
    )


def _campaign(session: Session, campaign_id: UUID) -> Campaign:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise InvalidAnswer(f"there is no campaign {campaign_id}; run: mandate campaign list")
    return campaign
