"""What a respondent may read once a version is published: the own department beside the organisation.

Everything comes from the results of the published version, in which a grouped campaign's small cells are
hidden already. No other department's number is in it, nor one that would tell it: where exactly one other
department was assessed, the organisation's score is left out, since the two would give the third.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy.orm import Session

from questionnaires.model import Action, Pack
from reports.results import DepartmentResult, Results

from . import editions
from .visitors import Visitor

STEPS: Final = 3
PER_DIMENSION: Final = 2
EFFORTS: Final = ("days", "weeks", "months")
AT_THE_TOP: Final = ("ceo", "sponsor", "ai_holder")
"""Owners above a department: what they have to do comes after what is nearer to it."""
TELLING: Final = 1
"""Other departments assessed of which the organisation's score would tell one's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One dimension. ``score`` and ``level`` are None where it is not assessed, or ``hidden``."""

    dimension: str
    score: float | None
    level: int | None
    hidden: bool
    organisation: float | None
    """None where it is not assessed, or would tell another department's."""


@dataclass(frozen=True, slots=True)
class Mine:
    """``awaited``: nothing is published. ``absent``, ``hidden``: nothing is said of the department."""

    state: Literal["awaited", "absent", "hidden", "ready"]
    number: int = 0
    published_at: datetime | None = None
    standings: tuple[Standing, ...] = ()
    """In the order of the questionnaire."""
    steps: tuple[Action, ...] = ()
    """At most three, from the department's own levels to the next."""


def mine(session: Session, pack: Pack, visitor: Visitor) -> Mine | None:
    """What a respondent may read; None where the campaign shows people no results."""
    if not visitor.shows_results:
        return None
    shown = editions.shown(session, visitor.campaign_id)
    if shown is None or shown.state != "published":
        return Mine("awaited")
    own = next((item for item in shown.results.departments if item.name == visitor.department), None)
    if own is None or not own.answered:
        return Mine("absent", shown.number, shown.published_at)
    standings = tuple(_standing(pack, shown.results, own, place) for place in range(len(own.cells)))
    if all(item.score is None for item in standings):
        return Mine("hidden", shown.number, shown.published_at)
    return Mine("ready", shown.number, shown.published_at, standings, _steps(pack, standings))


def _standing(pack: Pack, results: Results, own: DepartmentResult, place: int) -> Standing:
    cell = own.cells[place]
    others = sum(
        item.cells[place].score is not None or item.cells[place].status == "hidden"
        for item in results.departments
        if item.name != own.name
    )
    of_all = next(item for item in results.dimensions if item.id == cell.dimension)
    return Standing(
        dimension=cell.dimension,
        score=cell.score,
        level=pack.level(cell.score).number if cell.score is not None else None,
        hidden=cell.status == "hidden",
        organisation=None if others == TELLING else of_all.score,
    )


def _steps(pack: Pack, standings: tuple[Standing, ...]) -> tuple[Action, ...]:
    """The cheapest actions at the department's own levels, weakest dimensions first.

    Those that need another one first, or hold under a condition, are for the whole organisation to weigh.
    """
    chosen: list[Action] = []
    for item in sorted((one for one in standings if one.score is not None), key=lambda one: one.score or 0):
        here = [
            action
            for action in pack.actions
            if (action.dimension, action.start) == (item.dimension, item.level)
            and not action.after
            and action.when is None
        ]
        chosen += sorted(here, key=_cost)[:PER_DIMENSION]
    return tuple(sorted(chosen, key=_cost)[:STEPS])


def _cost(action: Action) -> tuple[int, bool, int]:
    return EFFORTS.index(action.effort), action.owner in AT_THE_TOP, action.horizon
