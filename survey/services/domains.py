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


def check_address(session: Session, visitor: Visitor, address: str) -> None:
    """Raise AddressRefused unless the campaign lets this address be asked."""
    if not mail.address_fits(address):
        raise AddressRefused("shape")
    anywhere = select(Campaign.delegates_anywhere).where(
        Campaign.id == visitor.campaign_id, Campaign.organisation_id == visitor.organisation_id
    )
    if session.scalar(anywhere):
        return
    known = select(Respondent.email).where(
        Respondent.campaign_id == visitor.campaign_id,
        Respondent.organisation_id == visitor.organisation_id,
        Respondent.email != "",
    )
    domains = {_domain(email) for email in session.scalars(known)}
    if _domain(address) not in domains:
        raise AddressRefused("domain", tuple(sorted(domains)))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
