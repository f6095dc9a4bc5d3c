"""A client's waves: the one before, what a person answered in it, and what both rest on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.model import Pack
from questionnaires.same import same_words
from reports.results import from_json

from ..models import Answer, Campaign, Respondent, StoredResult, Submission
from . import packs
from .visitors import Visitor


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a person answered to a question in the wave before. ``value``: "1" to "5", "dk" or "na"."""

    value: str
    as_of: date


def before(session: Session, campaign: Campaign) -> Campaign | None:
    """The wave that a campaign is compared with: the last one before it that was closed and concluded."""
    return session.scalar(
        select(Campaign)
        .where(
            Campaign.organisation_id == campaign.organisation_id,
            Campaign.wave < campaign.wave,
            Campaign.state == "closed",
            select(StoredResult.id).where(StoredResult.campaign_id == Campaign.id).exists(),
        )
        .order_by(Campaign.wave.desc())
        .limit(1)
    )


def verdict(session: Session, campaign_id: UUID) -> str | None:
    """The verdict of a campaign's newest stored result; None where it gave none."""
    text = session.scalar(
        select(StoredResult.results)
        .where(StoredResult.campaign_id == campaign_id)
        .order_by(StoredResult.computed_at.desc())
        .limit(1)
    )
    return None if text is None else from_json(text).mandate.verdict


def earlier_answer(session: Session, pack: Pack, visitor: Visitor, question: str) -> Earlier | None:
    """What the person sent to the same question in the wave before, where the campaign lets people see it.

    The same person is one of the same e-mail address, or without one of the same name in the same department.
    A question that was worded otherwise then has no earlier answer; a delegate sees none.
    """
    if not visitor.shows_previous or visitor.respondent_id is None or visitor.part:
        return None
    campaign = session.get_one(Campaign, visitor.campaign_id)
    person = session.get_one(Respondent, visitor.respondent_id)
    then = before(session, campaign)
    if then is None or not same_words(packs.of_campaign(session, then), pack, question):
        return None
    if person.email:
        same = func.lower(Respondent.email) == person.email.lower()
    elif person.name:
        same = (Respondent.name == person.name) & (Respondent.department_id == person.department_id)
    else:
        return None
    found = session.scalars(
        select(Answer.value)
        .join(Submission, Submission.id == Answer.submission_id)
        .join(Respondent, Respondent.id == Submission.respondent_id)
        .where(
            Respondent.campaign_id == then.id,
            same,
            Respondent.removed_at.is_(None),
            Submission.state == "sent",
            Answer.question == question,
            Answer.value.is_not(None),
        )
    ).all()
    # Two people of one address are nobody in particular.
    return Earlier(str(found[0]), then.as_of) if len(found) == 1 else None
