"""The findings board: order, what is left out, findings of one's own, and two people at once."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from questionnaires import Pack
from reports.report import Items, Report
from survey.services import editor, results, wordings
from survey.services.campaigns import Created
from tests.survey.at_work import desk_of, sign_in
from tests.survey.conftest import NOON, Browser
from tests.survey.test_editor import conclude

OWN = {
    "claim_en": "Nobody dares to clean the CRM",
    "text_en": "Three heads said it, unasked.",
    "claim_fr": "Personne n'ose nettoyer le CRM",
    "text_fr": "Trois directions l'ont dit, sans question.",
    "evidence": ["data", "data_ownership"],
}


@pytest.fixture
def board(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> str:
    """The address of the board of a campaign that was concluded, to the consultant who is signed in."""
    with app.extensions["database"].session() as session:
        conclude(session, pack, client_company)
    sign_in(app, browser, client_company)
    return f"/campaigns/{client_company.campaign_id}/findings"


def sent_by(page: str) -> dict[str, Any]:
    """What the form of the board would send, untouched."""
    body = page[page.index('name="revision"') :]
    fields: dict[str, Any] = {"order": re.findall(r'name="order" value="([^"]+)"', body)}
    fields["revision"] = re.findall(r'name="revision" value="(\d+)"', page)[0]
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]*)">(.*?)</select>', body):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        fields[name] = chosen[0] if chosen else ""
    fields |= dict(re.findall(r'type="hidden" name="((?:out|owner|confidence) [^"]+)" value="([^"]*)"', body))
    return fields


def titles(app: Flask, pack: Pack, created: Created, locale: str = "en") -> list[str]:
    with app.extensions["database"].session() as session:
        report = results.report(session, pack, created.campaign_id, locale)
        assert isinstance(report, Report)
        chapter = next(item for item in report.sections if item.id == "findings")
        blocks = [block for block in chapter.blocks if isinstance(block, Items)]
        return [item.title for item in blocks[0].items]


def press(browser: Browser, board: str, do: str, **changes: Any) -> None:
    answer = browser.post(board, {**sent_by(browser.see(board)), "do": do, **changes})
    assert answer.status_code == 303


def test_findings_are_moved_left_out_and_put_back(
    app: Flask, browser: Browser, client_company: Created, pack: Pack, board: str
) -> None:
    proposed = titles(app, pack, client_company)
    assert len(proposed) >= 3
    first, second = sent_by(browser.see(board))["order"][:2]
    press(browser, board, f"up {second}", **{f"owner {first}": "cio", f"confidence {first}": "likely"})
    assert titles(app, pack, client_company) == [proposed[1], proposed[0], *proposed[2:]]
    press(browser, board, f"down {second}")
    assert titles(app, pack, client_company) == proposed
    press(browser, board, f"out {first}")
    assert titles(app, pack, client_company) == proposed[1:]
    page = browser.see(board)
    assert "Left out of the report" in page
    assert sent_by(page)[f"out {first}"] == "y"
    press(browser, board, f"back {first}")
    assert sorted(titles(app, pack, client_company)) == sorted(proposed)
    page = sent_by(browser.see(board))
    assert (page[f"owner {first}"], page[f"confidence {first}"]) == ("cio", "likely")


def test_evidence_leads_to_the_answers(browser: Browser, board: str) -> None:
    page = browser.see(board)
    assert re.search(r'href="[^"]*/analysis\?dimension=tooling">Tooling<', page)
    links = re.findall(r'href="(/campaigns/[^"]+/(?:analysis\?dimension=\w+|answers/questions/\w+))"', page)
    for link in dict.fromkeys(links):
        assert browser.get(unescape(link)).status_code == 200, link


def test_a_finding_of_ones_own_prints_in_both_languages(
    app: Flask, browser: Browser, client_company: Created, pack: Pack, board: str
) -> None:
    browser.see(f"{board}/new")
    assert browser.post(f"{board}/new", OWN).status_code == 303
    assert titles(app, pack, client_company)[0] == OWN["claim_en"]
    assert titles(app, pack, client_company, "fr")[0] == "Personne n’ose nettoyer le CRM"
    page = browser.see(board)
    key = re.findall(r"/findings/(own_\w+)\"", page)[0]
    mine = browser.see(f"{board}/{key}")
    assert mine.count(" checked") == 2

    shown = re.findall(r'name="shown" value="(\w+)"', mine)[0]
    half = {**OWN, "claim_fr": "", "text_fr": "", "shown": shown}
    assert browser.post(f"{board}/{key}", half).status_code == 303
    assert "No words in French yet" in browser.see(board)
    edit = f"{board.removesuffix('findings')}report/edit"
    assert "A finding of your own has no words in French" in browser.see(edit)
    with app.extensions["database"].session() as session:
        desk = desk_of(session, client_company, NOON, "owner")
        found = editor.unresolved(session, desk.campaign)
    assert [(item.passage, item.locale, item.why) for item in found] == [
        (f"findings.{key}.claim", "fr", "unfilled")
    ]
    browser.see(f"{board}/{key}")
    assert browser.post(f"{board}/{key}/remove").status_code == 303
    assert OWN["claim_en"] not in browser.see(board)
    assert browser.get(f"{board}/{key}").status_code == 404
    # Whoever still had it open has its words, and puts it back by saving.
    assert browser.post(f"{board}/{key}", {**OWN, "shown": shown}).status_code == 303
    assert titles(app, pack, client_company)[0] == OWN["claim_en"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"claim_en": "", "text_en": "", "claim_fr": "", "text_fr": ""}, "Write the claim (English)"),
        ({"text_fr": ""}, "Write what shows it (French)"),
        ({"claim_en": "x" * 221}, "Shorten this by 1 letters, to 220"),
        ({"text_en": "one\r\ntwo"}, "Write one paragraph"),
        ({"evidence": ["nothing"]}, "Choose from the list"),
    ],
)
def test_a_finding_with_a_fault_comes_back_as_typed(
    browser: Browser, board: str, changes: dict[str, Any], words: str
) -> None:
    browser.see(f"{board}/new")
    answer = browser.post(f"{board}/new", {**OWN, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    if "text_fr" not in changes:
        assert "Trois directions" in answer.text


def test_two_who_arrange_at_once_are_told_and_lose_nothing(  # noqa: PLR0917 - fixtures
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack, board: str
) -> None:
    sign_in(app, another, client_company, "owner")
    mine = sent_by(another.see(board))
    first, second = mine["order"][:2]
    press(browser, board, f"out {first}", **{f"owner {second}": "cio"})
    answer = another.post(board, {**mine, f"confidence {first}": "clear", "do": "save"})
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "Marc Petit changed the board while you had it open" in page
    assert ">left out<" in page
    assert "place 1 · Clear" in page
    again = sent_by(answer.text)
    assert again[f"confidence {first}"] == "clear"
    another.last = answer.text
    assert another.post(board, {**again, "do": "save"}).status_code == 303
    with app.extensions["database"].session() as session:
        kept = wordings.kept_board(session, client_company.campaign_id)
    assert (kept.revision, kept.board.left_out, kept.board.confidence) == (2, (), {first: "clear"})


def test_two_who_write_the_same_finding_see_both(
    app: Flask, browser: Browser, another: Browser, client_company: Created, board: str
) -> None:
    browser.see(f"{board}/new")
    browser.post(f"{board}/new", OWN)
    key = re.findall(r"/findings/(own_\w+)\"", browser.see(board))[0]
    sign_in(app, another, client_company, "owner")
    shown = re.findall(r'name="shown" value="(\w+)"', another.see(f"{board}/{key}"))[0]
    browser.see(f"{board}/{key}")
    browser.post(f"{board}/{key}", {**OWN, "claim_en": "Nobody cleans the CRM", "shown": shown})
    answer = another.post(f"{board}/{key}", {**OWN, "claim_en": "The CRM is a mess", "shown": shown})
    assert answer.status_code == 409
    assert "Nobody cleans the CRM" in answer.text
    assert 'value="The CRM is a mess"' in answer.text
    newer = re.findall(r'name="shown" value="(\w+)"', answer.text)[0]
    another.last = answer.text
    saved = another.post(f"{board}/{key}", {**OWN, "claim_en": "The CRM is a mess", "shown": newer})
    assert saved.status_code == 303
    assert "The CRM is a mess" in browser.see(board)


def test_nothing_that_the_page_does_not_offer_is_kept(browser: Browser, board: str) -> None:
    form = sent_by(browser.see(board))
    key = form["order"][0]
    for wrong in ({f"owner {key}": "nobody"}, {f"confidence {key}": "sure"}):
        assert browser.post(board, {**form, **wrong, "do": "save"}).status_code == 400
    # Nothing was kept yet that could be contradicted.
    assert browser.post(board, {**form, "revision": "7", "do": f"out {key}"}).status_code == 400
    made_up = {**form, "order": ["made_up", *form["order"]], "revision": "x", "do": "up made_up"}
    assert browser.post(board, made_up).status_code in (303, 409)
    # Nor what is no number, or one of thousands of digits.
    for revision in ("\u00b2", "9" * 5_000):
        assert browser.post(board, {**made_up, "revision": revision}).status_code in (303, 409)
    assert sent_by(browser.see(board))["order"] == form["order"]
