"""Limits on how often something may be tried.

What writes anyway is counted in the database, so that the limit is the same with one process or twenty. What
only reads is counted in memory, because a GET writes nothing: that bounds what one process can be made to do.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ..models import Attempt

LONGEST: Final = timedelta(days=1)
"""No limit looks back further than this."""


class TooMany(Exception):
    """Tried too often. ``seconds``: after how long another try may succeed."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts; try again in {seconds} seconds")
        self.seconds = seconds


def allowed(session: Session, parts: Sequence[str], limit: int, seconds: int, now: datetime) -> bool:
    """Count an attempt, unless there were ``limit`` of them in the last ``seconds``: then False, uncounted.

    ``parts`` say what is tried and for whom, such as ``("sign-in", email)``; only their digest is stored.
    Part of the caller's transaction, which has to be committed also where the attempt itself fails.
    """
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    if session.get_bind().dialect.name == "postgresql":
        # Two at once would each count the other out; SQLite's writers come one by one anyway.
        session.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))
    since = now - timedelta(seconds=seconds)
    session.execute(delete(Attempt).where(Attempt.key == key, Attempt.at <= since))
    if (session.scalar(select(func.count(Attempt.id)).where(Attempt.key == key)) or 0) >= limit:
        return False
    session.add(Attempt(key=key, at=now))
    session.flush()
    return True


def check(session: Session, parts: Sequence[str], limit: int, seconds: int, now: datetime) -> None:
    """As ``allowed``, raising TooMany instead of answering False."""
    if not allowed(session, parts, limit, seconds, now):
        raise TooMany(seconds)


def forgive(session: Session, parts: Sequence[str]) -> int:
    """Forget the attempts of a key, as after a right password; return how many there were.

    Part of the caller's transaction.
    """
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return len(session.scalars(delete(Attempt).where(Attempt.key == key).returning(Attempt.id)).all())


def forget(session: Session, now: datetime) -> None:
    """Delete attempts that no limit looks back to any more. Part of the caller's transaction."""
    session.execute(delete(Attempt).where(Attempt.at < now - LONGEST))


class Recent:
    """Counts in memory, per key and period. The keys seen longest ago are forgotten first."""

    def __init__(self, limit: int, seconds: int, keys: int = 4_096) -> None:
        self._limit, self._seconds, self._keys = limit, seconds, keys
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, key: str, moment: float) -> None:
        """Count one, ``moment`` being seconds of any steady clock. Raises TooMany beyond the limit."""
        with self._lock:
            began, count = self._seen.get(key, (moment, 0))
            if moment - began >= self._seconds:
                began, count = moment, 0
            self._seen[key] = (began, count + 1)
            self._seen.move_to_end(key)
            if len(self._seen) > self._keys:
                self._seen.popitem(last=False)
        if count >= self._limit:
            raise TooMany(max(1, round(began + self._seconds - moment)))
