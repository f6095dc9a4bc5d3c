"""Documents for twelve clients in two languages, made by the server's own worker while people answer."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from questionnaires import load
from reports.assess import assess
from reports.build import build_report
from reports.report_json import report_to_json
from reports.results import to_json
from survey.db import open_database, transaction
from survey.deliverables import KINDS
from survey.files import read_answers, read_facts, read_table
from survey.models import Campaign, Deliverable, Edition
from survey.services import accounts, bundles, campaigns, publishing
from survey.services.bundles import Wish
from survey.services.desk import Desk
from survey.services.tenant import Member
from tests.bench.web import CONNECTIONS, _load
from tests.running import served, settle

CLIENTS, LANGUAGES = 12, ("en", "fr")
PATIENCE = 1800


def lines() -> Iterator[str]:
    """The lines of the table."""
    yield f"Documents: {CLIENTS} clients, {len(LANGUAGES)} languages, every kind, made while people answer"
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/press.sqlite"
        tokens = [link.token for link in settle(address, CONNECTIONS * 200).links]
        count = _press(address)
        with served(Path(folder), address, log_level="warning") as running:
            began, loads = time.monotonic(), []
            while (left := _waiting(address)) and time.monotonic() - began < PATIENCE:
                loads.append(_load(running, "saves", CONNECTIONS, [tokens.pop() for _ in range(CONNECTIONS)]))
            seconds = time.monotonic() - began
            alone = _load(running, "saves", CONNECTIONS, [tokens.pop() for _ in range(CONNECTIONS)])
        yield alone.told(f"saves alone, {CONNECTIONS} connections", "saves")
        for load_ in (loads[0], loads[len(loads) // 2]):
            yield load_.told("saves meanwhile", "saves")
        yield f"  worst p99 meanwhile: {max(item.p99 for item in loads):.1f} ms"
        made = count - left
        yield f"  {made} of {count} documents in {seconds:.0f} s: {made / seconds:.2f} documents/s"


def _press(address: str) -> int:
    """Twelve clients with one published version each, and all their documents asked for; how many."""
    pack, now = load(), datetime.now(UTC)
    with as_file(files("survey") / "samples" / "banque_meridienne") as folder:
        case = read_facts(folder / "facts.yaml", pack)
        given = read_answers(
            read_table(folder / "answers.csv"), pack, [item.name for item in case.departments]
        )
    people = campaigns.people_of(case)
    results = assess(pack, case, given)
    reports: dict[str, object] = {
        code: report_to_json(build_report(pack, results, code, "Cabinet")) for code in LANGUAGES
    }
    database = open_database(address)
    try:
        with database.session() as session:
            with transaction(session):
                firm = accounts.add_firm(session, "Cabinet", now).id
                who = accounts.add_account(
                    session, firm, "c@firm.example", name="Camille", role="owner", now=now
                )
            member = Member(who.id, firm, "Cabinet", "owner", "Camille", "c@firm.example", None, None)
            for _ in range(CLIENTS):
                made = campaigns.create_campaign(session, firm, pack, case, people, now)
                campaign = session.get_one(Campaign, made.campaign_id)
                edition = Edition(
                    id=uuid4(),
                    organisation_id=campaign.organisation_id,
                    campaign_id=campaign.id,
                    state="published",
                    number=1,
                    results=to_json(results),
                    reports=reports,
                    sent_at=now,
                    sent_by="Camille",
                    published_at=now,
                )
                edition.digest = publishing.digest_of(edition)
                with transaction(session):
                    session.add(edition)
                desk = Desk(member, campaign, now)
                bundles.press(session, desk, Wish(edition.id, list(KINDS), LANGUAGES))
            return session.scalar(select(func.count()).select_from(Deliverable)) or 0
    finally:
        database.close()


def _waiting(address: str) -> int:
    database = open_database(address)
    try:
        with database.session() as session:
            waiting = select(func.count()).where(Deliverable.state == "waiting")
            return session.scalar(waiting) or 0
    finally:
        database.close()
