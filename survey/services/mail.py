"""E-mails, noted in the transaction of what they follow from and sent by a job afterwards."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Job, Mail


def available(settings: Settings) -> bool:
    """Whether e-mail can go out at all."""
    return settings.development


def queue(
    session: Session,
    now: datetime,
    *,
    firm_id: UUID,
    kind: str,
    dedup: str,
    to_name: str,
    to_address: str,
    locale: str,
    organisation_id: UUID | None = None,
    campaign_id: UUID | None = None,
    respondent_id: UUID | None = None,
    delegation_id: UUID | None = None,
    account_id: UUID | None = None,
    params: dict[str, object] | None = None,
) -> bool:
    """Note an e-mail and its job, in the caller's transaction; False where the same was noted before."""
    if session.scalar(select(Mail.id).where(Mail.dedup == dedup)) is not None:
        return False
    mail = Mail(
        id=uuid4(),
        firm_id=firm_id,
        organisation_id=organisation_id,
        campaign_id=campaign_id,
        respondent_id=respondent_id,
        delegation_id=delegation_id,
        account_id=account_id,
        kind=kind,
        dedup=dedup,
        to_name=to_name,
        to_address=to_address,
        locale=locale,
        message_id=f"<{uuid4()}@mandate.invalid>",
        created_at=now,
    )
    session.add(mail)
    payload: dict[str, object] = {"mail": str(mail.id), **(params or {})}
    session.add(
        Job(
            kind="mail",
            payload=payload,
            organisation_id=organisation_id,
            run_at=now,
            dedup=f"mail:{dedup}",
            created_at=now,
        )
    )
    session.flush()
    return True
