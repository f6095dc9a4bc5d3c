"""Several clients side by side, and a client against its sector: from what was published, and no answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer
from reports.results import Results, from_json

from ..db import transaction
from ..models import Campaign, Edition, Organisation
from ..phrases import phrase
from .clients import known, noted
from .tenant import Member, visible

FEWEST: Final = 5
"""Organisations behind any figure of a sector, the one compared not counted."""
SECTOR: Final = "sector"
"""The fact that says with whom an organisation is compared."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a client's newest published version says."""

    client_id: UUID
    client: str
    campaign_id: UUID
    wave: int
    results: Results


@dataclass(frozen=True, slots=True)
class Middle:
    """Where a sector stands in one dimension: the median and the middle half, and on how many it rests."""

    dimension: str
    median: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A client's sector. ``middles`` leaves out a dimension that too few organisations have a score in.

    ``n``: the organisations that may count here; fewer than five show nothing.
    """

    sector: str
    n: int
    middles: tuple[Middle, ...]


def side_by_side(session: Session, member: Member) -> list[Published]:
    """The newest published version of each client that a member may see, by name of the client."""
    found = _newest(session, visible(member))
    return sorted(found, key=lambda item: item.client.casefold())


def of_client(session: Session, member: Member, client_id: UUID) -> Published | None:
    """A client's newest published version; None while there is none, or for another's client."""
    return next(iter(_newest(session, visible(member) & (Organisation.id == client_id))), None)


def benchmark(session: Session, member: Member, mine: Published) -> Benchmark | None:
    """The sector of a client that takes part, from the others that do; None where its sector is not known.

    Figures are of five organisations and more. Those of other firms count when there are five of them: with
    fewer, a firm that knows its own clients could work the others out. They rest on published versions,
    whose figures of small groups are hidden already.
    """
    sector = _sector(mine.results)
    if sector is None:
        return None
    others = [
        item
        for item in _newest(session, Organisation.benchmark_at.is_not(None))
        if item.client_id != mine.client_id
        and item.results.pack == mine.results.pack
        and _sector(item.results) == sector
    ]
    own = set(session.scalars(select(Organisation.id).where(Organisation.firm_id == member.firm_id)))
    foreign = [item for item in others if item.client_id not in own]
    counted = others if len(foreign) >= FEWEST else [item for item in others if item.client_id in own]
    if len(counted) < FEWEST:
        return Benchmark(sector, len(counted), ())
    return Benchmark(sector, len(counted), tuple(_middles([item.results for item in counted])))


def take_part(
    session: Session, member: Member, client_id: UUID, agreed_by: str, now: datetime, *, takes_part: bool
) -> None:
    """Note that a client lets its scores count in its sector, and who agreed; or that it does no longer.

    Raises InvalidAnswer where nobody is named.
    """
    agreed_by = " ".join(agreed_by.split())
    if takes_part and not 0 < len(agreed_by) <= 200:
        raise InvalidAnswer(phrase("Enter who agreed on behalf of the client"))
    with transaction(session):
        client = known(session, member, client_id)
        if takes_part == (client.benchmark_at is not None):
            return
        client.benchmark_at = now if takes_part else None
        client.benchmark_by = agreed_by if takes_part else ""
        noted(session, member, client, "client.benchmark", now, takes_part=takes_part)


def _newest(session: Session, condition: ColumnElement[bool]) -> list[Published]:
    """The newest published version of every organisation that a condition holds for."""
    newest = (
        select(Edition.organisation_id, func.max(Edition.published_at).label("at"))
        .where(Edition.state == "published")
        .group_by(Edition.organisation_id)
        .subquery()
    )
    rows = session.execute(
        select(Organisation.id, Organisation.name, Campaign.id, Campaign.wave, Edition.results)
        .join(newest, newest.c.organisation_id == Organisation.id)
        .join(
            Edition,
            (Edition.organisation_id == Organisation.id)
            & (Edition.published_at == newest.c.at)
            & (Edition.state == "published"),
        )
        .join(Campaign, Campaign.id == Edition.campaign_id)
        .where(condition)
        .order_by(Organisation.id, Campaign.wave.desc())
    )
    found: dict[UUID, Published] = {}
    for client_id, name, campaign_id, wave, text in rows:
        # Two waves published at one moment: the later wave stands for the client.
        if client_id not in found:
            found[client_id] = Published(client_id, name, campaign_id, wave, from_json(text))
    return list(found.values())


def _sector(results: Results) -> str | None:
    """The sector stated; None where it is not known."""
    value = next((fact.value for fact in results.facts if fact.id == SECTOR), "unknown")
    return None if value == "unknown" else value


def _middles(everyone: Sequence[Results]) -> Iterable[Middle]:
    for place, dimension in enumerate(everyone[0].dimensions):
        scores = [score for item in everyone if (score := item.dimensions[place].score) is not None]
        if len(scores) >= FEWEST:
            low, _, high = quantiles(scores, n=4, method="inclusive")
            # One decimal: what is finer could tell who joined since the last look.
            middle = (round(median(scores), 1), round(low, 1), round(high, 1))
            yield Middle(dimension.id, *middle, len(scores))
