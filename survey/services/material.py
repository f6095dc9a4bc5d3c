"""What a document of a bundle is made of: a published version as it is kept, or the draft of today."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reports.results import to_json

from ..deliverables import KINDS, Material
from ..models import Bundle, Campaign, Deliverable, Edition
from . import archive, brand, editions, packs, results


def of_item(session: Session, item_id: UUID, now: datetime) -> tuple[str, Material | None] | None:
    """Kind and material of a document; None where it was settled or removed. No material: no results."""
    item = session.get(Deliverable, item_id)
    if item is None or item.state != "waiting":
        return None
    bundle = session.get_one(Bundle, item.bundle_id)
    # What is the same in every language is made of the first.
    locale = item.locale or "en"
    made = _of_edition(session, bundle, locale) if bundle.edition_id else _of_draft(session, bundle, locale)
    if made is not None and item.department:
        made = replace(made, department=item.department)
    if made is not None and item.kind in KINDS and KINDS[item.kind].whole:
        whole = archive.written(session, bundle.organisation_id, now, to_json(made.results))
        made = replace(made, archive=whole)
    return item.kind, made


def _of_edition(session: Session, bundle: Bundle, locale: str) -> Material | None:
    campaign = session.get_one(Campaign, bundle.campaign_id)
    number = session.get_one(Edition, bundle.edition_id).number
    found = editions.shown(session, campaign.id, number) if number is not None else None
    if found is None:
        return None
    pack = packs.of_campaign(session, campaign)
    return Material(pack, found.results, found.report(locale), found.brand, number)


def _of_draft(session: Session, bundle: Bundle, locale: str) -> Material | None:
    campaign = session.get_one(Campaign, bundle.campaign_id)
    pack = packs.of_campaign(session, campaign)
    found = results.latest(session, pack, campaign.id)
    report = results.report(session, pack, campaign.id, locale)
    if found is None or report is None:
        return None
    return Material(pack, found.results, report, brand.looks(session, campaign.organisation_id), None)
