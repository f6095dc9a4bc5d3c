"""A site on a fresh database, with the first sample client set up, and browsers for its people.

A test that asks for a database, directly or through ``app`` or ``session``, runs on SQLite and on PostgreSQL;
one marked ``sqlite`` is about SQLite itself and runs there alone.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import html5lib
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import URL, Engine, create_engine, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from questionnaires import Case, Pack, Submission, load
from reports import assess as conclusions
from reports.results import Results
from survey import create_app, db, schema, sqlite
from survey.config import Settings
from survey.db import Base, Database, open_database, transaction
from survey.files import read_facts
from survey.services import accounts, campaigns, passwords
from survey.services.campaigns import Created
from tests.postgres import Cluster, cluster

SAMPLE = Path(campaigns.__file__).parents[1] / "samples" / "forges_valmont" / "facts.yaml"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test on a database runs on both engines."""
    if "engine" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("sqlite")
        metafunc.parametrize("engine", ["sqlite"] if alone else ["sqlite", "postgresql"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server, started when the first test needs it."""
    with cluster() as found:
        yield found


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to copy."""
    path = tmp_path_factory.mktemp("template") / "mandate.sqlite"
    made = open_database(f"sqlite:///{path}")
    schema.upgrade(made.engine)
    made.close()
    return path


@pytest.fixture
def address(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with every table and no row."""
    if engine == "sqlite":
        file = tmp_path / "mandate.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
    else:
        with request.getfixturevalue("postgres").migrated() as found:
            yield found


@pytest.fixture
def empty_address(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without any table."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite"
    else:
        with request.getfixturevalue("postgres").empty() as found:
            yield found


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """An empty database with every table."""
    found = open_database(address)
    yield found
    found.close()


def rows(database: Database) -> dict[str, list[str]]:
    """Everything in a database, by table."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(str(row) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def dump(app: Flask) -> dict[str, list[str]]:
    """Everything in the site's database."""
    return rows(app.extensions["database"])


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as found:
        yield found


def a_firm(session: Session, name: str = "Atelier Conseil") -> UUID:
    """A firm to run assessments."""
    with transaction(session):
        return accounts.add_firm(session, name, NOON).id


def set_up(session: Session, pack: Pack, **more: Any) -> Created:
    """The sample client with one unnamed person a department, whose functions are known."""
    case = read_facts(SAMPLE, pack)
    roles = ("ceo", "finance", "cio", "operations", "risk", "sales", "hr", "product")
    people = [
        campaigns.Person(item.name, role=role) for item, role in zip(case.departments, roles, strict=True)
    ]
    return campaigns.create_campaign(session, a_firm(session), pack, case, people, NOON, **more)


@pytest.fixture
def created(session: Session, pack: Pack) -> Created:
    return set_up(session, pack)


@dataclass
class Browser:
    """A browser that checks every page it receives: valid HTML, language, headers, weight."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        return checked(self.client.get(path, **more))

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with the proof that the last page carried."""
        return checked(self.client.post(path, data={"csrf_token": self.proof(), **(data or {})}, **more))

    def proof(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.last)
        return found[1] if found else ""

    last: str = ""

    def see(self, path: str, **more: Any) -> str:
        """The page at a path, which must be there."""
        response = self.get(path, **more)
        assert response.status_code == 200, (path, response.status_code)
        self.last = response.text
        return self.last

    def enter(self, token: str, **data: str) -> TestResponse:
        """Open a personal link and press its button."""
        self.see(f"/i/{token}")
        response = self.post(f"/i/{token}", data)
        assert response.status_code == 303, response.text
        return response

    def save(
        self, part: str, number: int, question: str, value: str, revision: int, **more: Any
    ) -> TestResponse:
        """Answer a question by its form."""
        headers = more.pop("headers", {})
        data = {f"q_{question}": value, "revision": str(revision), "comment": "", "next": "on", **more}
        return self.post(f"/answers/{part}/{number}", data, headers=headers)


def checked(response: TestResponse) -> TestResponse:
    """Whatever comes back keeps the rules that hold for every page."""
    assert response.status_code < 500 or response.status_code == 503, response.text
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    if response.mimetype == "text/html" and response.status_code != 303:
        _parse(response.text)
        assert re.search(r'<html[^>]* lang="(en|fr)"', response.text)
        assert not re.search(r"<[^>]+\sstyle=|<[^>]+\son[a-z]+=|<script>", response.text)
    return response


VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[\"/=])[\w.-]{40,}(?=[\"&?])")
"""Ids and tokens: no markup depends on which they are."""
PARSED: set[str] = set()


def _parse(page: str) -> None:
    """Raises ParseError for a page that is not valid HTML. The same page with other ids is parsed once."""
    bare = VARYING.sub("x", page)
    if bare not in PARSED:
        html5lib.HTMLParser(strict=True).parse(page)
        PARSED.add(bare)


class Compiled(BytecodeCache):
    """Templates compiled once for all apps of a test run: most of a first page's time."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Compiled()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """One pass over little memory: what is tested is never how long guessing takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Werkzeug compiles two functions for each address of each app: nine tenths of an app's start."""
    compiled: dict[str, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = repr((rule.rule, rule._trace, rule.defaults, append_unknown))
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """SQLAlchemy compiles each statement for each engine: those of one database share what they compiled."""
    first: dict[str, Engine] = {}

    def shared(create: Callable[..., Engine]) -> Callable[..., Engine]:
        def made(url: URL, **more: Any) -> Engine:
            engine = create(url, **more)
            known = first.get(url.get_backend_name())
            if known is None or known.dialect.server_version_info is None:  # it never connected
                first[url.get_backend_name()] = engine
            else:
                engine.dialect = engine.pool._dialect = known.dialect
                engine._compiled_cache = known._compiled_cache
            return engine

        return made

    with pytest.MonkeyPatch.context() as patch:
        for module in (db, sqlite):
            patch.setattr(module, "create_engine", shared(create_engine))
        yield


@pytest.fixture(scope="session", autouse=True)
def conclusions_drawn_once() -> Iterator[None]:
    """The same answers and facts give the same results, which take a tenth of a second."""
    kept: dict[tuple[int, str], tuple[Pack, Results]] = {}
    draw = conclusions.assess

    def once(pack: Pack, case: Case, submissions: Sequence[Submission]) -> Results:
        key = id(pack), conclusions.fingerprint(pack, case, submissions)
        if key not in kept:
            kept[key] = pack, draw(pack, case, submissions)  # with the pack, whose id is then nobody else's
        return kept[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conclusions, "assess", once)
        yield


@pytest.fixture
def app(tmp_path: Path, address: str) -> Iterator[Flask]:
    settings = Settings(
        instance=tmp_path / "instance", database_url=address, time_zone="Europe/Paris", secret_key="k" * 40
    )
    found = create_app(settings)
    found.jinja_env.bytecode_cache = TEMPLATES
    yield found
    found.extensions["database"].close()


@pytest.fixture
def client_company(app: Flask, pack: Pack) -> Created:
    """The sample client, in the app's database."""
    with app.extensions["database"].session() as session:
        return set_up(session, pack, prepared_by="Atelier Conseil", contact="conseil@example.org")


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def another(app: Flask) -> Browser:
    return Browser(app.test_client())
