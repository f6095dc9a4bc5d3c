"""Somebody of leadership, or who works for them, about to write something down: who, of what, when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.errors import NotReady

from . import journal
from .journal import Actor


@dataclass(frozen=True, slots=True)
class Recorder:
    """A member or the holder of a reader's link, the campaign that they read, and the moment."""

    firm_id: UUID
    organisation_id: UUID
    campaign_id: UUID
    actor: Actor
    now: datetime
    today: date
    """The day of that moment where the site is."""

    def check(self) -> None:
        """Raise NotReady for somebody without a name: what is recorded says who recorded it."""
        if not self.actor.name:
            raise NotReady("this link names nobody: ask for one in your name to record something")

    def note(self, session: Session, action: str, subject: str = "", **detail: object) -> None:
        """Add a line to the journal, in the caller's transaction."""
        journal.note(
            session,
            self.firm_id,
            self.actor,
            action,
            self.now,
            subject=subject,
            organisation_id=self.organisation_id,
            **detail,
        )
