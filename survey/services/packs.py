"""Which content pack a campaign asks with. Nothing else in the site looks packs up."""

from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import load
from questionnaires.model import Pack

from ..models import Campaign
from .visitors import Visitor


def of_campaign(session: Session, campaign: Campaign) -> Pack:
    """The pack that a campaign asks with. Raises DefinitionError where there is none of its name."""
    return load(campaign.pack_key, campaign.pack_version)


def of_firm(session: Session, firm_id: UUID, key: str, version: str) -> Pack:
    """A pack that a firm may ask with, by name. Raises as ``of_campaign``."""
    return load(key, version)


def of_visitor(session: Session, visitor: Visitor) -> Pack:
    """The pack that whoever stands behind a link was asked with. Raises as ``of_campaign``."""
    return load(*visitor.pack)
