"""The report's editor: own words over locked facts, what changed under them, and who saved what."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, NotReady, Pack
from reports.passages import Edited, UnfitText
from reports.report_json import report_to_json
from survey.db import transaction
from survey.models import Answer, Edition, Event, Submission, Wording
from survey.services import editor, publishing, remarks, results, review, submissions, wordings
from survey.services.campaigns import Created
from survey.services.desk import Desk
from survey.services.editor import Given, Manuscript, mark
from tests.survey.at_work import begin, desk_of, person_at, sign_in
from tests.survey.conftest import NOON, Browser

LEAD = "departments.lead"
"""It names the highest and the lowest department."""
SECRET = "ask the sponsor before this goes out"


@pytest.fixture
def desk(session: Session, pack: Pack, created: Created) -> Desk:
    """A consultant at work on a campaign whose results are computed."""
    conclude(session, pack, created)
    return desk_of(session, created, NOON + timedelta(hours=1))


LEVELS = {"tooling": 4, "data": 2, "governance": 2, "skills": 3, "sponsorship": 3}


def conclude(session: Session, pack: Pack, created: Created) -> None:
    """Everybody answers alike, the first department a level lower and the second a level higher."""
    for place, more in enumerate((-1, 1, 0, 0, 0, 0, 0, 0)):
        visitor = begin(session, pack, created, place)
        with transaction(session):
            submission = session.scalars(
                select(Submission).where(Submission.respondent_id == person_at(created, place))
            ).one()
            session.add_all(
                Answer(
                    organisation_id=submission.organisation_id,
                    submission_id=submission.id,
                    question=key,
                    value=str(LEVELS[question.dimension] + more),
                    comment="a private remark",
                    revision=1,
                    saved_at=NOON,
                )
                for key, question in pack.question.items()
            )
        submissions.send(session, visitor, NOON)
    results.compute(session, pack, created.campaign_id, NOON)


def draft(session: Session, pack: Pack, desk: Desk) -> Manuscript:
    found = editor.manuscript(session, pack, desk.campaign.id)
    assert found
    return found


def write(session: Session, pack: Pack, desk: Desk, key: str, **texts: str) -> editor.Outcome:
    """Save own words in some languages, as the page shows the passage now."""
    sides = draft(session, pack, desk).places[key].sides
    given = {
        code: Given(texts.get(code, side.text), side.revision, mark(side.text))
        for code, side in sides.items()
    }
    return editor.save(session, pack, desk, key, given)


def report_of(session: Session, pack: Pack, desk: Desk, locale: str = "en") -> str:
    found = results.report(session, pack, desk.campaign.id, locale)
    assert found
    return report_to_json(found)


def behind(found: Manuscript) -> set[str]:
    return {place.key for place in found.places.values() if "stale" in place.states.values()}


def test_own_words_print_with_the_facts_of_the_day_and_survive_a_new_computation(
    session: Session, pack: Pack, created: Created, desk: Desk
) -> None:
    assert "Learn from" not in report_of(session, pack, desk)
    outcome = write(session, pack, desk, LEAD, en="Learn from {highest}; begin with {lowest}.")
    assert list(outcome.kept) == ["en"]
    first = draft(session, pack, desk).places[LEAD].sides
    assert (first["en"].state, first["fr"].state) == ("own", "ours")
    assert first["en"].printed in report_of(session, pack, desk)
    lowest, highest = (first["en"].passage.facts[name] for name in ("lowest", "highest"))
    assert first["en"].printed == f"Learn from {highest}; begin with {lowest}."

    # The lowest department is agreed to be the best: the sentence turns round by itself, and is told.
    everybody = {item.department: item.respondent_id for item in review.sheets(session, desk.campaign.id)}
    for question in pack.question:
        review.agree(session, pack, desk, everybody[lowest], question, value="5", reason="in the workshop")
    results.compute(session, pack, created.campaign_id, NOON + timedelta(hours=2))
    then = draft(session, pack, desk).places[LEAD].sides["en"]
    assert then.state == "stale"
    assert then.stale
    assert then.stale.changed["highest"] == (highest, lowest)
    assert f"Learn from {lowest}" in report_of(session, pack, desk)
    found = editor.unresolved(session, desk.campaign)
    assert [(item.passage, item.locale, item.why) for item in found] == [(LEAD, "en", "stale")]

    kept = editor.save(
        session, pack, desk, LEAD, {"en": Given(then.text, then.revision, mark(then.text))}, keep="en"
    )
    assert list(kept.kept) == ["en"]
    assert editor.unresolved(session, desk.campaign) == []


def test_a_text_whose_fact_is_gone_is_not_printed_and_stops_the_report(
    session: Session, pack: Pack, created: Created, desk: Desk
) -> None:
    write(session, pack, desk, "standing.headline", en="{weak} at {low} holds all back")
    for place in range(8):
        for question in pack.question:
            review.agree(
                session, pack, desk, person_at(created, place), question, value="3", reason="all alike"
            )
    results.compute(session, pack, created.campaign_id, NOON + timedelta(hours=2))
    side = draft(session, pack, desk).places["standing.headline"].sides["en"]
    assert (side.state, side.missing) == ("unprintable", ("weak",))
    assert side.printed in report_of(session, pack, desk)
    found = editor.unresolved(session, desk.campaign)
    assert [(item.passage, item.why) for item in found] == [("standing.headline", "unfilled")]


def test_the_proposed_text_comes_back_when_asked_or_when_typed_again(
    session: Session, pack: Pack, desk: Desk
) -> None:
    proposed = report_of(session, pack, desk)
    template = draft(session, pack, desk).places[LEAD].sides["en"].text
    write(session, pack, desk, LEAD, en="Learn from {highest}.", fr="{highest} montre la voie.")
    sides = draft(session, pack, desk).places[LEAD].sides
    given = {code: Given(side.text, side.revision, mark(side.text)) for code, side in sides.items()}
    assert editor.save(session, pack, desk, LEAD, given).kept == {}
    assert editor.save(session, pack, desk, LEAD, given, back="fr").kept == {"fr": None}
    assert write(session, pack, desk, LEAD, en=template.replace(" ", "\u00a0")).kept == {"en": None}
    assert report_of(session, pack, desk) == proposed
    assert {row.revision for row in session.scalars(select(Wording))} == {2}
    actions = session.scalars(select(Event.action).where(Event.action.startswith("draft"))).all()
    assert sorted(actions) == ["draft.words", "draft.words_back", "draft.words_back"]


def test_the_second_of_two_who_save_is_told_and_nothing_of_either_is_lost(
    session: Session, pack: Pack, desk: Desk
) -> None:
    shown = draft(session, pack, desk).places[LEAD].sides
    write(session, pack, desk, LEAD, en="Mine: {highest}.")
    theirs = Given("Theirs: {highest}.", shown["en"].revision, mark(shown["en"].text))
    outcome = editor.save(session, pack, desk, LEAD, {"en": theirs})
    stored = outcome.conflicts["en"]
    assert stored.edited
    assert (stored.edited.text, stored.by, stored.revision) == ("Mine: {highest}.", "Marc Petit", 1)
    assert "Mine" in report_of(session, pack, desk)
    # Saved again on what was told, the second one holds.
    again = Given(theirs.text, stored.revision, theirs.shown)
    assert list(editor.save(session, pack, desk, LEAD, {"en": again}).kept) == ["en"]
    assert "Theirs" in report_of(session, pack, desk)
    # Whoever only touched the French is not asked about the English.
    french = {
        "en": Given(shown["en"].text, 0, mark(shown["en"].text)),
        "fr": Given("{highest} d'abord.", 0, mark(shown["fr"].text)),
    }
    assert list(editor.save(session, pack, desk, LEAD, french).kept) == ["fr"]


def test_a_fault_in_one_language_keeps_neither(session: Session, pack: Pack, desk: Desk) -> None:
    outcome = write(session, pack, desk, LEAD, en="Learn from {best}.", fr="{highest} d'abord.")
    assert isinstance(outcome.faults["en"], UnfitText)
    assert outcome.faults["en"].fault == "unknown_fact"
    assert session.scalars(select(Wording)).all() == []
    with pytest.raises(InvalidAnswer, match="no such passage"):
        editor.save(session, pack, desk, "departments.nothing", {})


# --- through the pages ------------------------------------------------------------------------------------


@pytest.fixture
def base(app: Flask, browser: Browser, client_company: Created, pack: Pack) -> str:
    """The address of a campaign that was concluded, to the consultant who is signed in."""
    with app.extensions["database"].session() as session:
        conclude(session, pack, client_company)
    sign_in(app, browser, client_company)
    return f"/campaigns/{client_company.campaign_id}"


def form_of(page: str, key: str) -> dict[str, str]:
    """What the form of a passage would send, untouched."""
    form = re.search(rf'<form method="post" action="[^"]*/edit/{re.escape(key)}".*?</form>', page, re.DOTALL)
    assert form, key
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    texts = re.findall(r'<textarea id="[^"]*" name="(text_\w\w)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL)
    return {**fields, **{name: unescape(text) for name, text in texts}}


def edit(browser: Browser, base: str, key: str, section: str, **changes: str) -> Any:
    page = browser.see(f"{base}/report/edit?section={section}")
    return browser.post(f"{base}/report/edit/{key}", {**form_of(page, key), "do": "save", **changes})


def test_a_changed_answer_flags_exactly_the_sentences_that_rest_on_it(
    app: Flask, browser: Browser, client_company: Created, pack: Pack, base: str
) -> None:
    """Every passage is reworded in English; then one answer of one dimension is agreed otherwise."""
    with app.extensions["database"].session() as session:
        desk = desk_of(session, client_company, NOON + timedelta(hours=1), "owner")
        before = draft(session, pack, desk)
        with transaction(session):
            for key, place in before.places.items():
                passage = place.sides["en"].passage
                own = Edited("We say otherwise.", passage.template, passage.facts)
                wordings.put(session, desk, "en", key, own)
        texts = {key: place.sides["en"].passage.text for key, place in before.places.items()}
    page = browser.see(f"{base}/report/edit")
    assert "Ready to publish" in page

    somebody = person_at(client_company, 4)
    browser.see(f"{base}/answers/{somebody}/governance_policy")
    browser.post(
        f"{base}/answers/{somebody}/governance_policy/agree", {"value": "5", "reason": "seen in writing"}
    )
    browser.see(f"{base}/results")
    browser.post(f"{base}/results")
    page = browser.see(f"{base}/report/edit")
    linked = set(re.findall(r'class="left waits".*?</section>', page, re.DOTALL))
    told = set(re.findall(r'href="[^"]*/report/edit/([^"]+)">[^<]*has changed since you wrote', linked.pop()))
    with app.extensions["database"].session() as session:
        after = draft(session, pack, desk)
        reads_otherwise = {
            key
            for key, place in after.places.items()
            if key in texts and place.sections and place.sides["en"].passage.text != texts[key]
        }
    assert told == reads_otherwise == behind(after)
    assert "dimension-governance.headline" in told
    assert not any(key.startswith(("dimension-data", "dimension-skills", "mandate")) for key in told)
    section = browser.see(f"{base}/report/edit?section=dimension-governance")
    assert "A fact has changed since you wrote:" in section
    headline = before.places["dimension-governance.headline"].sides["en"].passage.facts["score"]
    assert f"was {headline}, is " in section


def test_texts_with_a_fault_come_back_as_typed_with_the_place_named(browser: Browser, base: str) -> None:
    cases = {
        "Learn from {best}.": "There is no fact {best} here. Take one of {highest}, {lowest}",
        "Learn from {highest.": "A brace has no pair",
        "": "Write a text, or go back to the proposed one",
        "Two\r\nlines.": "A passage is one paragraph: take out the line break",
        "<b>Learn</b> from {highest}.": "Write plain text",
        "word " * 400: "Shorten this by 499 letters",
    }
    for text, words in cases.items():
        answer = edit(browser, base, LEAD, "departments", text_en=text, text_fr="{highest} d’abord.")
        assert answer.status_code == 422
        page = unescape(answer.text)
        assert words in page
        assert f"Opening (English): {words}" in page
        assert form_of(answer.text, LEAD)["text_fr"] == "{highest} d’abord."
        assert form_of(answer.text, LEAD)["text_en"].split() == text.split()
    french = browser.post(
        f"{base}/report/edit/{LEAD}?lang=fr",
        {**form_of(answer.text, LEAD), "text_en": "{nobody}", "do": "save"},
    )
    assert "Entrée en matière (anglais)\u00a0: Il n’y a pas de fait {nobody} ici" in unescape(french.text)


def test_two_at_once_see_both_texts(
    app: Flask, browser: Browser, another: Browser, client_company: Created, base: str
) -> None:
    sign_in(app, another, client_company, "owner")
    page = another.see(f"{base}/report/edit?section=departments")
    assert edit(browser, base, LEAD, "departments", text_en="First: {highest}.").status_code == 303
    sent = {**form_of(page, LEAD), "text_en": "Second: {highest}.", "do": "save"}
    answer = another.post(f"{base}/report/edit/{LEAD}", sent)
    assert answer.status_code == 409
    assert "First: {highest}." in answer.text
    assert form_of(answer.text, LEAD)["text_en"] == "Second: {highest}."
    another.last = answer.text
    again = another.post(f"{base}/report/edit/{LEAD}", {**form_of(answer.text, LEAD), "do": "save"})
    assert again.status_code == 303
    assert "Second: {highest}." in browser.see(f"{base}/report/edit?section=departments")


def test_a_figure_typed_by_hand_is_remarked_upon(browser: Browser, base: str) -> None:
    page = browser.see(f"{base}/report/edit?section=dimension-data")
    score = re.search(r"<code>\{score\}</code></dt><dd lang=\"en\">([\d.]+)<", page)
    assert score
    edit(browser, base, "dimension-data.headline", "dimension-data", text_en=f"Data at {score[1]}")
    page = browser.see(f"{base}/report/edit?section=dimension-data")
    assert f"“{score[1]}” is typed by hand and equals the fact {{score}}" in page
    assert "Saved today at" in page
    assert "by Marc Petit" in page
    assert "1 passage was reworded in one language and not in the other" in page


def test_remarks_are_settled_and_appear_in_no_report_and_no_export(  # noqa: PLR0917 - fixtures
    app: Flask, browser: Browser, another: Browser, client_company: Created, pack: Pack, base: str
) -> None:
    browser.see(f"{base}/report/edit")
    assert browser.post(f"{base}/report/edit/decision.headline/remarks", {"remark": " "}).status_code == 422
    browser.post(f"{base}/report/edit/decision.headline/remarks", {"remark": SECRET})
    page = browser.see(f"{base}/report/edit")
    assert SECRET in page
    assert "1 remark is not settled" in page
    assert "Ready to publish" in page
    with app.extensions["database"].session() as session:
        assert not any(SECRET in str((row.subject, row.detail)) for row in session.scalars(select(Event)))
        for locale in pack.questionnaire.languages:
            found = results.report(session, pack, client_company.campaign_id, locale)
            assert found
            assert SECRET not in report_to_json(found)
            assert "a private remark" not in report_to_json(found)
        said = remarks.remarks(session, client_company.campaign_id)["decision.headline"]
    another.enter(client_company.reader.token)
    for reading, path in (
        (browser, f"{base}/results"),
        (browser, f"{base}/results/report"),
        (browser, f"{base}/analysis"),
        (browser, f"{base}/findings"),
        (another, "/results"),
        (another, "/results/report"),
    ):
        assert SECRET not in reading.see(path), path
    browser.see(f"{base}/report/edit")
    browser.post(f"{base}/report/remarks/{said[0].id}/settle")
    page = browser.see(f"{base}/report/edit")
    assert "settled by Marc Petit" in page
    assert "not settled" not in page


def test_a_version_holds_own_words_and_waits_while_one_of_them_is_behind(
    session: Session, pack: Pack, created: Created, desk: Desk
) -> None:
    write(session, pack, desk, LEAD, en="Learn from {highest}; begin with {lowest}.")
    remarks.add(session, desk, LEAD, SECRET)
    number = publishing.publish(
        session, desk, pack, publishing.send_for_review(session, desk, pack), "The first one"
    )
    kept = session.scalars(select(Edition)).one()
    assert number == 1
    assert "Learn from Finance; begin with Direction générale." in str(kept.reports["en"])
    assert "Learn from" not in str(kept.reports["fr"])
    assert not any(secret in str(kept.reports) for secret in (SECRET, "a private remark"))

    highest = person_at(created, 1)
    for question in pack.question:
        review.agree(session, pack, desk, highest, question, value="1", reason="in the workshop")
    results.compute(session, pack, created.campaign_id, NOON + timedelta(hours=2))
    with pytest.raises(NotReady, match="must be looked at"):
        publishing.send_for_review(session, desk, pack)
    side = draft(session, pack, desk).places[LEAD].sides["en"]
    editor.save(session, pack, desk, LEAD, {"en": Given(side.text, side.revision)}, keep="en")
    assert publishing.send_for_review(session, desk, pack)
    assert "Learn from Finance; begin with Direction générale." in str(
        session.get_one(Edition, kept.id).reports["en"]
    )


def test_before_results_there_is_nothing_to_edit(
    app: Flask, browser: Browser, client_company: Created
) -> None:
    sign_in(app, browser, client_company)
    base = f"/campaigns/{client_company.campaign_id}"
    assert "The results have not been computed yet" in browser.see(f"{base}/report/edit")
    assert "The results have not been computed yet" in browser.see(f"{base}/findings")
    for path in ("report/edit?section=standing", "report/edit/standing.lead", "findings/own_00000000"):
        assert browser.get(f"{base}/{path}").status_code == 404


def test_unknown_sections_and_passages_are_missing(browser: Browser, base: str) -> None:
    for path in ("?section=nothing", "/nothing.lead"):
        assert browser.get(f"{base}/report/edit{path}").status_code == 404
    assert (
        browser.get(f"{base}/report/edit/{LEAD}").location == f"{base}/report/edit?section=departments#{LEAD}"
    )
    browser.see(f"{base}/report/edit")
    assert browser.post(f"{base}/report/edit/nothing.lead", {"do": "save"}).status_code == 404
