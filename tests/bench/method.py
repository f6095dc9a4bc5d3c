"""Loading the pack, assessing, stability."""

import random
from collections.abc import Iterator
from datetime import date

import numpy as np

from questionnaires import Answer, Case, Invited, Submission, load, load_folder
from questionnaires.loader import ROOT
from reports import robustness, tally
from reports.assess import assess
from reports.scoring import score
from reports.sheet import read_sheet
from tests.bench.measure import Line, Took, fresh, here
from tests.builders import QUIET

SIZES = ((10, 5), (1_000, 20), (10_000, 40))
"""Respondents, in so many departments."""

UNKNOWN = ("sponsor", "high_risk_use", "bench_cdo", "spend")
PLENTY = {
    "use_cases_production": 6,
    "dependent_units": 3,
    "strategic_importance": "high",
    "shadow_ai": "known",
}


def lines() -> Iterator[Line | str]:
    """The lines of the table."""
    yield "Content pack"
    whole, inside = fresh("tests.bench.cold_pack")
    yield Line("load, new process, with the interpreter's start", whole)
    yield Line("load, new process, imports and reading alone", [Took(**found) for found in inside])
    yield Line("load again, not cached", here(lambda: load_folder(ROOT / "ai_maturity" / "v1"), 3))
    yield "Assessment (flips, distances, options, open verdicts, roadmap included)"
    for people, departments in SIZES:
        case, submissions = client(people, departments)
        name = f"{people:,} respondents in {departments} departments"
        yield Line(f"{name}, without stability", here(lambda: assess(load(), case, submissions, 1)))  # noqa: B023
        yield Line(f"{name}, with stability", here(lambda: assess(load(), case, submissions)))  # noqa: B023
    yield "Stability"
    inputs = inputs_of(*client(*SIZES[1]))
    runs = robustness.RUNS
    every = robustness.SOURCES
    yield Line(
        f"{runs:,} runs, all sources together", here(lambda: robustness._shares(inputs, runs, 1, every))
    )
    yield Line(
        f"the same and each of {len(every)} sources alone",
        here(lambda: robustness.stability(inputs, "ai_lead")),
        f"{robustness.RUNS_PER_SOURCE:,} runs each",
    )


def client(people: int, departments: int) -> tuple[Case, list[Submission]]:
    """An invented client, the same every time."""
    chance = random.Random(people)
    names = [f"Department {number:02d}" for number in range(departments)]
    levels: list[Answer] = [1, 2, 2, 3, 3, 3, 4, 4, 5, "dk", "na"]
    roles = list(load().role)
    submissions = [
        Submission(
            names[place % departments],
            chance.choice(roles),
            {key: chance.choice(levels) for key in load().question},
        )
        for place in range(people)
    ]
    facts = {**QUIET, **PLENTY, **dict.fromkeys(UNKNOWN, "unknown")}
    invited = tuple(Invited(name, people // departments, 50) for name in names)
    return Case("Bench", date(2026, 11, 2), invited, facts), submissions


def inputs_of(case: Case, submissions: list[Submission]) -> robustness.Inputs:
    """What the runs vary."""
    pack = load()
    sheet = read_sheet(pack, case, submissions)
    found = robustness.Inputs(
        pack, tally.fact_results(pack, case), score(pack, sheet), score(pack, sheet.pessimistic())
    )
    if np.isnan(found.scores.dimensions).any():
        raise ValueError("the bench's client leaves a dimension without a score: choose other answers")
    return found
