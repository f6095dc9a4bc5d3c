"""What is stated about an organisation in a campaign: each value with who said it and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.answers import UNKNOWN, Stated, value_id
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..files import read_stated
from ..models import Campaign, StatedFact
from . import packs
from .setup import changeable, of_campaign
from .tenant import Member


@dataclass(frozen=True, slots=True)
class Statement:
    """A stated value, by whom and when. ``stated_at`` None: not kept yet."""

    value: Stated
    stated_by: str
    stated_at: datetime | None = None
    carried: bool = False
    """Taken over from the wave before, and not confirmed yet."""


def stated(session: Session, campaign_id: UUID) -> dict[str, Statement]:
    """What was stated in a campaign, "unknown" included; a fact that nobody looked at is absent."""
    rows = session.scalars(select(StatedFact).where(StatedFact.campaign_id == campaign_id))
    return {row.fact: Statement(row.value, row.stated_by, row.stated_at, row.carried) for row in rows}


def unknown(pack: Pack, found: Mapping[str, Statement]) -> int:
    """How many facts of a pack are not known."""
    return sum(fact not in found or found[fact].value == UNKNOWN for fact in pack.fact)


def state(
    session: Session, member: Member, campaign_id: UUID, given: Mapping[str, Statement], now: datetime
) -> int:
    """Keep what was stated, and return how many facts have another value than before.

    Facts that are not given stay. After the launch too: the journal has each old and new value. Raises
    InvalidAnswer for what the pack does not admit, and NotReady once the campaign is closed.
    """
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        _check(session, campaign, given)
        rows = {
            row.fact: row
            for row in session.scalars(select(StatedFact).where(StatedFact.campaign_id == campaign_id))
        }
        changes: dict[str, list[Stated | None]] = {}
        for fact, statement in given.items():
            row = rows.get(fact)
            if row is None:
                row = StatedFact(organisation_id=campaign.organisation_id, campaign_id=campaign_id, fact=fact)
                session.add(row)
            elif (row.value, row.stated_by) == (statement.value, statement.stated_by):
                row.carried = False
                continue
            if row.value != statement.value:
                changes[fact] = [row.value, statement.value]
            row.value, row.stated_by, row.stated_at = statement.value, statement.stated_by, now
            row.carried = False
        if changes:
            of_campaign(session, member, campaign, "facts.state", now, facts=changes)
    return len(changes)


def confirm(session: Session, member: Member, campaign_id: UUID, now: datetime) -> int:
    """Confirm every fact taken over from the wave before as it is, and return how many there were.

    Who had stated each, and when, stays: the journal says who confirmed it. Raises NotReady once closed.
    """
    with transaction(session):
        campaign = changeable(session, member, campaign_id)
        rows = session.scalars(
            select(StatedFact).where(StatedFact.campaign_id == campaign_id, StatedFact.carried)
        ).all()
        for row in rows:
            row.carried = False
        if rows:
            facts = sorted(row.fact for row in rows)
            of_campaign(session, member, campaign, "facts.confirm", now, facts=facts)
    return len(rows)


def read_file(pack: Pack, content: bytes) -> tuple[dict[str, Stated], str]:
    """The facts of a facts.yaml, and the sponsor it names. Raises ImportProblems with every problem."""
    with TemporaryDirectory() as folder:
        # Under a name of our own: the one that came with it is told nowhere and leads nowhere.
        path = Path(folder) / "facts.yaml"
        path.write_bytes(content)
        return read_stated(path, pack)


def _check(session: Session, campaign: Campaign, given: Mapping[str, Statement]) -> None:
    pack = packs.of_campaign(session, campaign)
    for fact, statement in given.items():
        if fact not in pack.fact:
            raise InvalidAnswer(f"unknown fact {fact!r}")
        value_id(pack.fact[fact], statement.value)
