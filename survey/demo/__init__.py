"""What ``mandate demo`` shows: an invented firm with three clients, each at another stage."""

import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from questionnaires import load
from questionnaires.model import Pack
from reports.report import Brand, Report

from ..config import Settings
from ..db import Database, open_database
from ..schema import upgrade
from ..services import editions, results
from . import bank, clients, firm


@dataclass(frozen=True, slots=True)
class Demo:
    """What to open: the paths of two personal links, whom to sign in as, and the written reports."""

    organisation: str
    department: str
    answer_path: str
    read_path: str
    headline: str
    documents: tuple[Path, ...]
    email: str = firm.EMAIL
    password: str = firm.PASSWORD


def demo_settings(settings: Settings, port: int | None = None) -> Settings:
    """Settings like these, for a demo: data in a folder of its own, reached from this machine only.

    Port 0 becomes a free one: the e-mails of the demo hold its address before it is served.
    """
    port = (settings.port if port is None else port) or _free_port()
    return replace(
        settings,
        instance=settings.instance / "demo",
        database_url="",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        development=True,
        log_level="warning",  # addresses stay in sight
        smtp_url="",  # whatever is tried there goes to the outbox and to nobody
    )


def build_demo(settings: Settings) -> Demo:
    """Fill a fresh database in the settings' instance folder, and write the report in each language.

    An earlier demo in that folder is replaced.
    """
    for path in settings.instance.glob("mandate.sqlite*"):
        path.unlink()
    shutil.rmtree(settings.instance / "outbox", ignore_errors=True)
    database = open_database(settings.address)
    try:
        upgrade(database.engine)
        return _fill(database, settings, load())
    finally:
        database.close()


def _fill(database: Database, settings: Settings, pack: Pack) -> Demo:
    now = datetime.now(UTC)
    with database.session() as session:
        member = firm.found(session, now)
        published = bank.conclude(session, settings, pack, member, now)
        field = clients.send_out(session, settings, pack, member, now)
        clients.prepare(session, pack, member, now)
        firm.add_others(session, member, lead_of=field.client_id, reader_of=published.client_id, now=now)
        results.compute(session, pack, field.campaign_id, now)
        shown = editions.shown(session, published.campaign_id)
        assert shown is not None  # noqa: S101 - published above
    reports = [shown.report(locale) for locale in pack.questionnaire.languages]
    with ThreadPoolExecutor() as pool:  # each report is made in a process of its own
        documents = pool.map(lambda report: _write(settings.instance, report, shown.brand), reports)
    return Demo(
        organisation=shown.results.organisation,
        department=field.department,
        answer_path=f"/i/{field.answer_token}",
        read_path=f"/i/{published.read_token}",
        headline=reports[0].decision.headline,
        documents=tuple(documents),
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _write(folder: Path, report: Report, look: Brand) -> Path:
    from reports.render import render_pdf_isolated  # noqa: PLC0415 - the slowest import of all

    path = folder / f"report-{report.locale}.pdf"
    path.write_bytes(render_pdf_isolated(report, look))
    return path


__all__: Final = ["Demo", "build_demo", "demo_settings"]
