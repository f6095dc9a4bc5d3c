"""Limits: counted exactly, per key and period, the same for any number of processes."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.db import Database, transaction
from survey.models import Attempt
from survey.services import throttle
from survey.services.campaigns import Created
from survey.services.throttle import Recent, TooMany
from tests.survey.conftest import NOON, Browser

KEY = ("sign-in", "someone@example.org")


def test_a_limit_lets_in_so_many_in_a_period(session: Session) -> None:
    moments = [NOON + timedelta(seconds=second) for second in (0, 10, 20, 30, 59, 60, 61, 70)]
    with transaction(session):
        found = [throttle.allowed(session, KEY, 3, 60, moment) for moment in moments]
        assert throttle.allowed(session, ("sign-in", "another@example.org"), 3, 60, NOON)
    # At 60 seconds the first attempt is out of sight, at 70 the second; what was refused never counted.
    assert found == [True, True, True, False, False, True, False, True]


def test_only_digests_are_stored_and_forgotten_in_time(session: Session) -> None:
    with transaction(session):
        throttle.check(session, KEY, 1, 60, NOON)
        with pytest.raises(TooMany) as told:
            throttle.check(session, KEY, 1, 60, NOON)
    assert told.value.seconds == 60
    assert [len(row.key) for row in session.scalars(select(Attempt))] == [64]
    with transaction(session):
        throttle.forget(session, NOON + timedelta(hours=23))
        assert session.scalar(select(func.count(Attempt.id))) == 1
        throttle.forget(session, NOON + timedelta(hours=25))
        assert session.scalar(select(func.count(Attempt.id))) == 0
        throttle.check(session, KEY, 1, 60, NOON)
        throttle.forgive(session, KEY)
        throttle.check(session, KEY, 1, 60, NOON)


def test_many_at_once_are_counted_exactly(database: Database) -> None:
    let_in: list[bool] = []

    def attempt() -> None:
        with database.session() as session, transaction(session):
            let_in.append(throttle.allowed(session, KEY, 5, 60, NOON))

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False] * 7 + [True] * 5


def test_what_is_counted_in_memory_stays_small() -> None:
    recent = Recent(limit=2, seconds=10, keys=3)
    for moment in (0, 1):
        recent.check("a", moment)
    with pytest.raises(TooMany) as told:
        recent.check("a", 4)
    assert told.value.seconds == 6
    recent.check("a", 10)
    for key in "bcdefg":
        recent.check(key, 11)
    assert len(recent._seen) == 3


def test_guessing_links_is_told_to_stop_and_good_links_still_work(
    app: Flask, browser: Browser, client_company: Created
) -> None:
    app.extensions["link_misses"] = Recent(2, 600)
    missed = [browser.get("/i/" + letter * 43) for letter in "ABCD"]
    assert [answer.status_code for answer in missed] == [404, 404, 429, 429]
    assert 590 <= int(missed[2].headers["Retry-After"]) <= 600
    assert "Too many attempts in a short time" in missed[2].text
    browser.enter(client_company.links[0].token)


def test_a_link_is_entered_only_so_often(
    browser: Browser, client_company: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.services.invitations.ENTRIES", (2, 3600))
    address = f"/i/{client_company.links[0].token}"
    browser.see(address)
    answers = [browser.post(address).status_code for _ in range(3)]
    assert answers == [303, 303, 429]


def test_addresses_are_those_of_customers(app: Flask) -> None:
    from survey.web import site

    known = {
        "203.0.113.7": "203.0.113.7",
        "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
        "not an address": "",
    }
    for claimed, counted in known.items():
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": claimed}):
            assert site.address() == counted
