"""Somebody of the firm or the client at work on a campaign: who, which, when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..models import Campaign, Respondent
from . import journal, tenant
from .tenant import Member


@dataclass(frozen=True, slots=True)
class Desk:
    """A member, a campaign that is the member's to see, and the moment."""

    member: Member
    campaign: Campaign
    now: datetime

    def person(self, session: Session, respondent_id: UUID) -> Respondent:
        """A respondent of the campaign. Raises InvalidAnswer where there is none of this id."""
        campaign = self.campaign
        found = tenant.own(session, Respondent, campaign.organisation_id, respondent_id, campaign.id)
        if found is None:
            raise InvalidAnswer("there is no such person in this campaign")
        return found

    def note(self, session: Session, action: str, subject: str = "", **detail: object) -> None:
        """Add a line to the journal, in the caller's transaction."""
        journal.note(
            session,
            self.member.firm_id,
            journal.by(self.member),
            action,
            self.now,
            subject=subject,
            organisation_id=self.campaign.organisation_id,
            **detail,
        )


def named(person: Respondent) -> str:
    """A person in the journal: by name, or by department where no name is known."""
    return person.name or person.department.name
