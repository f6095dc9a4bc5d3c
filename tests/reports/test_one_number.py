"""One number everywhere: every document of one result prints the same score, need, share, count and dates."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from questionnaires import load
from reports.results import Results
from reports.visibility import grouped
from tests.reports.readings import DOCUMENTS, Case, disagreements, expected
from tests.reports.render.cases import EVERY, results
from tests.reports.test_visibility import organisation

PACK = load()
pytestmark = pytest.mark.slow


def in_groups() -> Results:
    """A grouped campaign in which two departments are hidden."""
    return grouped(PACK, organisation({"Finance": 9, "Sales": 7, "Legal": 2, "IT": 3}, seed=4))


MADE = [
    pytest.param(made, locale, id=f"{name}-{locale}")
    for name, made in (("sample", lambda: results("banque_meridienne")), ("grouped", in_groups))
    for locale in ("en", "fr")
]


@pytest.mark.parametrize(("made", "locale"), MADE if EVERY else MADE[1:3])
def test_every_document_prints_the_same_numbers(
    made: Callable[[], Results], locale: str, tmp_path: Path
) -> None:
    case = Case(PACK, made(), locale, tmp_path)
    readings = {name: read(case) for name, read in DOCUMENTS.items()}
    assert len(readings["department"]) == len(case.results.dimensions)
    assert disagreements(case, expected(case), readings) == []


def moved(found: Results) -> Results:
    """The same results with every compared number another one."""
    first, *others = found.dimensions
    headline, stability = found.headline, found.mandate.stability
    assert first.score is not None
    assert headline.score is not None
    assert stability is not None
    assert found.mandate.verdict is not None
    shares = {**stability.shares, found.mandate.verdict: 0.71}
    return replace(
        found,
        dimensions=(replace(first, score=first.score - 0.2), *others),
        headline=replace(headline, score=headline.score - 0.2),
        participation=replace(found.participation, respondents=found.participation.respondents - 1),
        mandate=replace(
            found.mandate,
            need=found.mandate.need - 3,
            stability=replace(stability, shares=shares),
        ),
        roadmap=tuple(replace(item, due=item.due - 5) for item in found.roadmap),
    )


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name not in ("workbook", "department")])
def test_a_number_that_is_another_one_is_found_out(document: str, tmp_path: Path) -> None:
    """Each document made of moved results disagrees with the original on every number that moved."""
    case = Case(PACK, results("banque_meridienne"), "en", tmp_path)
    other = Case(PACK, moved(case.results), "en", tmp_path)
    found = disagreements(case, expected(case), {document: DOCUMENTS[document](other)})
    told = {line.split(": ")[1].split(" is ")[0] for line in found}
    moved_names = {name for name, text in expected(case).items() if expected(other)[name] != text}
    assert len(moved_names) == 5 + len(case.results.roadmap[:3])
    assert moved_names <= told


def test_a_formula_that_gives_another_number_is_found_out(tmp_path: Path) -> None:
    """The scores of departments stay, a dimension's own moves: its formula tells."""
    case = Case(PACK, results("banque_meridienne"), "en", tmp_path)
    other = Case(PACK, moved(case.results), "en", tmp_path)
    reading = DOCUMENTS["workbook"](other)
    first = case.results.dimensions[0]
    assert len(reading[first.id]) == 2
    assert len(reading["need"]) == 2
