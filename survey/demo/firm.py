"""The invented firm of the demo, and who signs in there."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from ..db import transaction
from ..services import accounts
from ..services.tenant import Member, Role

FIRM: Final = "Atelier Conseil"
CONTACT: Final = "Camille Exemple, 01 99 00 12 00"
EMAIL: Final = "camille@conseil.example"
PASSWORD: Final = "essayer-sans-crainte"  # noqa: S105 - printed on purpose
"""Of everybody here, in an installation that only this machine reaches."""
AGE: Final = timedelta(days=430)
"""How long ago the firm began to work with Mandate."""

OTHERS: Final[tuple[tuple[Role, str, str], ...]] = (
    ("consultant", "Marc Modèle", "marc@conseil.example"),
    ("lead", "Jeanne Relais", "jeanne.relais@forges-valmont.example"),
    ("reader", "Tiphaine Desorgues", "tiphaine.desorgues@meridienne.example"),
)


def found(session: Session, now: datetime) -> Member:
    """Found the firm with its owner, some time ago, and return the owner."""
    name, began = "Camille Exemple", now - AGE
    with transaction(session):
        firm = accounts.add_firm(session, FIRM, began)
        firm.contact = CONTACT
        account = accounts.add_account(
            session, firm.id, EMAIL, name=name, role="owner", now=began, password=PASSWORD
        )
    return Member(account.id, firm.id, FIRM, "owner", name, EMAIL, None, None)


def add_others(session: Session, member: Member, *, lead_of: UUID, reader_of: UUID, now: datetime) -> None:
    """Add one account of each other role; the lead and the reader are of one client each."""
    assigned = {"lead": (lead_of,), "reader": (reader_of,)}
    with transaction(session):
        for role, name, email in OTHERS:
            accounts.add_account(
                session,
                member.firm_id,
                email,
                name=name,
                role=role,
                now=now - AGE,
                password=PASSWORD,
                clients=assigned.get(role, ()),
            )
