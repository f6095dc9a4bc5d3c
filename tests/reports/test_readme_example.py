"""The worked example of reports/README.md, computed again from what is printed there."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

import reports
from questionnaires import Case, Invited, Submission, load
from reports.assess import assess
from reports.results import MandateResult, Results

README = (Path(str(reports.__file__)).parent / "README.md").read_text(encoding="utf-8")
TITLE = "## One example in figures"
EXAMPLE = README[README.index(TITLE) : README.index("## Limits")]
PROSE = " ".join(EXAMPLE.split())
ROLES = {"Management": "ceo", "Workshop": "operations", "Sales": "operations"}


def table(first: str, text: str = EXAMPLE) -> list[list[str]]:
    """The cells of the table whose first heading this is, heading first, code marks taken off."""
    start = text.index(f"| {first} |")
    lines = text[start : text.index("\n\n", start)].splitlines()
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    return [rows[0], *rows[2:]]


@cache
def results() -> Results:
    heads, *rows = table("question")
    submissions = [
        Submission(name, ROLES[name], {row[0]: _answer(row[place]) for row in rows if row[place] != "·"})  # type: ignore[misc]
        for place, name in enumerate(heads)
        if name in ROLES
    ]
    facts = yaml.safe_load(EXAMPLE[EXAMPLE.index("```yaml") + 7 : EXAMPLE.index("```\n\n**Evidence")])
    case = Case("Example", date(2026, 11, 2), tuple(Invited(name) for name in heads[1:]), facts)
    return assess(load(), case, submissions)


def _answer(cell: str) -> int | str:
    return int(cell) if cell.isdigit() else cell


@cache
def mandate() -> MandateResult:
    return results().mandate


def said(pattern: str) -> tuple[str, ...]:
    """The figures of a sentence of the example."""
    found = re.search(pattern, PROSE)
    assert found is not None, f"the example no longer says {pattern!r}: change this test with it"
    return found.groups()


def test_all_questions_are_answered_or_left_open() -> None:
    assert [row[0] for row in table("question")[1:]] == list(load().question)


def test_evidence() -> None:
    people = results().participation
    asked, applicable, given = said(r"counted once, are (\d+); [^;]* so (\d+) do; (\d+) have a level")
    (share,) = said(rf"{given} / {applicable} = ([\d.]+) %")
    own = sum(question.referent == "department" for question in load().question.values())
    assert people.respondents * own + len(load().question) - own == int(asked)
    assert round(people.coverage, 6) == round(int(given) / int(applicable), 6)
    assert round(100 * people.coverage, 1) == float(share)
    assert said(r"(\d+) of (\d+) facts are known") == (str(people.facts_known), str(people.facts_asked))
    assert (mandate().withheld, mandate().provisional) == ((), ())


def test_scores_of_departments_and_organisation() -> None:
    heads, *rows = table("dimension")
    cells = {(item.name, cell.dimension): cell.score for item in results().departments for cell in item.cells}
    whole = {item.id: item.score for item in results().dimensions}
    assert [row[0] for row in rows] == list(load().dimension)
    for row in rows:
        for name, printed in zip(heads[1:-1], row[1:-1], strict=True):
            assert cells[name, row[0]] == float(printed), (name, row[0])
        assert whole[row[0]] == float(row[-1])


def test_questions_about_the_organisation() -> None:
    questions = {item.id: item for item in results().questions}
    assert (questions["data_catalogue"].score, questions["data_catalogue"].basis) == (1.5, "others")
    assert (questions["governance_policy"].score, questions["governance_policy"].informant) == (2.0, "ceo")


def test_headline_and_band() -> None:
    mean, lowest, score = said(r"Mean of the five: ([\d.]+)\. Lowest \+ 1: ([\d.]+)\. Headline: ([\d.]+);")
    headline = results().headline
    assert (headline.mean, headline.score, headline.capped) == (float(mean), float(score), False)
    assert min(item.score for item in results().dimensions if item.score) + 1 == float(lowest)
    band = next(item.interval for item in results().dimensions if item.id == "data")
    assert band is not None
    low, high = said(r"range: data ([\d.]+) to ([\d.]+)\.")
    assert (band.kind, band.low, band.high) == ("range", float(low), float(high))


def test_need() -> None:
    _, *rows = table("fact")
    facts = {item.id: item.read_as for item in results().facts}
    parts = {item.fact: item.points for item in mandate().need_parts if item.points}
    assert parts.keys() == {row[0] for row in rows}
    for fact, value, points in rows:
        assert facts[fact] == value
        assert parts[fact] == pytest.approx(float(points) / 19 * 100, abs=1e-6)
    together, need = said(r"Together (\d+) of 19: need ([\d.]+) of 100")
    assert sum(float(row[2]) for row in rows) == float(together)
    assert mandate().need == float(need)


def test_path() -> None:
    path = dict(table("step")[1:])  # type: ignore[arg-type]
    assert {axis.axis: axis.value for axis in mandate().axes} == {axis: path[axis] for axis in list(path)[:6]}
    assert (mandate().row, mandate().verdict) == (path["row"], path["verdict"])
    fired = [gate.id for gate in mandate().gates if gate.fired]
    assert (", ".join(fired) or "none") == path["gates fired"]
    assert ", ".join(mandate().possible) == path["open verdicts"]
    assert not mandate().conditional


def test_how_sure() -> None:
    found = mandate().stability
    assert found is not None
    printed = {verdict: float(share.rstrip(" %")) for verdict, share in table("option")[1:]}
    assert {key: 100 * share for key, share in found.shares.items()} == pytest.approx(printed, abs=1)
    assert said(r"The word is \*(\w+)\*") == (found.word,)
    assert found.runner_up == "fractional_caio"
    (alone,) = said(r"comes first in (\d+) % of runs")
    assert 100 * found.sources["unknown_facts"] == pytest.approx(float(alone), abs=2)


def test_what_would_flip_it() -> None:
    (flip,) = [item for item in mandate().flips if [change.id for change in item.changes] == ["budget_right"]]
    assert (flip.changes[0].after, flip.verdict, flip.cause) == ("cosigns", "fractional_caio", "answer")
    data = next(item for item in mandate().distances if item.dimension == "data")
    delta, boundary, verdict = said(r"Distance on data: −([\d.]+), at ([\d.]+), to `(\w+)`")
    assert data.delta is not None
    assert (round(-data.delta, 2), data.boundary, data.verdict) == (float(delta), float(boundary), verdict)


# --- the rest of the README ----------------------------------------------------------------------------


def test_the_table_of_need_is_that_of_the_pack() -> None:
    _, *rows = table("fact", README[README.index("## Need") :])
    printed = {
        fact: (float(weight), dict(part.rsplit(" ", 1) for part in points.split(", ")))
        for fact, weight, points in rows
    }
    indicators = load().mandate.need.indicators
    assert list(printed) == [item.fact for item in indicators]
    for item in indicators:
        weight, points = printed[item.fact]
        assert weight == item.weight
        assert {key: float(value) for key, value in points.items()} == item.points


def test_gates_and_rows_are_those_of_the_pack() -> None:
    assert [row[0] for row in table("gate", README)[1:]] == [gate.id for gate in load().mandate.gates]
    assert f"{len(load().mandate.table)} rows" in README
    assert f"{len(load().question)} questions" in README


def test_the_evidence_gate_is_that_of_the_pack() -> None:
    rule = load().mandate.evidence
    rows = [[cell.rstrip(" %") for cell in row[1:]] for row in table("share", README)[1:]]
    assert rows == [
        [f"{100 * rule.items_none:.0f}", f"{100 * rule.items_provisional:.0f}"],
        [f"{100 * rule.departments_none:.0f}", f"{100 * rule.departments_provisional:.0f}"],
        [f"{100 * rule.facts_none:.0f}", ""],
    ]
