"""The cases whose pages are looked at and measured: the three samples, and the extremes."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from questionnaires import Case, Invited, Pack, Submission, load
from reports.assess import assess
from reports.build import build_report
from reports.render import render_pdf
from reports.report import Report
from reports.report_json import report_to_json
from reports.results import Results
from survey.files import read_answers, read_facts, read_table
from tests import run_folder

SAMPLES = ("forges_valmont", "banque_meridienne", "atelier_kerlan")
LOCALES = ("en", "fr")
EVERY = bool(os.environ.get("MANDATE_EVERY_FILE"))
"""Whether each case is looked at in each language, as ``make soak`` does, or some by turns."""
LONG = "Direction de la transformation, des achats et de la logistique"
assert len(LONG) >= 60


@cache
def sample(name: str) -> tuple[Case, list[Submission]]:
    """The facts and answers of a sample client."""
    folder = Path(str(files("survey") / "samples" / name))
    case = read_facts(folder / "facts.yaml", load())
    return case, read_answers(read_table(folder / "answers.csv"), load())


@cache
def results(name: str) -> Results:
    """The results of a sample or of an extreme."""
    case, submissions = EXTREMES[name]() if name in EXTREMES else sample(name)
    return assess(load(), case, submissions)


@cache
def pdf(name: str, locale: str) -> bytes:
    """A case's PDF."""
    return printed(build_report(load(), results(name), locale))


def printed(report: Report) -> bytes:
    """A report's PDF, rendered once for all test processes of a run: who asks meanwhile waits."""
    folder = run_folder.folder()
    assert folder, "documents are shared within a test run"
    path = folder / f"{hashlib.sha256(report_to_json(report).encode()).hexdigest()}.pdf"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(render_pdf(report))
    return path.read_bytes()


def _with(case: Case, departments: tuple[Invited, ...], **facts: object) -> Case:
    return Case(case.organisation, case.as_of, departments, {**case.facts, **facts}, case.sponsor_name)  # type: ignore[dict-item]


def one_department() -> tuple[Case, list[Submission]]:
    """One department, one respondent."""
    case, submissions = sample("atelier_kerlan")
    return _with(case, case.departments[:1]), submissions[:1]


def forty_departments() -> tuple[Case, list[Submission]]:
    """Forty departments with names of over sixty characters, answers taken in turn from a sample."""
    case, submissions = sample("banque_meridienne")
    names = [f"{LONG} {number:02d}" for number in range(1, 41)]
    departments = tuple(Invited(name, 2, 100 + number) for number, name in enumerate(names))
    answers = [
        Submission(
            name, submissions[number % len(submissions)].role, submissions[number % len(submissions)].answers
        )
        for number, name in enumerate(names)
    ]
    return _with(case, departments), answers


def nobody_on_one_dimension() -> tuple[Case, list[Submission]]:
    """Nobody answered anything on data; one department says governance does not apply to it."""
    case, submissions = sample("forges_valmont")
    pack: Pack = load()
    data = {question.id for question in pack.questionnaire.questions if question.dimension == "data"}
    governance = {
        question.id for question in pack.questionnaire.questions if question.dimension == "governance"
    }
    answers = []
    for place, item in enumerate(submissions):
        kept = {key: value for key, value in item.answers.items() if key not in data}
        if place == 1:
            kept |= dict.fromkeys(governance, "na")
        answers.append(Submission(item.department, item.role, kept))
    return case, answers


def no_verdict() -> tuple[Case, list[Submission]]:
    """Three of eight departments answered."""
    case, submissions = sample("forges_valmont")
    return case, submissions[:3]


def foundations() -> tuple[Case, list[Submission]]:
    """No sponsor: foundations first, provisional for want of two departments."""
    case, submissions = sample("forges_valmont")
    return _with(case, case.departments, sponsor="none"), submissions[:6]


def hundred_each() -> tuple[Case, list[Submission]]:
    """A hundred respondents in one department, hostile names among them."""
    case, submissions = sample("forges_valmont")
    names = ("R&D <b>", "Ventes “Ouest” 'é'", "Łódź čeština ≥ 3")
    departments = tuple(Invited(name, 100, 100) for name in names)
    answers = [
        Submission(names[number % 3], submissions[number % 8].role, submissions[number % 8].answers)
        for number in range(300)
    ]
    return _with(case, departments), answers


EXTREMES: dict[str, Callable[[], tuple[Case, list[Submission]]]] = {
    "one_department": one_department,
    "forty_departments": forty_departments,
    "nobody_on_one_dimension": nobody_on_one_dimension,
    "no_verdict": no_verdict,
    "foundations": foundations,
    "hundred_each": hundred_each,
}


def by_turns(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each case in one language, the next one in the other; for ``make soak`` each in both."""
    return [(name, LOCALES[(place + n) % 2]) for place, name in enumerate(names) for n in range(1 + EVERY)]


CASES = [(name, locale) for name in (*SAMPLES, *EXTREMES) for locale in LOCALES]
