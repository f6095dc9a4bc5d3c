"""The findings board of a campaign: order, what is left out, owners, how sure, findings of one's own."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack
from reports.board import OWN, Board, Confidence, OwnFinding, check_board
from reports.results import Results

from ..db import transaction
from . import wordings
from .desk import Desk
from .wordings import Kept

LONGEST_CLAIM: Final = 220
LONGEST_TEXT: Final = 1_500
CONFIDENCES: Final[tuple[Confidence, ...]] = ("clear", "likely", "uncertain")


@dataclass(frozen=True, slots=True)
class Decided:
    """What the form of the board says of one finding; "" where nothing is said."""

    owner: str = ""
    confidence: str = ""
    left_out: bool = False


def subjects(results: Results) -> dict[str, tuple[str, ...]]:
    """Finding → ids of the dimensions, questions and facts that it is about."""
    return {"_".join((item.kind, *item.subjects)): item.subjects for item in results.findings}


def decide(
    session: Session,
    pack: Pack,
    desk: Desk,
    order: Sequence[str],
    decided: Mapping[str, Decided],
    *,
    based_on: int,
) -> Kept | None:
    """Keep the order of the findings and what is decided on each; findings of one's own stay as they are.

    What the board says of findings that are not among ``decided`` is kept too. Returns what a colleague has
    kept since revision ``based_on`` where that decides otherwise: then nothing is changed. Raises
    InvalidAnswer as ``check_board`` does, and for a degree of confidence or a revision that there is not.
    """
    wanted = {key: item.confidence for key, item in decided.items() if item.confidence}
    sure: dict[str, Confidence] = {
        key: known for key, said in wanted.items() for known in CONFIDENCES if known == said
    }
    if sure.keys() != wanted.keys():
        raise InvalidAnswer(f"choose one of {', '.join(CONFIDENCES)}, or nothing")
    with transaction(session):
        wordings.one_at_a_time(session, desk.campaign.id)
        kept = wordings.kept_board(session, desk.campaign.id)
        board = _with(kept.board, order, decided, sure)
        if board == kept.board:
            return None
        if based_on > kept.revision:
            raise InvalidAnswer("no such revision: load the page again")
        if kept.revision != based_on:
            return kept
        check_board(pack, board)
        wordings.put_board(session, desk, board)
        desk.note(session, "draft.board")
    return None


def _with(
    board: Board, order: Sequence[str], decided: Mapping[str, Decided], sure: Mapping[str, Confidence]
) -> Board:
    others = [key for key in board.order if key not in decided]
    left_out = [key for key in board.left_out if key not in decided]
    return replace(
        board,
        order=(*order, *others),
        left_out=(*left_out, *(key for key, item in decided.items() if item.left_out)),
        owners={key: owner for key, owner in board.owners.items() if key not in decided}
        | {key: item.owner for key, item in decided.items() if item.owner},
        confidence={key: said for key, said in board.confidence.items() if key not in decided} | dict(sure),
    )


def own_finding(session: Session, campaign_id: UUID, key: str) -> OwnFinding | None:
    """A finding of the consultants' own by its key."""
    board = wordings.kept_board(session, campaign_id).board
    return next((item for item in board.own if item.key == key), None)


def write(
    session: Session,
    pack: Pack,
    desk: Desk,
    given: OwnFinding,
    *,
    based_on: str = "",
) -> OwnFinding | None:
    """Keep a finding of one's own; with the key "" it is new, and stands first.

    ``based_on``: ``mark`` of the finding that the page showed. Returns what a colleague has kept since, and
    then nothing is changed; one that a colleague removed meanwhile is back. Raises InvalidAnswer as
    ``check_board`` does.
    """
    with transaction(session):
        wordings.one_at_a_time(session, desk.campaign.id)
        board = wordings.kept_board(session, desk.campaign.id).board
        stored = next((item for item in board.own if item.key == given.key), None)
        if stored == given:
            return None
        if stored is not None and mark(stored) != based_on:
            return stored
        if stored is not None:
            own = tuple(given if item.key == given.key else item for item in board.own)
            board = replace(board, own=own)
        else:
            given = replace(given, key=given.key or f"{OWN}{uuid4().hex[:8]}")
            board = replace(board, own=(*board.own, given), order=(given.key, *board.order))
        check_board(pack, board)
        wordings.put_board(session, desk, board)
        desk.note(session, "draft.finding")
    return None


def mark(finding: OwnFinding) -> str:
    """A short fingerprint of a finding as it is kept."""
    content = json.dumps([finding.claim, finding.text, finding.evidence], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def remove(session: Session, desk: Desk, key: str) -> None:
    """Take a finding of one's own off the board, and what was decided on it."""
    with transaction(session):
        wordings.one_at_a_time(session, desk.campaign.id)
        board = wordings.kept_board(session, desk.campaign.id).board
        without = Board(
            order=tuple(item for item in board.order if item != key),
            left_out=tuple(item for item in board.left_out if item != key),
            own=tuple(item for item in board.own if item.key != key),
            owners={place: owner for place, owner in board.owners.items() if place != key},
            confidence={place: said for place, said in board.confidence.items() if place != key},
        )
        if without != board:
            wordings.put_board(session, desk, without)
            desk.note(session, "draft.finding_removed")
