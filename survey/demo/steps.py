"""Steps that each of the demo's clients goes through, and when."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Campaign
from ..services import launch as launching
from ..services import setup
from ..services.desk import Desk
from ..services.readiness import ITEMS
from ..services.tenant import Member
from .sample import Settled, send_letters


def ago(now: datetime, days: int, hour: int = 9) -> datetime:
    """A working hour, so many days ago; for negative days, to come."""
    return (now - timedelta(days=days)).replace(hour=hour, minute=12, second=0, microsecond=0)


def launch(session: Session, settings: Settings, member: Member, client: Settled, now: datetime) -> None:
    """Tick the checklist off, open the campaign and send its invitations."""
    today = now.date()
    for item in ITEMS:
        setup.settle(session, member, client.campaign_id, item, "done", now, today=today)
    launching.launch(session, member, client.campaign_id, now, today=today, mail_out=True)
    send_letters(session, settings, now)


def at_work(session: Session, member: Member, client: Settled, now: datetime) -> Desk:
    """The member at work on the client's campaign, at a moment."""
    return Desk(member, session.get_one(Campaign, client.campaign_id), now)
