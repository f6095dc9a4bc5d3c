"""What consultants look at before they conclude: spreads, outliers, priorities, and what people wrote.

It reads answers, so it is for consultants alone. What of it may leave the house is told apart: a comment that
its writer keeps private is shown to them, and is in no file.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.model import Pack

from ..models import Department, Respondent
from . import results
from .quotes import comments

if TYPE_CHECKING:
    from reports.analysis import Priority, QuestionRow, Selection


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment on an answer that was sent, and who may read it: "private", "unnamed" or "department"."""

    question: str
    department: str
    role: str
    respondent_id: UUID
    text: str
    permission: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """A campaign's answers as selected. ``sent``: people who sent theirs; ``people``: those selected."""

    rows: "tuple[QuestionRow, ...]"
    sent: int
    people: int
    departments: tuple[str, ...]
    """All that were asked, to choose from."""
    roles: tuple[str, ...]
    """Of those who sent answers, in the pack's order."""
    priorities: "tuple[Priority, ...] | None"
    """None before results were computed; of all people whatever is selected."""
    quotes: tuple[Quote, ...]


def analysis(session: Session, pack: Pack, campaign_id: UUID, selection: "Selection") -> Analysis:
    """Every table of the analysis; raises InvalidAnswer for a dimension, department or role there is not."""
    from reports.analysis import priorities, question_rows  # noqa: PLC0415 - with numpy, for those who analyse

    case, given = results.inputs(session, campaign_id)
    rows = question_rows(pack, case, given, selection)
    found = results.latest(session, pack, campaign_id)
    chosen = {row.id for row in rows}
    roles = {item.role for item in given}
    return Analysis(
        rows=rows,
        sent=len(given),
        people=sum(
            selection.department in ("", item.department) and selection.role in ("", item.role)
            for item in given
        ),
        departments=tuple(item.name for item in case.departments),
        roles=tuple(key for key in pack.role if key in roles),
        priorities=None
        if found is None
        else tuple(row for row in priorities(pack, found.results) if row.question in chosen),
        quotes=tuple(
            item
            for item in _quotes(session, pack, campaign_id)
            if item.question in chosen
            and selection.department in ("", item.department)
            and selection.role in ("", item.role)
        ),
    )


def quotable(session: Session, pack: Pack, campaign_id: UUID, dimension: str) -> list[Quote]:
    """The comments that may be quoted, by question, without what nobody may know of whom they are from.

    One that may be quoted without a name has no department, role or person here. Narrowed by dimension alone:
    a list of one department's comments would name whom it must not.
    """
    found = [
        item
        if item.permission == "department"
        else Quote(item.question, "", "", UUID(int=0), item.text, item.permission)
        for item in _quotes(session, pack, campaign_id)
        if item.permission != "private" and dimension in ("", pack.question[item.question].dimension)
    ]
    # Those without a name in an order that does not follow the departments either.
    return sorted(
        found, key=lambda item: (list(pack.question).index(item.question), item.department, item.text)
    )


def _quotes(session: Session, pack: Pack, campaign_id: UUID) -> list[Quote]:
    rows = session.execute(comments(campaign_id).order_by(Department.position, Respondent.id))
    order = {key: place for place, key in enumerate(pack.question)}
    found = [
        Quote(question, department, role or "", person, text, permission)
        for question, department, role, person, text, permission in rows
        if question in order
    ]
    return sorted(found, key=lambda item: order[item.question])
