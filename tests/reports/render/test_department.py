"""One department's report: its own numbers beside the organisation's, never another's."""

import io
import json
import re
from functools import cache
from itertools import product

import pikepdf
import pytest

from questionnaires import InvalidAnswer, NotReady, load
from reports.build.department import department_report, why_no_report
from reports.build.own import own
from reports.build.own_steps import MOST, actions
from reports.build.voice import Voice
from reports.render import draw_pdf, render_html
from reports.report import Dots, Report, Spread
from reports.results import Results
from reports.visibility import grouped
from tests.builders import a_case
from tests.reports.test_visibility import organisation

from .cases import EVERY, EXTREMES, LOCALES, SAMPLES, results
from .printed import texts_of

PACK = load()
VALMONT = "forges_valmont"


@cache
def made(name: str, department: str, locale: str = "en") -> Report:
    return department_report(PACK, results(name), department, locale)


def block(report: Report, kind: type) -> Dots | Spread:
    return next(item for section in report.sections for item in section.blocks if isinstance(item, kind))


@pytest.mark.parametrize("name", [*SAMPLES, *EXTREMES])
def test_every_department_that_answered_has_three_or_four_pages(name: str) -> None:
    """The first two that answered, a language each; for ``make soak`` four in each language."""
    found = results(name)
    answered = [item for item in found.departments[:4] if not why_no_report(PACK, found, item.name, "en")]
    cases = product(answered, LOCALES) if EVERY else zip(answered, LOCALES, strict=False)
    for item, locale in cases:
        drawn = draw_pdf(made(name, item.name, locale))
        assert drawn.pages in (3, 4), item.name
        assert drawn.warnings == ()


def test_it_says_its_own_scores_beside_the_organisations() -> None:
    found = results(VALMONT)
    finance = next(item for item in found.departments if item.name == "Finance")
    rows = {row.label: row for row in block(made(VALMONT, "Finance"), Dots).rows}
    for cell, dimension in zip(finance.cells, found.dimensions, strict=True):
        row = rows[PACK.dimension[cell.dimension].name["en"]]
        assert cell.score is not None
        assert dimension.score is not None
        assert (row.value, row.band) == (f"{cell.score:.1f}", f"{dimension.score:.1f}")


def test_it_says_its_own_answers_to_the_questions_about_it() -> None:
    found = block(made(VALMONT, "Finance"), Spread)
    asked = [item for item in PACK.questionnaire.questions if item.referent == "department"]
    assert len(found.rows) == len(asked)
    assert all(sum(row.counts or ()) <= 1 for row in found.rows)
    assert found.beside == "Organisation"


@pytest.mark.parametrize("name", SAMPLES)
def test_no_other_department_is_named_and_no_other_number_attached(name: str) -> None:
    found = results(name)
    for item in found.departments:
        if why_no_report(PACK, found, item.name, "en"):
            continue
        report = made(name, item.name)
        said = " ".join(texts_of(report)) + report.results_json
        for other in found.departments:
            if other.name not in item.name:
                assert not re.search(rf"\b{re.escape(other.name)}\b", said) or other.name in _roles(), (
                    other.name
                )
        extract = json.loads(report.results_json)
        assert [row["score"] for row in extract["dimensions"]] == [cell.score for cell in item.cells]


def _roles() -> str:
    """Names of roles, which own actions, and words of them: departments are often called alike."""
    return " ".join(role.name["en"] for role in PACK.role.values()) + " Legal Operations"


def test_the_attachment_is_the_extract_alone() -> None:
    with pikepdf.open(io.BytesIO(draw_pdf(made(VALMONT, "Finance")).pdf)) as opened:
        assert list(opened.attachments) == ["department.json"]


def test_beside_one_other_department_the_organisation_is_left_out() -> None:
    """Its mean, and one's own score, would tell the other's."""
    found = (
        a_case().from_departments("Finance", "Sales").answering(2).but("Sales", data_ownership=4).results()
    )
    report = department_report(PACK, found, "Finance", "en")
    assert {row.band for row in block(report, Dots).rows} == {"–"}
    assert block(report, Spread).beside == ""
    assert {row["organisation"] for row in json.loads(report.results_json)["dimensions"]} == {None}
    assert "the organisation's is" not in str(report.decision)


def test_of_three_departments_the_organisation_stands_beside() -> None:
    report = department_report(PACK, a_case().answering(2).results(), "Finance", "en")
    assert {row.band for row in block(report, Dots).rows} == {"2.0"}


def hidden_case() -> Results:
    return grouped(PACK, organisation({"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3, "Silent": 0}))


@pytest.mark.parametrize(
    ("department", "words"), [("Legal", "fewer than five"), ("IT", "fewer than five"), ("Silent", "nobody")]
)
def test_a_hidden_or_silent_department_has_no_report_and_it_is_said_why(department: str, words: str) -> None:
    assert words in why_no_report(PACK, hidden_case(), department, "en")
    assert why_no_report(PACK, hidden_case(), department, "fr")
    with pytest.raises(NotReady, match=words):
        department_report(PACK, hidden_case(), department, "en")


def test_in_a_grouped_campaign_a_large_department_sees_its_scores_and_no_question() -> None:
    report = department_report(PACK, hidden_case(), "Finance", "en")
    assert "answers" not in [section.id for section in report.sections]
    assert "shown in groups only" in str(report.decision.conditions)
    assert draw_pdf(report).pages in (3, 4)


def test_a_department_that_was_not_invited_is_refused() -> None:
    with pytest.raises(InvalidAnswer, match="Nowhere"):
        department_report(PACK, results(VALMONT), "Nowhere", "en")


def test_its_actions_lead_from_its_own_levels_cheapest_first() -> None:
    """All at level 1: days of work come first, and no action waits for another one."""
    mine = own(Voice(PACK, a_case().answering(1).results(), "en"), "Finance")
    found = actions(mine)
    assert len(found) == MOST
    assert {item.effort for item in found} == {"days"}
    assert all(item.start == 1 and not item.after for item in found)
    better = own(Voice(PACK, a_case().answering(3).results(), "en"), "Finance")
    assert all(item.start == 3 for item in actions(better))
    assert actions(own(Voice(PACK, a_case().answering(5).results(), "en"), "Finance")) == ()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_is_the_same_report(locale: str) -> None:
    report = made(VALMONT, "Finance", locale)
    html = render_html(report)
    assert report.decision.headline.split()[0] in html
    assert 'class="contents"' not in html
    assert all(f'id="{section.id}"' in html for section in report.sections)
