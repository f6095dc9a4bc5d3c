"""Which addresses a part may be passed on to: those at the domains of the people invited."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires.errors import InvalidAnswer

from ..models import Campaign, Respondent
from . import mail
from .visitors import Visitor


class AddressRefused(InvalidAnswer):
    """The e-mail address cannot be used. ``reason``: "shape" or "domain"; ``domains`` are those that can."""

    def __init__(self, reason: str, domains: tuple[str, ...] = ()) -> None:
        super().__init__(f"e-mail address: wrong {reason}")
        self.reason, self.domains = reason, domains


def some(session: Session, visitor: Visitor) -> bool:
    """Whether there is any address that a colleague could be written to at."""
    return _anywhere(session, visitor) or bool(_known(session, visitor))


def check_address(session: Session, visitor: Visitor, address: str) -> None:
    """Raise AddressRefused unless the campaign lets this address be asked."""
    if not mail.address_fits(address):
        raise AddressRefused("shape")
    if _anywhere(session, visitor):
        return
    domains = _known(session, visitor)
    if _domain(address) not in domains:
        raise AddressRefused("domain", tuple(sorted(domains)))


def _anywhere(session: Session, visitor: Visitor) -> bool:
    found = select(Campaign.delegates_anywhere).where(
        Campaign.id == visitor.campaign_id, Campaign.organisation_id == visitor.organisation_id
    )
    return bool(session.scalar(found))


def _known(session: Session, visitor: Visitor) -> set[str]:
    addresses = select(Respondent.email).where(
        Respondent.campaign_id == visitor.campaign_id,
        Respondent.organisation_id == visitor.organisation_id,
        Respondent.email != "",
    )
    return {_domain(address) for address in session.scalars(addresses)}


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
