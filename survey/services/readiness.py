"""What a campaign still needs before it can be launched, told from counts that are read for many at once."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from questionnaires.answers import UNKNOWN, Stated

from ..models import Campaign, Department, Mail, Respondent, StatedFact, Submission

ITEMS: Final = ("dpo", "works_council", "allow_list", "pre_notice", "test_answer")
"""What somebody has to settle and says so, in the order of the checklist."""
COVERAGE: Final = "coverage"
"""Departments without anybody, where somebody said that they are not asked in this wave."""
SETTLED: Final = ("done", "not_needed")
CSE_FROM: Final = 50
"""People from which a French company has a works council that is consulted (Code du travail, L2312-1, -8)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is of a campaign, in numbers. People taken off the list are not counted."""

    departments: int = 0
    covered: int = 0
    """Departments with at least one person."""
    invited: int = 0
    reachable: int = 0
    """People with an e-mail address."""
    started: int = 0
    sent: int = 0
    undelivered: int = 0
    """People whose newest e-mail was refused or came back."""
    facts: dict[str, Stated] = field(default_factory=dict)
    """What was stated and is not "unknown"."""
    carried: int = 0
    """Facts taken over from the wave before that nobody has confirmed yet."""


def counts(session: Session, campaigns: Collection[Campaign]) -> dict[UUID, Counts]:
    """The counts of campaigns, by a number of queries that does not depend on how many there are."""
    ids = [campaign.id for campaign in campaigns]
    if not ids:
        return {}
    of_client = session.execute(
        select(Department.organisation_id, func.count())
        .where(Department.organisation_id.in_({campaign.organisation_id for campaign in campaigns}))
        .group_by(Department.organisation_id)
    )
    departments = {row[0]: row[1] for row in of_client}
    people = {
        row[0]: (row[1], row[2], row[3], row[4], row[5])
        for row in session.execute(
            select(
                Respondent.campaign_id,
                func.count(func.distinct(Respondent.department_id)),
                func.count(Respondent.id),
                func.count(case((Respondent.email != "", 1))),
                func.count(Submission.id),
                func.count(Submission.sent_at),
            )
            .outerjoin(Submission, Submission.respondent_id == Respondent.id)
            .where(Respondent.campaign_id.in_(ids), Respondent.removed_at.is_(None))
            .group_by(Respondent.campaign_id)
        )
    }
    undelivered, (facts, carried) = _undelivered(session, ids), _facts(session, ids)
    found = {}
    for campaign in campaigns:
        covered, invited, reachable, started, sent = people.get(campaign.id, (0, 0, 0, 0, 0))
        found[campaign.id] = Counts(
            departments=departments.get(campaign.organisation_id, 0),
            covered=covered,
            invited=invited,
            reachable=reachable,
            started=started,
            sent=sent,
            undelivered=undelivered.get(campaign.id, 0),
            facts=facts.get(campaign.id, {}),
            carried=carried[campaign.id],
        )
    return found


def works_council(facts: dict[str, Stated]) -> bool | None:
    """Whether a works council has to be consulted, by the facts; None where they do not tell."""
    country, headcount = facts.get("country"), facts.get("headcount")
    if country not in (None, "fr") or (isinstance(headcount, int) and headcount < CSE_FROM):
        return False
    return None if country is None or headcount is None else True


def open_items(campaign: Campaign, found: Counts, today: date, *, mail: bool) -> list[str]:
    """What keeps a campaign from its launch, in the order in which it is best settled; empty when nothing.

    Ids: "people", "coverage", "facts", "scope", "dates", and those of ITEMS. ``mail``: whether e-mail can go
    out.
    """
    missing = []
    if not found.invited:
        missing.append("people")
    elif found.covered < found.departments and not settled(campaign, COVERAGE):
        missing.append(COVERAGE)
    if found.carried:
        missing.append("facts")
    if not campaign.prepared_by or not campaign.contact:
        missing.append("scope")
    if campaign.closes_on is None or campaign.closes_on < today:
        missing.append("dates")
    return missing + [item for item in ITEMS if not item_settled(campaign, item, found, mail=mail)]


def item_settled(campaign: Campaign, item: str, found: Counts, *, mail: bool) -> bool:
    """Whether an item of the checklist is settled: by somebody, or because it does not apply here."""
    if not applies(item, found, mail=mail):
        return True
    if item == "works_council" and works_council(found.facts):
        # Where the law asks for it, "not needed" is no answer.
        return campaign.checklist.get(item, {}).get("state") == "done"
    return settled(campaign, item)


def applies(item: str, found: Counts, *, mail: bool) -> bool:
    """Whether an item of the checklist concerns this campaign at all."""
    if item == "works_council":
        return works_council(found.facts) is not False
    return mail or item != "allow_list"


def settled(campaign: Campaign, item: str) -> bool:
    """Whether somebody said that an item is done or not needed."""
    return campaign.checklist.get(item, {}).get("state") in SETTLED


def _undelivered(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    """People for whom the newest e-mail failed: one that arrived later makes good for one that did not."""
    newest = (
        select(Mail.respondent_id, func.max(Mail.created_at).label("at"))
        .where(Mail.campaign_id.in_(ids), Mail.respondent_id.is_not(None))
        .group_by(Mail.respondent_id)
        .subquery()
    )
    rows = session.execute(
        select(Mail.campaign_id, func.count(func.distinct(Mail.respondent_id)))
        .join(newest, (Mail.respondent_id == newest.c.respondent_id) & (Mail.created_at == newest.c.at))
        .join(Respondent, Respondent.id == Mail.respondent_id)
        .where(Mail.state.in_(("refused", "bounced")), Respondent.removed_at.is_(None))
        .group_by(Mail.campaign_id)
    )
    return {campaign_id: number for campaign_id, number in rows if campaign_id is not None}


def _facts(session: Session, ids: list[UUID]) -> tuple[dict[UUID, dict[str, Stated]], Counter[UUID]]:
    """By campaign: what is known, and how much of it was taken over without being confirmed."""
    facts: dict[UUID, dict[str, Stated]] = defaultdict(dict)
    carried: Counter[UUID] = Counter()
    for campaign_id, fact, value, unconfirmed in session.execute(
        select(StatedFact.campaign_id, StatedFact.fact, StatedFact.value, StatedFact.carried).where(
            StatedFact.campaign_id.in_(ids)
        )
    ):
        carried[campaign_id] += unconfirmed
        if value != UNKNOWN:
            facts[campaign_id][fact] = value
    return facts, carried
