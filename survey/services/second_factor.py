"""The second factor: codes of an authenticator app, and recovery codes for when the device is lost."""

import hmac
import secrets
from datetime import datetime
from typing import Final, Literal
from urllib.parse import quote
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from questionnaires.errors import NotReady

from ..db import transaction
from ..models import Account, RecoveryCode
from . import journal
from .invitations import digest_of
from .tenant import Member

STEP: Final = 30
"""Seconds for which a code is the current one; the one before and the one after are taken too."""
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without the characters that people mistake for others; ten of them are 49 bits."""


def begin(session: Session, member: Member) -> None:
    """Make a new secret, which counts only once ``confirm`` has seen a code of it.

    Raises NotReady where a second factor is in use already.
    """
    with transaction(session):
        account = session.get_one(Account, member.account_id)
        if account.totp_confirmed_at is not None:
            raise NotReady("a second factor is in use; end it before setting up another device")
        account.totp_secret = pyotp.random_base32()
        account.totp_step = 0


def pending_secret(session: Session, member: Member) -> str:
    """The secret that waits for its first code; "" when none does."""
    account = session.get_one(Account, member.account_id)
    return account.totp_secret if account.totp_confirmed_at is None else ""


def address_of(secret: str, email: str, issuer: str) -> str:
    """What the QR code says: the ``otpauth`` address that authenticator apps read."""
    return f"otpauth://totp/{quote(issuer)}:{quote(email)}?secret={secret}&issuer={quote(issuer)}"


def confirm(session: Session, member: Member, code: str, now: datetime) -> tuple[str, ...] | None:
    """Ask for codes from now on, if this first one is right; return the recovery codes, else None."""
    with transaction(session):
        account = session.get_one(Account, member.account_id)
        if account.totp_confirmed_at is not None or not _code_fits(account, code, now):
            return None
        account.totp_confirmed_at = now
        journal.note(session, account.firm_id, journal.by(member), "account.second_factor_on", now)
        return _new_codes(session, account.id)


def renew_codes(session: Session, member: Member, now: datetime) -> tuple[str, ...]:
    """New recovery codes; the old ones stop working. Raises NotReady without a second factor."""
    with transaction(session):
        account = session.get_one(Account, member.account_id)
        if account.totp_confirmed_at is None:
            raise NotReady("there is no second factor to recover")
        journal.note(session, account.firm_id, journal.by(member), "account.recovery_codes", now)
        return _new_codes(session, account.id)


def end(session: Session, account: Account, actor: journal.Actor, now: datetime) -> None:
    """Ask for no more codes. Part of the caller's transaction."""
    account.totp_secret, account.totp_confirmed_at = "", None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    journal.note(session, account.firm_id, actor, "account.second_factor_off", now, subject=account.name)


def codes_left(session: Session, account_id: UUID) -> int:
    """How many recovery codes were not used yet."""
    unused = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0


def use(
    session: Session, account: Account, code: str, now: datetime
) -> Literal["code", "recovery code"] | None:
    """Take a code of the device or a recovery code, each once; None when it is neither.

    Part of the caller's transaction.
    """
    if account.totp_confirmed_at is None:
        return None
    if _code_fits(account, code, now):
        return "code"
    found = session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.digest == _digest(account.id, code),
            RecoveryCode.used_at.is_(None),
        )
    )
    if found is None:
        return None
    found.used_at = now
    return "recovery code"


def _code_fits(account: Account, code: str, now: datetime) -> bool:
    """Whether a code is that of now, of the step before or of the one after, and newer than any used one."""
    digits = "".join(code.split())
    if not account.totp_secret or len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return False
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(account.totp_secret, interval=STEP)
    for step in range(current - 1, current + 2):
        if step > account.totp_step and hmac.compare_digest(totp.generate_otp(step), digits):
            account.totp_step = step
            return True
    return False


def _new_codes(session: Session, account_id: UUID) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = tuple(_random_code() for _ in range(RECOVERY_CODES))
    session.add_all(RecoveryCode(account_id=account_id, digest=_digest(account_id, code)) for code in codes)
    return codes


def _random_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _digest(account_id: UUID, code: str) -> str:
    # With the account's id, so that one table of all codes says nothing about another account's.
    plain = "".join(char for char in code.lower() if char.isalnum())
    return digest_of(f"{account_id} {plain}")
