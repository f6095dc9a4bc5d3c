"""What consultants wrote on top of the results, as it is kept: own words, and decisions on findings."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.board import Board, board_from_json, board_to_json
from reports.passages import Edited

from ..models import Campaign, Draft, Wording
from .desk import Desk


@dataclass(frozen=True, slots=True)
class Own:
    """Own words for a passage in one language. ``edited`` is None where ours were taken back."""

    edited: Edited | None
    revision: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The board of a campaign's report as it is kept. Revision 0, by nobody: nothing was decided yet."""

    board: Board
    revision: int = 0
    by: str = ""
    at: datetime | None = None


def own_words(session: Session, campaign_id: UUID) -> dict[tuple[str, str], Own]:
    """Own words by language and passage, those taken back among them."""
    rows = session.scalars(select(Wording).where(Wording.campaign_id == campaign_id))
    return {(row.locale, row.passage): _own(row) for row in rows}


def texts(session: Session, campaign_id: UUID, locale: str) -> dict[str, Edited]:
    """The texts in force in one language, by passage: what ``compose`` prints in place of ours."""
    rows = session.scalars(
        select(Wording)
        .where(Wording.campaign_id == campaign_id, Wording.locale == locale, Wording.text != "")
        .order_by(Wording.passage)
    )
    return {row.passage: _edited(row) for row in rows}


def put(session: Session, desk: Desk, locale: str, passage: str, edited: Edited | None) -> None:
    """Keep own words for a passage, or take ours back with None; part of the caller's transaction."""
    row = session.scalar(
        select(Wording).where(
            Wording.campaign_id == desk.campaign.id, Wording.locale == locale, Wording.passage == passage
        )
    )
    if row is None:
        row = Wording(
            organisation_id=desk.campaign.organisation_id,
            campaign_id=desk.campaign.id,
            locale=locale,
            passage=passage,
            revision=0,
        )
        session.add(row)
    row.text = edited.text if edited else ""
    row.based_on = {"proposed": edited.proposed, "facts": edited.based_on} if edited else {}
    row.revision += 1
    row.changed_by, row.changed_at = desk.member.name, desk.now


def kept_board(session: Session, campaign_id: UUID) -> Kept:
    """What was decided on the findings of a campaign."""
    row = _draft(session, campaign_id)
    if row is None:
        return Kept(Board())
    return Kept(board_from_json(json.dumps(row.board)), row.revision, row.changed_by, row.changed_at)


def put_board(session: Session, desk: Desk, board: Board) -> None:
    """Keep decisions on findings; part of the caller's transaction."""
    row = _draft(session, desk.campaign.id)
    if row is None:
        row = Draft(organisation_id=desk.campaign.organisation_id, campaign_id=desk.campaign.id, revision=0)
        session.add(row)
    row.board = json.loads(board_to_json(board))
    row.revision += 1
    row.changed_by, row.changed_at = desk.member.name, desk.now


def one_at_a_time(session: Session, campaign_id: UUID) -> None:
    """Let the second of two who save at once wait, and then find what the first one saved."""
    session.get(Campaign, campaign_id, with_for_update=True)


def _draft(session: Session, campaign_id: UUID) -> Draft | None:
    return session.scalar(select(Draft).where(Draft.campaign_id == campaign_id))


def _own(row: Wording) -> Own:
    return Own(_edited(row) if row.text else None, row.revision, row.changed_by, row.changed_at)


def _edited(row: Wording) -> Edited:
    facts = row.based_on["facts"]
    assert isinstance(facts, dict)  # noqa: S101 - as put writes it
    return Edited(row.text, str(row.based_on["proposed"]), facts)
