"""What a respondent may read once a version is published: the own department beside the organisation.

Everything comes from the results of the published version, in which a grouped campaign's small cells are
hidden already, by the rules of the department's own report (``reports/build/own.py``): no other department's
number is in it, nor one that would tell it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Action, Pack
from reports.report import Report

from . import editions
from .editions import Shown
from .visitors import Visitor

if TYPE_CHECKING:
    from reports.build.own import Own


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
    from reports.build.own_steps import actions  # noqa: PLC0415 - with numpy 15 MB, for those who conclude

    if not visitor.shows_results:
        return None
    shown = _published(session, visitor)
    if shown is None:
        return Mine("awaited")
    own = _own(pack, shown, visitor.department, pack.questionnaire.base)
    if own is None or not own.result.answered:
        return Mine("absent", shown.number, shown.published_at)
    if not own.ranked:
        return Mine("hidden", shown.number, shown.published_at)
    return Mine("ready", shown.number, shown.published_at, _standings(pack, own), actions(own))


def report(session: Session, pack: Pack, visitor: Visitor, locale: str) -> tuple[Report, Shown] | None:
    """The report of the respondent's department, and the version that it is of.

    None where there is nothing ready to read for this person (``mine``).
    """
    from reports.build.department import department_report  # noqa: PLC0415 - as above

    shown = _published(session, visitor) if visitor.shows_results else None
    own = _own(pack, shown, visitor.department, locale) if shown else None
    if shown is None or own is None or not own.ranked:
        return None
    made = department_report(pack, shown.results, visitor.department, locale, visitor.prepared_by)
    return made, shown


def _published(session: Session, visitor: Visitor) -> Shown | None:
    shown = editions.shown(session, visitor.campaign_id)
    return shown if shown is not None and shown.state == "published" else None


def _own(pack: Pack, shown: Shown, department: str, locale: str) -> "Own | None":
    from reports.build.own import own  # noqa: PLC0415 - as above
    from reports.build.voice import Voice  # noqa: PLC0415 - as above

    try:
        return own(Voice(pack, shown.results, locale), department)
    except InvalidAnswer:
        return None


def _standings(pack: Pack, own: "Own") -> tuple[Standing, ...]:
    return tuple(
        Standing(
            dimension=cell.dimension,
            score=cell.score,
            level=pack.level(cell.score).number if cell.score is not None else None,
            hidden=cell.status == "hidden",
            organisation=own.organisation(cell.dimension),
        )
        for cell in own.result.cells
    )
