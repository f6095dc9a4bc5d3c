"""What was concluded, as it was concluded: later answers or methods never change a stored result."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .tenant import PERSONAL, OfOrganisation, within


class StoredResult(OfOrganisation, Base):
    """The Results of a campaign at a moment, as their JSON text, byte for byte."""

    __tablename__ = "stored_result"

    campaign_id: Mapped[UUID]
    computed_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(20))
    fingerprint: Mapped[str] = mapped_column(String(64))
    results: Mapped[str] = mapped_column(Text, info=PERSONAL)
    """They name the sponsor."""

    __table_args__ = (within("campaign"), CheckConstraint("length(fingerprint) = 64", name="fingerprint"))
