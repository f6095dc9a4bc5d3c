"""What leadership decided: recorded once and never changed, and what it sets going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..models import Campaign, Decision
from . import follow_up
from .recorder import Recorder

if TYPE_CHECKING:
    from reports.build import Planned

OTHER: Final = "other"
POSTPONED: Final = "postponed"
LONGEST_NAME: Final = 200
LONGEST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What was decided, by whom and when. ``option``: a verdict of the pack, "other" or "postponed"."""

    option: str
    decided_by: str
    decided_on: date
    amendments: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it was recorded."""

    id: UUID
    edition_id: UUID
    taken: Taken
    recorded_by: str
    recorded_at: datetime


def options(pack: Pack) -> tuple[str, ...]:
    """What can be decided: the verdicts in the pack's order, then something else, then nothing yet."""
    return (*(item.id for item in pack.mandate.verdicts), OTHER, POSTPONED)


def decisions(session: Session, campaign_id: UUID) -> list[Recorded]:
    """What was recorded for a campaign, newest first: the first one counts."""
    rows = session.scalars(
        select(Decision)
        .where(Decision.campaign_id == campaign_id)
        .order_by(Decision.recorded_at.desc(), Decision.id)
    )
    return [_recorded(row) for row in rows]


def record(  # noqa: PLR0917 - who, on what, what and with which plan
    session: Session,
    by: Recorder,
    pack: Pack,
    edition_id: UUID,
    taken: Taken,
    plan: "Sequence[Planned]",
) -> UUID:
    """Record a decision on a version and, unless it was postponed, put the plan's actions on the list.

    What is the newest already is not recorded twice. Raises InvalidAnswer for what cannot have been decided,
    and NotReady for somebody without a name.
    """
    by.check()
    taken = _checked(pack, taken, by.today)
    with transaction(session):
        # Two at once: the second waits here and then finds the first one's.
        session.get(Campaign, by.campaign_id, with_for_update=True)
        newest = next(iter(decisions(session, by.campaign_id)), None)
        if newest and (newest.taken, newest.edition_id) == (taken, edition_id):
            return newest.id
        row = Decision(
            organisation_id=by.organisation_id,
            campaign_id=by.campaign_id,
            edition_id=edition_id,
            option=taken.option,
            decided_by=taken.decided_by,
            decided_on=taken.decided_on,
            amendments=taken.amendments,
            recorded_by=by.actor.name,
            recorded_at=by.now,
        )
        session.add(row)
        session.flush()
        if taken.option != POSTPONED:
            follow_up.begin(session, by, row.id, taken.decided_on, plan)
        by.note(session, "decision.record", option=taken.option)
    return row.id


def _checked(pack: Pack, taken: Taken, today: date) -> Taken:
    decided_by = " ".join(taken.decided_by.split())
    amendments = taken.amendments.replace("\r\n", "\n").strip()
    if taken.option not in options(pack):
        raise InvalidAnswer(f"{taken.option!r} is not one of the options")
    if not 0 < len(decided_by) <= LONGEST_NAME:
        raise InvalidAnswer(f"say who decided, in up to {LONGEST_NAME} characters")
    if taken.decided_on > today:
        raise InvalidAnswer("a decision that is still to be taken cannot be recorded")
    if len(amendments) > LONGEST:
        raise InvalidAnswer(f"write {LONGEST} characters at most")
    if taken.option == OTHER and not amendments:
        raise InvalidAnswer("say what was decided instead")
    return Taken(taken.option, decided_by, taken.decided_on, amendments)


def _recorded(row: Decision) -> Recorded:
    taken = Taken(row.option, row.decided_by, row.decided_on, row.amendments)
    return Recorded(row.id, row.edition_id, taken, row.recorded_by, row.recorded_at)
