"""The journal: who did what, when. Lines are only ever added, each with the digest of the one before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Event, Firm
from .tenant import Member


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account, a respondent, a delegate, a reader, a command or a worker."""

    kind: str
    name: str = ""
    id: UUID | None = None


def by(member: Member) -> Actor:
    """Somebody who signed in, as an actor."""
    return Actor("account", member.name, member.account_id)


def note(
    session: Session,
    firm_id: UUID,
    actor: Actor,
    action: str,
    now: datetime,
    *,
    subject: str = "",
    organisation_id: UUID | None = None,
    **detail: object,
) -> None:
    """Add a line, in the caller's transaction. ``detail`` is plain JSON without answers or secrets."""
    # On PostgreSQL the firm's row makes lines wait for each other; on SQLite the write gate does.
    session.execute(select(Firm.id).where(Firm.id == firm_id).with_for_update())
    last = session.execute(
        select(Event.number, Event.digest)
        .where(Event.firm_id == firm_id)
        .order_by(Event.number.desc())
        .limit(1)
    ).first()
    event = Event(
        firm_id=firm_id,
        organisation_id=organisation_id,
        number=(last[0] if last else 0) + 1,
        at=now,
        actor=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=subject[:200],
        detail=detail,
        previous=last[1] if last else "",
    )
    event.digest = digest_of(event)
    session.add(event)
    session.flush()


def digest_of(event: Event) -> str:
    """SHA-256 over a line's content and the digest of the line before, as canonical JSON."""
    content = [
        str(event.firm_id),
        str(event.organisation_id or ""),
        event.number,
        event.at.isoformat(),
        event.actor,
        str(event.actor_id or ""),
        event.actor_name,
        event.action,
        event.subject,
        event.detail,
        event.previous,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
