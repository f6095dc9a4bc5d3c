"""An archive between its preview and its confirmation: kept for a day at most, for whoever brought it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import FirmUpload
from . import journal
from .archive_import import Plan, plan, take_over_within
from .tenant import Member

_WAITS: Final = timedelta(days=1)


def keep(session: Session, member: Member, name: str, content: bytes, now: datetime) -> UUID:
    """Keep an archive that can be imported; its id. Raises ImportProblems for one that cannot."""
    plan(session, member.firm_id, content, name)
    upload = uuid4()
    with transaction(session):
        mine = (FirmUpload.account_id == member.account_id, FirmUpload.kind == "archive")
        session.execute(delete(FirmUpload).where(*mine))
        session.add(
            FirmUpload(
                id=upload,
                firm_id=member.firm_id,
                account_id=member.account_id,
                kind="archive",
                name=name[:200],
                content=content,
                created_at=now,
            )
        )
    return upload


def preview(session: Session, member: Member, upload_id: UUID, now: datetime) -> Plan | None:
    """What importing a kept archive would do; None where none is waiting. Raises ImportProblems."""
    found = _waiting(session, member, upload_id, now)
    return plan(session, member.firm_id, found.content, found.name) if found else None


def confirm(session: Session, member: Member, upload_id: UUID, now: datetime) -> Plan | None:
    """Import a kept archive, whole or not at all; None where none is waiting. Raises ImportProblems."""
    with transaction(session):
        found = _waiting(session, member, upload_id, now, lock=True)
        if found is None:
            return None
        wanted = plan(session, member.firm_id, found.content, found.name)
        take_over_within(session, member.firm_id, wanted, journal.by(member), now)
        session.delete(found)
    return wanted


def _waiting(
    session: Session, member: Member, upload_id: UUID, now: datetime, *, lock: bool = False
) -> FirmUpload | None:
    """The archive that the member brought, while it waits. It is nobody else's."""
    query = select(FirmUpload).where(
        FirmUpload.id == upload_id,
        FirmUpload.firm_id == member.firm_id,
        FirmUpload.account_id == member.account_id,
        FirmUpload.kind == "archive",
        FirmUpload.created_at > now - _WAITS,
    )
    return session.scalar(query.with_for_update() if lock else query)
