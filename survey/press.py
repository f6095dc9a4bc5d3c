"""The job that makes one document of a bundle. Done twice, the second time changes nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from .config import Settings
from .db import transaction
from .deliverables import KINDS, Kind, Material, Skipped, name_of
from .models import Deliverable
from .services import bundles, material
from .services.jobs import GiveUp

LONGEST: Final = 500
"""Characters of a reason that are kept."""


def make(sessions: sessionmaker[Session], _settings: Settings, payload: Mapping[str, Any]) -> None:
    """Make one document and keep it. Raises GiveUp where it cannot be made; others may be tried again."""
    from reports.render import RenderFailed  # noqa: PLC0415 - WeasyPrint loads when a document is wanted

    item_id = UUID(payload["item"])
    with sessions() as session:
        found = material.of_item(session, item_id, datetime.now(UTC))
    # No connection is held meanwhile: it takes seconds.
    if found is None:
        return
    key, given = found
    kind = KINDS.get(key)
    try:
        if kind is None:
            raise Skipped("unknown")
        if given is None:
            raise Skipped("no_results")
        data = kind.make(given)
    except Skipped as reason:
        _settle(sessions, item_id, "skipped", reason.why)
    except RenderFailed as fault:
        raise GiveUp(str(fault)) from fault
    except Exception as fault:
        # The same values would fail again: whoever asked is told at once, and may press once more.
        raise GiveUp(f"{type(fault).__name__}: {fault}") from fault
    else:
        _keep(sessions, item_id, kind, given, data)


def failed(session: Session, payload: Mapping[str, Any], words: str, now: datetime) -> None:
    """Note that a document was given up, and why. Part of the caller's transaction."""

    def change(item: Deliverable) -> None:
        item.state, item.error = "failed", words[:LONGEST]

    bundles.settle(session, UUID(payload["item"]), change, now)


def _settle(sessions: sessionmaker[Session], item_id: UUID, state: str, why: str) -> None:
    def change(item: Deliverable) -> None:
        item.state, item.error = state, why[:LONGEST]

    with sessions() as session, transaction(session):
        bundles.settle(session, item_id, change, datetime.now(UTC))


def _keep(sessions: sessionmaker[Session], item_id: UUID, kind: Kind, given: Material, data: bytes) -> None:
    now = datetime.now(UTC)

    def change(item: Deliverable) -> None:
        item.state, item.content, item.size, item.made_at = "made", data, len(data), now
        item.name, item.media_type = name_of(kind, given), kind.media_type

    with sessions() as session, transaction(session):
        bundles.settle(session, item_id, change, now)
