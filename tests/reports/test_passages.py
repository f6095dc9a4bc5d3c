"""The report's texts as templates with locked facts, and texts written in their place."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import load
from questionnaires.errors import InvalidAnswer
from reports.build import build_report, compose
from reports.passages import (
    Edited,
    Passage,
    Remark,
    Stale,
    Unfillable,
    UnfitText,
    Unprintable,
    check_text,
    gone,
    stale,
    texts_from_json,
    texts_to_json,
    write,
)
from reports.report import Report
from reports.results import Results
from tests.builders import Draft, a_busy_case, a_case
from tests.reports.render.cases import EXTREMES, LOCALES, SAMPLES, results
from tests.reports.render.printed import texts_of
from tests.reports.strategies import drafts

PACK = load()
MARK = re.compile("[\U000f0000-\U0010ffff]")

NOBODY = Passage(
    "findings.unowned.text",
    ("findings",),
    "In {heads} departments nobody owns the data behind {tool}.",
    {"heads": "9 of 14", "tool": "the CRM"},
)


def passages(found: Results, locale: str = "en", **given: object) -> dict[str, Passage]:
    return {item.key: item for item in compose(PACK, found, locale, **given).passages}  # type: ignore[arg-type]


def section(report: Report, key: str) -> str:
    return " ".join(texts_of(next(item for item in report.sections if item.id == key)))


# --- what is proposed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", [*SAMPLES, *EXTREMES])
def test_finding_the_passages_changes_no_letter_of_the_report(name: str, locale: str) -> None:
    composed = compose(PACK, results(name), locale, "Cabinet {x}")
    assert composed.report == build_report(PACK, results(name), locale, "Cabinet {x}")
    assert not composed.unprintable
    for passage in composed.passages:
        assert check_text(passage, passage.template) == (), passage.key
        assert passage.sections, passage.key
        assert not MARK.search(f"{passage}")


@settings(max_examples=25, deadline=None)
@given(drafts(), st.sampled_from(LOCALES))
def test_whatever_the_case_the_marked_report_is_the_report(draft: Draft, locale: str) -> None:
    found = draft.results(runs=20)
    assert compose(PACK, found, locale).report == build_report(PACK, found, locale)


def test_a_headline_is_a_template_with_named_facts() -> None:
    found = a_case().answering(3, governance=2, tooling=4).results()
    headline = passages(found)["standing.headline"]
    assert headline.template == "{strong} leads at {high}\u00a0of\u00a05; {weak} holds the rest back at {low}"
    assert headline.facts == {"strong": "Tooling", "high": "4.0", "weak": "governance", "low": "2.0"}
    assert headline.text == "Tooling leads at 4.0\u00a0of\u00a05; governance holds the rest back at 2.0"
    french = passages(found, "fr")["standing.headline"]
    assert french.facts.keys() == headline.facts.keys()
    assert french.template == (
        "Point fort\u00a0: {strong} ({high}\u00a0sur\u00a05)\u202f; point faible\u00a0: {weak} ({low})"
    )


def test_a_name_that_two_sentences_of_a_passage_use_gets_a_number() -> None:
    text = passages(results("forges_valmont"))["findings.outrun_tooling_data.text"]
    assert list(text.facts) == ["ahead", "high", "behind", "low"]
    also = passages(results("forges_valmont"))["findings.dont_know_sponsorship_sponsor.text"]
    assert list(also.facts)[:6] == ["n", "asked", "what", "n_2", "asked_2", "what_2"]


def test_a_sentence_of_page_one_that_prints_elsewhere_is_one_passage() -> None:
    found = passages(results("forges_valmont"))
    assert found["decision.sure"].sections == ("decision", "sure")
    assert found["decision.reports_to"].sections == ("decision", "who-to-appoint")
    assert "sure.lead" not in found


def test_the_passages_of_page_one_come_first_and_tables_law_and_annexes_have_none() -> None:
    found = compose(PACK, results("banque_meridienne"), "en").passages
    assert found[0].key == "decision.headline"
    places = {place for item in found for place in item.sections}
    assert not places & {"law", "questions", "facts", "method", "glossary", "sources", "versions", "context"}


def test_without_a_verdict_page_one_can_be_reworded_too() -> None:
    found = passages(results("no_verdict"))
    assert found["decision.headline"].facts == {"organisation": "Forges de Valmont"}
    assert "decision.sure" not in found


# --- what may be written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault", "message"),
    [
        ("  ", "empty", "write a text"),
        ("In {head} departments.", "unknown_fact", "there is no fact {head}; did you mean 'heads'?"),
        ("In {heads departments.", "brace", "a brace has no pair"),
        ("In heads} departments.", "brace", "a brace has no pair"),
        ("In {} departments.", "unknown_fact", "a name alone stands in braces"),
        ("In {heads!r} departments.", "unknown_fact", "{heads!r} is no fact"),
        ("In {heads:>90} departments.", "unknown_fact", "{heads:>90} is no fact"),
        ("In {heads.__class__} departments.", "unknown_fact", "there is no fact {heads.__class__}"),
        ("In <b>{heads}</b> departments.", "html", "write plain text; '<b>'"),
        ("Nobody&nbsp;owns it.", "html", "write plain text; '&nbsp;'"),
        ("Nobody\nowns it.", "character", "take out the line break"),
        ("Nobody \U0010ff00owns it.", "character", "U+10FF00"),
        ("word " * 301, "too_long", "at most 1500"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_with_its_fix(text: str, fault: str, message: str) -> None:
    with pytest.raises(UnfitText, match=re.escape(message)) as caught:
        check_text(NOBODY, text)
    assert caught.value.fault == fault
    assert isinstance(caught.value, InvalidAnswer)
    assert str(caught.value).startswith("findings.unowned.text: ")


def test_a_claim_is_shorter_than_a_text() -> None:
    with pytest.raises(UnfitText, match="at most 220"):
        check_text(replace(NOBODY, key="findings.unowned.claim"), "word " * 50)


def test_facts_may_be_moved_about_and_left_out() -> None:
    assert check_text(NOBODY, "Nobody owns the data behind {tool}: R&D < Sales, {{x}}.") == ()
    assert write(NOBODY, "{tool} runs on data of nobody.") == Edited(
        "{tool} runs on data of nobody.", NOBODY.template, {"heads": "9 of 14", "tool": "the CRM"}
    )


def test_a_figure_typed_by_hand_is_remarked_upon_when_a_fact_has_it() -> None:
    assert check_text(NOBODY, "In 9 of 14 departments, for 3 years, nobody owns {tool}.") == (
        Remark("9", "heads"),
        Remark("14", "heads"),
    )
    fixed = replace(NOBODY, template="Within 14 days, {heads}.")
    assert check_text(fixed, "Within 14 days: {heads}.") == ()


# --- what changed under a text -------------------------------------------------------------------------


def test_a_fact_that_changed_is_told_with_what_it_was() -> None:
    edited = write(NOBODY, "Nobody owns the data behind {tool}.")
    assert stale(NOBODY, edited) is None
    now = replace(NOBODY, facts={"heads": "8 of 14", "tool": "the CRM"})
    assert stale(now, edited) == Stale({"heads": ("9 of 14", "8 of 14")}, reworded=False)


def test_another_sentence_in_the_place_is_told_apart_from_a_changed_fact() -> None:
    edited = write(NOBODY, "Nobody owns the data behind {tool}.")
    now = Passage(NOBODY.key, NOBODY.sections, "The data behind {tool} has an owner.", {"tool": "the CRM"})
    assert stale(now, edited) == Stale({"heads": ("9 of 14", None)}, reworded=True)


@pytest.mark.parametrize("locale", LOCALES)
def test_one_changed_answer_flags_the_sentences_that_rest_on_it_and_no_others(locale: str) -> None:
    draft = a_busy_case().answering(3, governance=2, data_access=4)
    before = passages(draft.results(), locale)
    texts = {key: write(passage, passage.template) for key, passage in before.items()}
    after = passages(draft.but("Sales", governance_policy=1, governance_approval=1).results(), locale)
    flagged = {key for key in after.keys() & texts.keys() if stale(after[key], texts[key])}
    assert flagged == {key for key in after.keys() & texts.keys() if after[key].text != before[key].text}
    assert {"standing.headline", "dimension-governance.headline"} <= flagged
    assert not {key for key in flagged if key.startswith(("dimension-data", "dimension-skills", "mandate"))}


@settings(max_examples=20, deadline=None)
@given(drafts(), st.data())
def test_whatever_changes_what_is_flagged_is_what_reads_otherwise(draft: Draft, data: st.DataObject) -> None:
    before = passages(draft.results(runs=20))
    texts = {key: write(passage, "Our own words.") for key, passage in before.items()}
    place = data.draw(st.integers(0, len(draft.extra) - 1))
    question = data.draw(st.sampled_from(list(PACK.question)))
    answers = {**draft.extra[place].answers, question: data.draw(st.sampled_from([1, 2, 3, 4, 5, "dk"]))}
    sheets = [*draft.extra]
    sheets[place] = replace(sheets[place], answers=answers)
    after = passages(replace(draft, extra=tuple(sheets)).results(runs=20))
    both = before.keys() & after.keys()
    assert {key for key in both if stale(after[key], texts[key])} == {
        key for key in both if before[key].text != after[key].text
    }
    assert set(gone(after.values(), texts)) == before.keys() - after.keys()


# --- what is printed -----------------------------------------------------------------------------------


def test_an_edited_text_prints_wherever_its_passage_does_with_the_facts_of_the_day() -> None:
    draft = a_case().answering(3, tooling=5, data=2)
    found = passages(draft.results())
    texts = {
        "findings.outrun_tooling_data.claim": write(
            found["findings.outrun_tooling_data.claim"], "Tools outrun the data they use"
        ),
        "findings.outrun_tooling_data.text": write(
            found["findings.outrun_tooling_data.text"], "At {low}, the data cannot carry tools at {high}."
        ),
    }
    later = draft.but("Sales", data_access=1).results()
    report = build_report(PACK, later, "en", texts=texts)
    chapter = next(item for item in report.sections if item.id == "findings")
    low = passages(later)["findings.outrun_tooling_data.text"].facts["low"]
    assert low == "1.9"
    assert f"At {low}, the data cannot carry tools at 5.0." in section(report, "findings")
    assert chapter.headline == "Tools outrun the data they use"


def test_only_what_was_reworded_differs_from_the_proposal() -> None:
    found = results("banque_meridienne")
    plain = build_report(PACK, found, "fr")
    proposed = passages(found, "fr")
    all_of_it = {key: write(passage, passage.template) for key, passage in proposed.items()}
    assert build_report(PACK, found, "fr", texts=all_of_it) == plain
    one = {"decision.owner": write(proposed["decision.owner"], "Le comité exécutif")}
    expected = replace(plain, decision=replace(plain.decision, owner="Le comité exécutif"))
    assert build_report(PACK, found, "fr", texts=one) == expected


def test_what_is_written_in_french_gets_french_spaces() -> None:
    found = results("forges_valmont")
    headline = passages(found, "fr")["standing.headline"]
    text = "« {strong} » : {high} ; {weak} : {low} !"
    report = build_report(PACK, found, "fr", texts={"standing.headline": write(headline, text)})
    standing = next(item for item in report.sections if item.id == "standing")
    assert standing.headline == ("«\u00a0outils\u00a0»\u00a0: 3,4\u202f; gouvernance\u00a0: 1,7\u202f!")


def test_braces_and_marks_in_names_are_letters_like_others() -> None:
    draft = a_case().from_departments("R&D {x}", "Sales {", "Odd \U0010ff00\U0010ff04 {0}")
    found = draft.but("R&D {x}", **dict.fromkeys(PACK.question, 5)).results()
    lead = passages(found)["departments.lead"]
    assert lead.facts["highest"] == "R&D {x}"
    report = build_report(PACK, found, "en", texts={"departments.lead": write(lead, "{{Best}}: {highest}")})
    assert next(item for item in report.sections if item.id == "departments").lead == "{Best}: R&D {x}"
    assert not MARK.search(" ".join(texts_of(report)))


def test_a_text_that_names_a_fact_that_is_gone_is_not_printed_and_its_place_is_named() -> None:
    draft = a_case().answering(3, tooling=4, governance=2)
    found = passages(draft.results())
    texts = {
        "standing.headline": write(found["standing.headline"], "{weak} at {low} holds all back."),
        "standing.lead": write(found["standing.lead"], "Overall {score}."),
    }
    even = draft.answering(3, tooling=3, governance=3).results()
    composed = compose(PACK, even, "en", texts=texts)
    assert composed.unprintable == (Unprintable("standing.headline", ("weak",)),)
    standing = next(item for item in composed.report.sections if item.id == "standing")
    assert standing.headline == "All that was assessed lies between 3.0 and 3.0\u00a0of\u00a05"
    assert standing.lead == "Overall 3.0."
    with pytest.raises(Unfillable, match=r"standing\.headline names weak, which"):
        build_report(PACK, even, "en", texts=texts)


def test_a_text_whose_place_is_gone_prints_nowhere_and_is_named() -> None:
    draft = a_case().answering(3, tooling=5, data=2)
    key = "findings.outrun_tooling_data.claim"
    texts = {key: write(passages(draft.results())[key], "Tools outrun data")}
    level = draft.answering(3, tooling=3, data=3).results()
    composed = compose(PACK, level, "en", texts=texts)
    assert gone(composed.passages, texts) == (key,)
    assert composed.report == build_report(PACK, level, "en")


def test_edited_texts_are_kept_as_json() -> None:
    texts = {"b": write(NOBODY, "Nobody owns {tool}."), "a": write(NOBODY, "« {heads} »")}
    assert texts_from_json(texts_to_json(texts)) == texts
    assert texts_to_json(dict(reversed(texts.items()))) == texts_to_json(texts)
