"""Codes e-mailed to the holder of a reader's link: six digits, good once and for ten minutes.

A code is made when its e-mail is composed and never stored: its keyed digest is.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..config import Settings
from ..db import transaction
from ..models import Invitation, ReadCode
from . import journal, mail, throttle
from .visitors import Visitor

MINUTES: Final = 10
"""How long a code is good."""
TRIES: Final = 5
"""Wrong tries after which a code is good no more."""
ASKED: Final = (5, 3600)
"""Codes for one link in so many seconds."""


def ask(session: Session, visitor: Visitor, now: datetime) -> None:
    """Note an e-mail with a code for the holder of a link. Raises TooMany."""
    with transaction(session):
        throttle.check(session, ("read-code", str(visitor.invitation_id)), *ASKED, now)
        dedup = f"{visitor.invitation_id}:read_code:{now.isoformat()}"
        mail.queue_to(session, visitor, "read_code", dedup, now)
        journal.note(
            session,
            visitor.firm_id,
            visitor.actor,
            "reader.code",
            now,
            subject=visitor.name,
            organisation_id=visitor.organisation_id,
        )


def make(session: Session, settings: Settings, link: Invitation, now: datetime) -> str:
    """A fresh code for a link, in the caller's transaction. An earlier one stays good as long as it was."""
    code = f"{secrets.randbelow(1_000_000):06}"
    session.add(
        ReadCode(
            organisation_id=link.organisation_id,
            invitation_id=link.id,
            digest=digest_of(settings, link.id, code),
            made_at=now,
            expires_at=now + timedelta(minutes=MINUTES),
        )
    )
    return code


def spend(session: Session, invitation_id: UUID, digest: str, now: datetime) -> bool:
    """Whether a code is right, and use it up; a wrong one counts as a try of each that is still good.

    Part of the caller's transaction, which has to be committed also where the code was wrong.
    """
    live = select(ReadCode).where(
        ReadCode.invitation_id == invitation_id,
        ReadCode.used_at.is_(None),
        ReadCode.expires_at > now,
        ReadCode.tries < TRIES,
    )
    found = session.scalars(live.with_for_update()).all()
    for item in found:
        if hmac.compare_digest(item.digest, digest):
            item.used_at = now
            return True
    for item in found:
        item.tries += 1
    return False


def digest_of(settings: Settings, invitation_id: UUID, code: str) -> str:
    """The keyed digest of a code: a million of them are tried in a second, so a plain one would hide none."""
    digits = "".join(character for character in code if character.isdecimal() and character.isascii())
    return hmac.new(settings.key().encode(), f"{invitation_id}:{digits}".encode(), "sha256").hexdigest()
