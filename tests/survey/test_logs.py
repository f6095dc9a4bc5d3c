"""Logs: one JSON line an event, and nothing in it that people wrote or that opens anything."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from survey.logs import Lines
from survey.services import submissions
from survey.services.campaigns import Created
from tests.survey.conftest import Browser


class Log:
    """What was written so far."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    found = Log()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield found
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize("text", ["a\nWARNING:root:forged", "a\r\nb", "\x1b[31mred", "a\u2028b"])
def test_a_text_cannot_make_a_second_line(log: Log, text: str) -> None:
    logging.getLogger("some.library").warning("it said: %s", text)
    raw = log.stream.getvalue()
    assert raw.count("\n") == 1
    assert raw.isascii()
    assert not any(ord(character) < 32 for character in raw.rstrip("\n"))
    (line,) = log.lines
    assert line["text"] == f"it said: {text}"
    assert line["level"] == "warning"
    assert line["event"] == "some.library"
    assert line["time"].endswith("Z")


def test_what_opens_something_is_cut_out(log: Log) -> None:
    token = "Ab3_-" * 9
    logging.getLogger("waitress").error("Exception while serving /i/%s", token)
    assert token not in log.stream.getvalue()


@pytest.mark.sqlite
def test_every_answer_is_one_line_without_its_address(
    browser: Browser, client_company: Created, log: Log
) -> None:
    token = client_company.links[0].token
    browser.enter(token)
    browser.see("/answers/tooling/1")
    browser.save("tooling", 1, "tooling_access", "3", 0, comment="a private remark")
    browser.get("/nothing/at/all")
    found = [line for line in log.lines if line["event"] == "request"]
    assert [(line["endpoint"], line["method"], line["status"]) for line in found] == [
        ("invitations.landing", "GET", 200),
        ("invitations.enter", "POST", 303),
        ("respond.question", "GET", 200),
        ("respond.save", "POST", 303),
        ("", "GET", 404),
    ]
    assert all(line["ms"] >= 0 for line in found)
    assert len({line["request"] for line in found}) == len(found)
    everything = log.stream.getvalue()
    for secret in (token, "private remark", "nothing/at/all", "tooling"):
        assert secret not in everything


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ["fault", "database"])
def test_an_error_is_told_by_its_kind_and_place(
    browser: Browser, client_company: Created, log: Log, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    browser.enter(client_company.links[0].token)
    browser.see("/answers/tooling/1")

    def fail(*_: object, **__: object) -> None:
        if kind == "database":
            raise OperationalError("INSERT", {"comment": "a private remark"}, _Gone("a private remark"))
        raise ValueError("cannot read 'a private remark'")

    monkeypatch.setattr(submissions, "save_answer", fail)
    data = {"csrf_token": browser.proof(), "q_tooling_access": "3", "revision": "0", "next": "on"}
    answered = browser.client.post("/answers/tooling/1", data=data)
    assert answered.status_code == (500 if kind == "fault" else 503)
    (line,) = [line for line in log.lines if "error" in line]
    assert line["level"] == "error"
    assert line["error"] == ("ValueError" if kind == "fault" else "OperationalError")
    assert line["at"][-1].split(":")[0].endswith("test_logs.py")
    assert line.get("database", "") == ("" if kind == "fault" else "_Gone 57P01")
    assert "private remark" not in log.stream.getvalue()
    assert log.lines[-1]["status"] == answered.status_code
    assert answered.headers["X-Request-ID"] == log.lines[-1]["request"]


class _Gone(Exception):
    sqlstate = "57P01"
