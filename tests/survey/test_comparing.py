"""Clients side by side, and a sector that never tells one organisation."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, Pack
from reports.results import to_json
from survey.db import transaction
from survey.models import Campaign, Edition, Organisation
from survey.services import comparing
from survey.services.tenant import Member
from tests.builders import a_case
from tests.survey.conftest import NOON
from tests.survey.setting_up import a_draft, member_of, signed_in


def published(session: Session, member: Member, name: str, level: int, *, takes_part: bool = True) -> UUID:
    """A client of a firm whose every answer was this level, with a published version; its id."""
    made = a_draft(session, member, name)
    results = a_case().answering(level).results()
    with transaction(session):
        client = session.get_one(Organisation, made.client)
        if takes_part:
            client.benchmark_at, client.benchmark_by = NOON, "Ada Fictive"
        session.add(
            Edition(
                organisation_id=made.client,
                campaign_id=made.campaign,
                state="published",
                number=1,
                results=to_json(results),
                reports={},
                digest="0" * 64,
                sent_at=NOON,
                sent_by="Marc",
                published_at=NOON,
            )
        )
    return made.client


def test_five_others_make_a_sector_and_four_do_not(session: Session, pack: Pack) -> None:
    member = member_of(session, "Atelier Conseil")
    mine = published(session, member, "Mine", 3)
    for number, level in enumerate((1, 2, 2, 4)):
        published(session, member, f"Client {number}", level)
    found = comparing.of_client(session, member, mine)
    assert found
    four = comparing.benchmark(session, member, found)
    assert four == comparing.Benchmark("services", 4, ())
    published(session, member, "Aside", 5, takes_part=False)
    assert comparing.benchmark(session, member, found) == four
    published(session, member, "Client 5", 5)
    five = comparing.benchmark(session, member, found)
    assert five
    assert five.n == 5
    # Of 1, 2, 2, 4, 5: the median is 2, the quarters lie at 2 and 4.
    assert {(item.median, item.low, item.high, item.n) for item in five.middles} == {(2.0, 2.0, 4.0, 5)}


def test_other_firms_count_only_when_there_are_five_of_them(session: Session, pack: Pack) -> None:
    member, other = member_of(session, "Atelier Conseil"), member_of(session, "Autre Cabinet")
    mine = published(session, member, "Mine", 3)
    for number in range(4):
        published(session, member, f"Own {number}", 2)
        published(session, other, f"Foreign {number}", 5)
    found = comparing.of_client(session, member, mine)
    assert found
    # Eight in all, but who knows the four of the firm could work the others out.
    assert comparing.benchmark(session, member, found) == comparing.Benchmark("services", 4, ())
    published(session, other, "Foreign 4", 5)
    nine = comparing.benchmark(session, member, found)
    assert nine
    assert (nine.n, nine.middles[0].median) == (9, 5.0)
    assert [item.client for item in comparing.side_by_side(session, member)] == [
        "Mine", "Own 0", "Own 1", "Own 2", "Own 3",
    ]  # fmt: skip


def test_taking_part_names_who_agreed_and_ends(session: Session, pack: Pack) -> None:
    member = member_of(session, "Atelier Conseil")
    client = published(session, member, "Mine", 3, takes_part=False)
    with pytest.raises(InvalidAnswer, match="who agreed"):
        comparing.take_part(session, member, client, " ", NOON, takes_part=True)
    comparing.take_part(session, member, client, "Ada  Fictive", NOON, takes_part=True)
    row = session.get_one(Organisation, client)
    assert (row.benchmark_at, row.benchmark_by) == (NOON, "Ada Fictive")
    comparing.take_part(session, member, client, "", NOON + timedelta(1), takes_part=False)
    assert (row.benchmark_at, row.benchmark_by) == (None, "")


def test_the_pages_compare_and_hand_out_the_numbers(app: Flask, pack: Pack) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        client = published(session, member, "Forges de Valmont", 3, takes_part=False)
        for number in range(5):
            published(session, member, f"Client {number}", 2)
        assert session.query(Campaign).count() == 6
    browser = signed_in(app, member)
    page = browser.see("/compare")
    assert page.count("Scores run from 1 to 5") == 1
    assert page.index("Client 0") < page.index("Forges de Valmont")
    book = load_workbook(io.BytesIO(browser.get("/compare.xlsx").data))
    rows = list(book.worksheets[0].values)
    assert rows[-1][0] == "Forges de Valmont"
    assert rows[-1][3] == 3
    assert b"Forges de Valmont" in browser.get("/compare.csv").data
    here = f"/clients/{client}/compare"
    assert "Let the scores count" in browser.see(here)
    refused = browser.post(f"/clients/{client}/benchmark", {"takes_part": "yes", "agreed_by": ""})
    assert refused.status_code == 422
    assert "Enter who agreed on behalf of the client" in refused.text
    joined = browser.post(f"/clients/{client}/benchmark", {"takes_part": "yes", "agreed_by": "Ada Fictive"})
    assert joined.status_code == 303
    page = browser.see(here)
    assert "based on 5 organisations" in page
    assert "agreed by Ada Fictive" in page
    assert "Client 0" not in page
    assert browser.post(f"/clients/{client}/benchmark", {"takes_part": "no"}).status_code == 303
    assert "Let the scores count" in browser.see(here)


def test_nothing_published_is_said(app: Flask, pack: Pack) -> None:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        client = a_draft(session, member).client
    browser = signed_in(app, member)
    assert "Nothing is published yet" in browser.see("/compare")
    assert "Nothing is published yet" in browser.see(f"/clients/{client}/compare")
