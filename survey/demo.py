"""A client to try everything on: an invented company whose departments have answered, all but one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from questionnaires import load
from questionnaires.answers import Submission as Given
from questionnaires.model import Pack
from reports.build import build_report
from reports.report import Report

from .config import Settings
from .db import Database, open_database, transaction
from .files import read_answers, read_facts, read_table
from .schema import upgrade
from .services import accounts, campaigns, invitations, results, submissions

CLIENT: Final = "forges_valmont"
FIRM: Final = "Atelier Conseil"
EMAIL: Final = "camille@conseil.example"
PASSWORD: Final = "essayer-sans-crainte"  # noqa: S105 - printed on purpose
"""Of an invented consultant, in an installation that only this machine reaches."""
OPEN_ROLE: Final = "sales"
"""Whose questionnaire is left for the visitor: everybody can imagine being head of sales."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What to open: the paths of two personal links, and the written reports."""

    organisation: str
    department: str
    answer_path: str
    read_path: str
    headline: str
    documents: tuple[Path, ...]


def demo_settings(settings: Settings, port: int | None = None) -> Settings:
    """Settings like these, for a demo: data in a folder of its own, reached from this machine only."""
    port = settings.port if port is None else port
    return replace(
        settings,
        instance=settings.instance / "demo",
        database_url="",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        development=True,
        smtp_url="",  # whatever is tried there goes to the outbox and to nobody
    )


def build_demo(settings: Settings) -> Demo:
    """Fill a fresh database in the settings' instance folder, and write the report in each language.

    An earlier demo in that folder is replaced.
    """
    for path in settings.instance.glob("mandate.sqlite*"):
        path.unlink()
    database = open_database(settings.address)
    try:
        upgrade(database.engine)
        return _fill(database, settings.instance, load())
    finally:
        database.close()


def _fill(database: Database, folder: Path, pack: Pack) -> Demo:
    now = datetime.now(UTC)
    with as_file(files("survey") / "samples" / CLIENT) as sample:
        case = read_facts(sample / "facts.yaml", pack)
        names = [item.name for item in case.departments]
        given = read_answers(read_table(sample / "answers.csv"), pack, names)
    people = [campaigns.Person(item.department, role=item.role) for item in given]
    roles = [item.role for item in given]
    left_open = roles.index(OPEN_ROLE)
    with database.session() as session:
        with transaction(session):
            firm = accounts.add_firm(session, FIRM, now)
            accounts.add_account(
                session,
                firm.id,
                EMAIL,
                name="Camille Exemple",
                role="owner",
                now=now,
                password=PASSWORD,
            )
        created = campaigns.create_campaign(session, firm.id, pack, case, people, now)
        for place, link in enumerate(created.links):
            if place != left_open:
                _answer(session, pack, link.token, given[place], now)
        concluded = results.compute(session, pack, created.campaign_id, now)
    reports = [build_report(pack, concluded, locale) for locale in pack.questionnaire.languages]
    with ThreadPoolExecutor() as pool:  # each report is made in a process of its own
        documents = pool.map(lambda report: _write(folder, report), reports)
    return Demo(
        organisation=concluded.organisation,
        department=given[left_open].department,
        answer_path=f"/i/{created.links[left_open].token}",
        read_path=f"/i/{created.reader.token}",
        headline=reports[0].decision.headline,
        documents=tuple(documents),
    )


def _answer(session: Session, pack: Pack, token: str, given: Given, now: datetime) -> None:
    """Answer and send as a respondent does, through the same services."""
    invitations.enter(session, pack, token, now)
    visitor = invitations.look_up(session, token, now)
    assert visitor is not None  # noqa: S101 - the link was made a moment ago
    for question, value in given.answers.items():
        submissions.save_answer(
            session, pack, visitor, question, value=str(value), comment="", based_on=0, now=now
        )
    submissions.send(session, visitor, now)


def _write(folder: Path, report: Report) -> Path:
    from reports.render import render_pdf_isolated  # noqa: PLC0415 - the slowest import of all

    path = folder / f"report-{report.locale}.pdf"
    path.write_bytes(render_pdf_isolated(report))
    return path
