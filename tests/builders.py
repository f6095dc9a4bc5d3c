"""Cases that read as sentences: ``a_case().with_facts(sponsor="ceo").answering(3, data=2)``.

A case starts as a French services firm of 400 people in which little happens and every fact is known; three
departments answer everything with level 3. Each step gives a new case with one thing changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from questionnaires import Answer, Case, Invited, Pack, Stated, Submission, load
from reports.assess import assess
from reports.results import Results

QUIET: Final[Mapping[str, Stated]] = {
    "headcount": 400,
    "sector": "services",
    "country": "fr",
    "jurisdictions": "one",
    "regulated": "none",
    "use_cases_production": 0,
    "use_cases_pilot": 0,
    "pilots_owned": "no_pilots",
    "dependent_units": 0,
    "strategic_importance": "low",
    "priority_duration": "none",
    "external_effect": "internal",
    "high_risk_use": "no",
    "spend": "none",
    "spend_trend": "stable",
    "value_proven": "no",
    "failed_initiative": "no",
    "shadow_ai": "no",
    "incidents": "no",
    "ai_native": "no",
    "external_mandate": "no",
    "sponsor": "ceo",
    "commitment": "full_time",
    "stop_go": "decides",
    "budget_right": "own",
    "bench_cio": "absent",
    "bench_cto": "absent",
    "bench_cdo": "absent",
    "bench_digital": "absent",
    "bench_strategy": "absent",
    "bench_other": "absent",
    "ai_owner": "nobody",
    "caio_seat": "none",
    "c_seat_appetite": "open",
    "cse": "consulted",
    "dpo": "appointed",
    "proposed_holder": "nobody",
}
"""Nothing to own, and everything ready for whoever would own it."""

FEW_RUNS: Final = 50
"""Enough runs where a test does not look at stability."""


@dataclass(frozen=True)
class Draft:
    """A case in the making."""

    facts: Mapping[str, Stated] = field(default_factory=lambda: QUIET)
    departments: tuple[str, ...] = ("Finance", "Production", "Sales")
    silent: tuple[str, ...] = ()
    level: Answer = 3
    levels: Mapping[str, Answer] = field(default_factory=dict)
    """Dimension or question → the answer that everybody gives to it, instead of ``level``."""
    single: Mapping[tuple[str, str], Answer | None] = field(default_factory=dict)
    """Department and question → its answer, None for no answer."""
    roles: Mapping[str, str] = field(default_factory=dict)
    headcounts: Mapping[str, int] = field(default_factory=dict)
    invited: int = 1
    extra: tuple[Submission, ...] = ()

    def with_facts(self, **facts: Stated) -> "Draft":
        """With these facts stated so."""
        return replace(self, facts={**self.facts, **facts})

    def not_knowing(self, *facts: str) -> "Draft":
        """With these facts unknown."""
        return self.with_facts(**dict.fromkeys(facts, "unknown"))

    def answering(self, level: Answer | None = None, **levels: Answer) -> "Draft":
        """Everybody answers ``level``, but these dimensions or questions otherwise."""
        return replace(self, level=self.level if level is None else level, levels={**self.levels, **levels})

    def but(self, department: str, **answers: Answer | None) -> "Draft":
        """One department answers these questions otherwise; None: not at all."""
        changed = {(department, question): answer for question, answer in answers.items()}
        return replace(self, single={**self.single, **changed})

    def from_departments(self, *names: str) -> "Draft":
        """These departments answer, one respondent each."""
        return replace(self, departments=names)

    def with_silent(self, *names: str) -> "Draft":
        """These departments were invited too and did not answer."""
        return replace(self, silent=names)

    def told_by(self, **roles: str) -> "Draft":
        """The respondent of a department has this role."""
        return replace(self, roles={**self.roles, **roles})

    def counting(self, **headcounts: int) -> "Draft":
        """A department has this headcount."""
        return replace(self, headcounts={**self.headcounts, **headcounts})

    def and_also(self, department: str, role: str = "operations", **answers: Answer) -> "Draft":
        """One more respondent, who answers these questions only."""
        return replace(self, extra=(*self.extra, Submission(department, role, answers)))

    def case(self) -> Case:
        """The facts form."""
        names = (*self.departments, *self.silent)
        invited = tuple(Invited(name, self.invited, self.headcounts.get(name)) for name in names)
        return Case("Example", date(2026, 11, 2), invited, self.facts, "A. Sponsor")

    def submissions(self) -> list[Submission]:
        """The filled questionnaires."""
        own = [
            Submission(name, self.roles.get(name, "operations"), self._answers(name))
            for name in self.departments
        ]
        return [*own, *self.extra]

    def results(self, runs: int = FEW_RUNS, pack: Pack | None = None) -> Results:
        """What the method concludes."""
        return assess(pack or load(), self.case(), self.submissions(), runs)

    def _answers(self, department: str) -> dict[str, Answer]:
        answers: dict[str, Any] = {}
        for question in load().questionnaire.questions:
            everyone = self.levels.get(question.id, self.levels.get(question.dimension, self.level))
            answers[question.id] = self.single.get((department, question.id), everyone)
        return {question: answer for question, answer in answers.items() if answer is not None}


def a_case() -> Draft:
    """The quiet firm that every case starts from."""
    return Draft()


def a_busy_case() -> Draft:
    """Several uses in production in four units, pilots, spending that grows: plenty to own."""
    return a_case().with_facts(
        use_cases_production=12,
        dependent_units=4,
        use_cases_pilot=5,
        pilots_owned="some",
        spend="budget_line",
        spend_trend="growing",
        value_proven="some",
        external_effect="customers",
        strategic_importance="high",
        priority_duration="one_year",
        shadow_ai="suspected",
    )


def a_moderate_case() -> Draft:
    """Four uses in two units, a few pilots that nobody owns."""
    return a_case().with_facts(
        use_cases_production=4,
        dependent_units=2,
        use_cases_pilot=2,
        pilots_owned="nobody",
        spend="ad_hoc",
        value_proven="some",
        strategic_importance="supporting",
        shadow_ai="suspected",
    )
