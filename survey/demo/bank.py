"""The demo's bank: asked twice, a year apart; what it decided in between is half done by then."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires.model import Pack

from ..config import Settings
from ..db import transaction
from ..files import read_answers, read_table
from ..models import Campaign
from ..services import (
    brand,
    decisions,
    editions,
    follow_up,
    invitations,
    launch,
    publishing,
    results,
    review,
    setup,
    submissions,
)
from ..services.decisions import Taken
from ..services.journal import Actor
from ..services.recorder import Recorder
from ..services.tenant import Member
from . import sample as ready
from . import steps
from .sample import Sample, Settled
from .steps import ago, at_work

YEAR: Final = 365
"""Days between the two waves."""

FACTS_BEFORE: Final[dict[str, str | int]] = {
    "use_cases_production": 19,
    "use_cases_pilot": 38,
    "spend": "budget_line",
    "spend_trend": "doubling",
    "value_proven": "no",
    "strategic_importance": "high",
    "cse": "not_started",
}
"""What was stated otherwise in the first wave."""

COMMITTEE: Final = "The executive committee"
RESERVE: Final = "For eighteen months. The budget is reviewed once the register of AI uses is complete."

COME_ALONG: Final = {
    "skills_basics_all": ("started", "Rosa Handbook", "Head office is through, four branches in ten."),
    "governance_transparency_art50": ("done", "Colin Callback", "Every contact point, seen by Legal in May."),
    "data_prompt_rules": ("done", "Theo Lakehouse", "One page, in force since January."),
    "governance_cse_consult": ("done", "Rosa Handbook", "Opinion given on 3 February, with two requests."),
    "skills_champions": ("started", "Rosa Handbook", "Nine departments of fourteen have named somebody."),
    "governance_oversight_named": ("done", "Prudence Riskworth", ""),
    "skills_role_paths": ("dropped", "Rosa Handbook", "Merged with the basics: two courses, not four."),
    "skills_one_process": ("open", "Otto Backoffice", ""),
    "governance_approval_procedure": ("done", "Prudence Riskworth", "41 uses approved, five stopped."),
    "governance_policy_approved": ("done", "Tiphaine Desorgues", "Approved on 12 February."),
    "data_access_route": ("started", "Dora Regalien", "The form is in use; the log is not kept yet."),
}
"""How far what follows from the decision has come, by action: state, who has it, a note."""


@dataclass(frozen=True, slots=True)
class Published:
    """The client whose results are published, and the link handed to the visitor to read them."""

    client_id: UUID
    campaign_id: UUID
    read_token: str


def conclude(session: Session, settings: Settings, pack: Pack, member: Member, now: datetime) -> Published:
    """Two waves, each answered, reviewed, concluded and published; between them a decision."""
    found = ready.read("banque_meridienne", pack)
    before, earlier = _before(found, pack), now - timedelta(days=YEAR)
    first = ready.set_up(session, member, before, "en", ago(earlier, 48), closes=ago(earlier, 25).date())
    brand.set_accent(session, member, first.client_id, "#7a2e52", ago(earlier, 48))
    _wave(session, settings, pack, member, first, before, earlier)
    _decide(session, pack, member, first, before, earlier)

    second = ready.set_up_again(session, member, first, found, ago(now, 48), closes=ago(now, 25).date())
    setup.set_visibility(
        session,
        member,
        second.campaign_id,
        "attributed",
        ago(now, 47),
        shows_previous=True,
        shows_results=True,
    )
    _wave(session, settings, pack, member, second, found, now)
    with transaction(session):
        campaign = session.get_one(Campaign, second.campaign_id)
        token = invitations.invite(session, campaign, now, name=found.case.sponsor_name)
    return Published(second.client_id, second.campaign_id, token)


def _before(found: Sample, pack: Pack) -> Sample:
    """The bank a year earlier: other answers, some other facts, the same people."""
    names = [item.name for item in found.case.departments]
    with as_file(files("survey.demo") / "banque_meridienne_before.csv") as path:
        answers = read_answers(read_table(path), pack, names)
    case = replace(found.case, facts={**found.case.facts, **FACTS_BEFORE})
    return replace(found, case=case, answers=tuple(answers))


def _wave(  # noqa: PLR0917 - whose wave, with which answers, when
    session: Session,
    settings: Settings,
    pack: Pack,
    member: Member,
    client: Settled,
    found: Sample,
    now: datetime,
) -> None:
    """One wave from its facts to its published report."""
    ready.state_facts(session, member, client.campaign_id, found.case, ago(now, 44))
    steps.launch(session, settings, member, client, ago(now, 40))
    for number, (place, given) in enumerate(found.answered()):
        began = ago(now, 39 - number % 12, 10)
        visitor = ready.person(session, client.campaign_id, client.people[place])
        ready.answer(session, pack, visitor, given, began)
        submissions.send(session, visitor, began + timedelta(minutes=25))
    reviewing = at_work(session, member, client, ago(now, 24))
    for place, _ in found.answered():
        review.set_reviewed(session, reviewing, client.people[place], reviewed=True)
    launch.close(session, member, client.campaign_id, reviewing.now)
    later = at_work(session, member, client, ago(now, 23))
    results.compute(session, pack, client.campaign_id, later.now, later)
    sent = publishing.send_for_review(session, at_work(session, member, client, ago(now, 22)), pack)
    publishing.publish(session, at_work(session, member, client, ago(now, 20)), pack, sent, "")


def _decide(  # noqa: PLR0917 - who decides on which wave, when
    session: Session, pack: Pack, member: Member, client: Settled, found: Sample, now: datetime
) -> None:
    """What the committee made of the first report, and how far it has come since."""
    from reports.build import planned  # noqa: PLC0415 - with numpy, once results are made anyway

    shown = editions.shown(session, client.campaign_id)
    assert shown is not None  # noqa: S101 - published before
    day = ago(now, 12, 17)
    actor = Actor("reader", found.case.sponsor_name)
    by = Recorder(member.firm_id, client.client_id, client.campaign_id, actor, day, day.date())
    taken = Taken("head_of_ai", COMMITTEE, day.date(), RESERVE)
    decisions.record(session, by, pack, shown.edition_id, taken, planned(pack, shown.results, "en"))
    for number, entry in enumerate(follow_up.entries(session, client.campaign_id)):
        if entry.action in COME_ALONG:
            state, owner, note = COME_ALONG[entry.action]
            when = day + timedelta(days=50 + 20 * number)
            values = replace(entry.values, state=state, owner=owner, note=note)
            then = replace(by, now=when, today=when.date())
            follow_up.change(session, then, entry.id, values, based_on=entry.revision)
