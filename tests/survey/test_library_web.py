"""The library in the browser: what a consultant does with a questionnaire, and what nobody else can."""

import html
import io
import re

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from questionnaires import load
from survey.models import Campaign, FirmPack
from survey.services import library, setup
from survey.services.tenant import Member
from tests.survey.conftest import NOON, Browser
from tests.survey.files.test_questionnaires import LIBRARY
from tests.survey.setting_up import Set, a_draft, member_of, settle_all, signed_in

QUESTION = "tooling_access"


@pytest.fixture
def member(app: Flask) -> Member:
    with app.extensions["database"].session() as session:
        return member_of(session, "Conseil & Associés")


@pytest.fixture
def marc(app: Flask, member: Member) -> Browser:
    return signed_in(app, member)


@pytest.fixture
def draft(marc: Browser) -> str:
    """The address of a copy just made."""
    marc.see("/library/ai_maturity/v1")
    made = marc.post("/library/ai_maturity/v1/copy")
    assert made.status_code == 303
    return str(made.headers["Location"])


def form_of(page: str) -> dict[str, str]:
    """What a form on a page holds: its text areas, and its fields on one line."""
    areas = re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    lines = re.findall(
        r'<input class="text[^"]*" id="[^"]*" name="([^"]+)" type="text" value="([^"]*)"', page
    )
    hidden = re.findall(r'<input type="hidden" name="(seen)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in (*areas, *lines, *hidden)}


def faults(page: str) -> list[str]:
    return re.findall(r'<p class="error"[^>]*><span class="aside">Error: </span>([^<]+)</p>', page)


def test_a_copy_is_made_and_listed_beside_what_ships(marc: Browser, draft: str) -> None:
    page = marc.see(draft)
    assert "This is your firm’s own copy." in page
    assert "26 questions in 5 dimensions." in page
    listed = marc.see("/library")
    assert listed.count("AI maturity of the organisation") == 2
    assert "Nobody" in listed
    assert "Maturité" in marc.see("/library?lang=fr")


def test_a_shipped_questionnaire_has_no_form(marc: Browser) -> None:
    page = marc.see("/library/ai_maturity/v1")
    assert "Make a copy to edit" in page
    assert "leave-out" not in page
    for path in (f"questions/{QUESTION}", "questions/new", "import"):
        assert marc.get(f"/library/ai_maturity/v1/{path}").status_code == 404
    for path in ("title", "next", "remove", f"questions/{QUESTION}", f"questions/{QUESTION}/leave-out"):
        assert marc.post(f"/library/ai_maturity/v1/{path}").status_code == 404


def test_a_question_is_edited_in_both_languages_in_one_form(marc: Browser, draft: str) -> None:
    form = form_of(marc.see(f"{draft}/questions/{QUESTION}"))
    question = load().question[QUESTION]
    assert form["text_en"] == question.text["en"]
    assert form["statement_5_fr"] == question.statements[4]["fr"]
    assert form["term_1_fr"] == question.words[0].term["fr"]
    form |= {"why_en": "Because\r\n tools   decide.", "why_fr": "Parce que les outils décident."}
    saved = marc.post(f"{draft}/questions/{QUESTION}", form)
    assert saved.status_code == 303
    again = form_of(marc.see(f"{draft}/questions/{QUESTION}"))
    assert again["why_en"] == "Because tools decide."
    assert {name for name in form if again[name] != form[name]} == {"why_en", "seen"}
    page = marc.see(f"{draft}/changes")
    assert "Because tools decide." in page
    assert '<del lang="fr">' in page


def test_a_faulty_form_comes_back_with_all_that_was_typed(marc: Browser, draft: str) -> None:
    form = form_of(marc.see(f"{draft}/questions/{QUESTION}"))
    form |= {"topic_fr": "x" * 39, "text_en": " ", "proof_fr": "Typed and kept"}
    answer = marc.post(f"{draft}/questions/{QUESTION}", form)
    assert answer.status_code == 422
    assert faults(answer.text) == ["Use at most 38 characters", "Write the question"]
    assert form_of(answer.text)["proof_fr"] == "Typed and kept"


def test_of_two_editors_the_second_sees_both_and_decides(
    app: Flask, member: Member, marc: Browser, draft: str
) -> None:
    address = f"{draft}/questions/{QUESTION}"
    other = signed_in(app, member)
    first, second = form_of(marc.see(address)), form_of(other.see(address))
    marc.post(address, {**first, "why_en": "The first."})
    answer = other.post(address, {**second, "why_en": "The second."})
    assert answer.status_code == 409
    assert "Somebody else saved this question meanwhile" in answer.text
    assert "The first." in answer.text
    kept = form_of(answer.text)
    assert kept["why_en"] == "The second."
    assert other.post(address, kept).status_code == 303
    assert form_of(marc.see(address))["why_en"] == "The second."


def test_a_question_left_out_is_put_back_or_taken_out_of_the_actions(marc: Browser, draft: str) -> None:
    here = f"{draft}/questions/tooling_evaluation"
    marc.see(draft)
    assert marc.post(f"{here}/leave-out").headers["Location"] == f"{draft}/check"
    page = marc.see(f"{draft}/check")
    assert "4 points to mend" in page
    assert re.search(r"actions/tooling\.yaml:\d+", page)
    assert "an action rests on the question “tooling_evaluation”, which is not asked" in page
    assert marc.post(f"{here}/put-back").status_code == 303
    assert "Nothing to mend" in marc.see(f"{draft}/check")
    assert marc.post(f"{here}/release").status_code == 404
    marc.post(f"{here}/leave-out")
    assert marc.post(f"{here}/release").status_code == 303
    assert "Nothing to mend" in marc.see(f"{draft}/check")
    assert marc.post(f"{here}/leave-out").status_code == 404


def test_a_new_question_may_wait_to_be_completed(marc: Browser, draft: str) -> None:
    page = marc.see(f"{draft}/questions/new?dimension=data")
    assert '<option value="data" selected>' in page
    sent = {"dimension": "data", "referent": "organisation", "text_en": "How good are data?"}
    answer = marc.post(f"{draft}/questions/new", sent)
    assert answer.status_code == 422
    assert faults(answer.text) == ["Choose at least one function: the others are not asked to know"]
    made = marc.post(f"{draft}/questions/new", {**sent, "informants": ["cio", "data_lead"]})
    assert made.headers["Location"] == f"{draft}#data_how_good_are_data"
    page = marc.see(f"{draft}/check")
    assert "How good are data · Question · French" in page
    assert "what people did not know is not said" in page


def test_the_workbook_goes_out_and_comes_back(marc: Browser, draft: str) -> None:
    answer = marc.get(f"{draft}/questionnaire.xlsx")
    assert answer.headers["Content-Disposition"].endswith('-v1.xlsx"')
    assert "Nothing would change" in marc.see(brought(marc, draft, answer.data, "q.xlsx"))
    book = load_workbook(io.BytesIO(answer.data))
    book.worksheets[0]["H3"] = "Which tools?"
    book.worksheets[0].delete_rows(4)
    out = io.BytesIO()
    book.save(out)
    preview = brought(marc, draft, out.getvalue(), "q.xlsx")
    page = marc.see(preview)
    assert "Which tools?" in page
    assert re.search(r'<span class="figure">1</span> <span>question left out', page)
    assert marc.post(preview).headers["Location"] == f"{draft}/check"
    assert "Which tools?" in marc.see(draft)
    assert marc.post(preview).headers["Location"] == f"{draft}/import"


def brought(marc: Browser, draft: str, data: bytes, name: str) -> str:
    """The address of the preview of a file."""
    marc.see(f"{draft}/import")
    answer = marc.post(f"{draft}/import", {"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_faulty_file_is_told_by_line_and_not_kept(marc: Browser, draft: str) -> None:
    marc.see(f"{draft}/import")
    assert marc.post(f"{draft}/import").status_code == 422
    answer = marc.post(f"{draft}/import", {"file": (io.BytesIO(b"a: &x [1]\nb: *x\n"), "library.yaml")})
    assert answer.status_code == 422
    assert "library.yaml line 2" in answer.text


def test_questions_of_another_tool_are_chosen_into_a_dimension(marc: Browser, draft: str) -> None:
    preview = brought(marc, draft, LIBRARY.encode(), "library.yaml")
    page = marc.see(preview)
    assert "it is answered in free text" in page
    answer = marc.post(preview, {"dimension": ""})
    assert answer.status_code == 422
    assert "Choose at least one question" in answer.text
    assert faults(answer.text) == ["Choose a dimension"]
    assert marc.post(preview, {"questions": ["0"], "dimension": "skills"}).status_code == 303
    form = form_of(marc.see(f"{draft}/questions/skills_how_do_teams_share_prompts"))
    assert form["text_fr"] == "Comment les équipes partagent-elles leurs consignes ?"
    assert form["statement_1_en"] == "Nowhere"
    assert form["statement_5_fr"] == "Partout"
    assert form["why_en"] == ""


def test_a_preview_is_for_whoever_brought_the_file(app: Flask, marc: Browser, draft: str) -> None:
    preview = brought(marc, draft, LIBRARY.encode(), "library.yaml")
    with app.extensions["database"].session() as session:
        owner, rival = member_of(session, "Conseil & Associés", "owner"), member_of(session, "Rival")
    for somebody in (owner, rival):
        assert signed_in(app, somebody).get(preview).status_code == 404
    assert signed_in(app, rival).get(draft).status_code == 404


def test_the_title_is_changed_in_both_languages_and_a_draft_thrown_away(marc: Browser, draft: str) -> None:
    marc.see(draft)
    answer = marc.post(f"{draft}/title", {"title_en": "", "title_fr": "Autre"})
    assert answer.status_code == 422
    assert faults(answer.text) == ["Enter a title"]
    assert marc.post(f"{draft}/title", {"title_en": "Our own", "title_fr": "Le nôtre"}).status_code == 303
    assert "Our own" in marc.see("/library?lang=en")
    assert "Le nôtre" in marc.see("/library?lang=fr")
    marc.see("/library?lang=en")
    assert marc.post(f"{draft}/remove").headers["Location"] == "/library"
    assert marc.get(draft).status_code == 404


@pytest.fixture
def wave(app: Flask, member: Member) -> Set:
    with app.extensions["database"].session() as session:
        return a_draft(session, member)


def test_the_questionnaire_is_chosen_with_the_scope(app: Flask, marc: Browser, draft: str, wave: Set) -> None:
    address, name = f"/campaigns/{wave.campaign}/setup/scope", draft.removeprefix("/library/")
    page = marc.see(address)
    assert '<option value="ai_maturity/v1" selected>' in page
    assert "AI maturity of the organisation, version 1 · Draft" in page
    form = {**form_of(page), "as_of": "2026-11-20"}
    assert marc.post(address, {**form, "pack": "nothing/v1"}).status_code == 422
    assert marc.post(address, {**form, "pack": name}).status_code == 303
    with app.extensions["database"].session() as session:
        campaign = session.get_one(Campaign, wave.campaign)
        assert f"{campaign.pack_key}/{campaign.pack_version}" == name
    assert "Forges de Valmont, wave 1" in marc.see("/library")
    marc.see(draft)
    assert marc.post(f"{draft}/remove").headers["Location"] == draft
    assert "A wave is set up with this version" in marc.see(draft)


def test_a_faulty_questionnaire_keeps_a_campaign_from_its_launch(
    app: Flask, member: Member, marc: Browser, draft: str, wave: Set
) -> None:
    with app.extensions["database"].session() as session:
        setup.set_questionnaire(session, member, wave.campaign, draft.removeprefix("/library/"), NOON)
        settle_all(session, member, wave.campaign)
    marc.see(draft)
    marc.post(f"{draft}/questions/{QUESTION}/leave-out")
    launch = f"/campaigns/{wave.campaign}/launch"
    assert f'<a href="{draft}/check">The questionnaire has 8 faults</a>' in marc.see(launch)
    assert marc.post(launch).status_code == 409
    marc.post(f"{draft}/questions/{QUESTION}/put-back")
    assert marc.post(launch).status_code == 303
    page = marc.see(draft)
    assert "Used, frozen" in page
    assert "Begin version 2" in page
    assert marc.get(f"{draft}/questions/{QUESTION}").status_code == 404
    made = marc.post(f"{draft}/next")
    assert made.headers["Location"] == draft.replace("/v1", "/v2")
    with app.extensions["database"].session() as session:
        states = dict(session.execute(select(FirmPack.version, FirmPack.state)).all())  # type: ignore[arg-type]
        assert states == {"v1": "frozen", "v2": "draft"}
        assert library.found(session, member, draft.split("/")[2], "v2") is not None
