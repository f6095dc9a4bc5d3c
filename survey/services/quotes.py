"""What people wrote beside their answers and let be quoted, as far as their permission goes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from reports.results import Results

from ..models import Answer, Department, Respondent, Submission


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment that may be shown. ``department``: "" where it is not to be named."""

    question: str
    text: str
    department: str


def comments(campaign_id: UUID) -> Select[str, str, str | None, UUID, str, str]:
    """The comments that were sent: question, department, role, respondent, text, who may read it.

    Those of people taken off the list are none.
    """
    return (
        select(Answer.question, Department.name, Respondent.role, Respondent.id, Answer.comment, Answer.quote)
        .join(Submission, Submission.id == Answer.submission_id)
        .join(Respondent, Respondent.id == Submission.respondent_id)
        .join(Department, Department.id == Respondent.department_id)
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state == "sent",
            Respondent.removed_at.is_(None),
            Answer.comment != "",
        )
    )


def quotable(
    session: Session, campaign_id: UUID, results: Results, questions: Collection[str], until: datetime
) -> list[Quote]:
    """The comments on these questions that their authors released, as they stood when a version came out.

    A department is named where its author allowed it and, in a grouped campaign, where it is shown itself.
    Their order is that of their texts, which says nothing about who wrote them.
    """
    rows = session.execute(
        comments(campaign_id).where(
            Answer.question.in_(questions),
            Answer.quote.in_(("unnamed", "department")),
            Answer.saved_at <= until,
        )
    )
    shown = _shown(results)
    found = [
        Quote(question, comment, name if quote == "department" and name in shown else "")
        for question, name, _, _, comment, quote in rows
    ]
    return sorted(found, key=lambda item: (item.text, item.department))


def _shown(results: Results) -> frozenset[str]:
    """Departments that may be named: each, or in a grouped campaign those that nothing is hidden of."""
    return frozenset(
        item.name
        for item in results.departments
        if results.visibility == "attributed" or all(cell.status != "hidden" for cell in item.cells)
    )
