"""The job that sends an e-mail: marked, handed over, settled; and the rate that it keeps."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from .config import Settings
from .mailing import NotNow, Refused, deliver, message_of
from .services import sending
from .services.jobs import GiveUp

MINUTE = timedelta(minutes=1)


def send(sessions: sessionmaker[Session], settings: Settings, payload: Mapping[str, Any]) -> None:
    """Send an e-mail. Raises GiveUp where it is refused for good, and NotNow where it may go out later.

    Cut off anywhere, it is begun again with the same Message-ID: the worst is the same message twice.
    """
    with sessions() as session:
        mail_id, now = UUID(payload["mail"]), datetime.now(UTC)
        outgoing = sending.begin(session, settings, mail_id, payload.get("params", {}), now)
        if outgoing is None:
            return
        try:
            deliver(settings, message_of(settings, outgoing, now))
        except NotNow as fault:
            sending.postponed(session, outgoing, str(fault), unsure=fault.unsure)
            raise
        except Refused as fault:
            sending.postponed(session, outgoing, str(fault), unsure=False)
            raise GiveUp(str(fault)) from fault
        sending.delivered(session, outgoing, datetime.now(UTC))


def hold(session: Session, settings: Settings, now: datetime) -> datetime | None:
    """Until when no e-mail may go out, so that no minute sees more than the settings allow."""
    count, first = sending.sent_since(session, now - MINUTE)
    return first + MINUTE if first is not None and count >= settings.mail_per_minute else None


def failed(session: Session, payload: Mapping[str, Any], words: str, now: datetime) -> None:
    """Note that an e-mail was given up. Part of the caller's transaction."""
    sending.refused(session, UUID(payload["mail"]), words, now)
