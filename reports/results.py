"""Results: the locale-free outcome of an assessment. Numbers, ids and names; no wording.

Scores lie on the pack's scale, 1 to 5; None means *not assessed*, never zero. Shares lie in [0, 1].
Numbers are kept to six decimals here and rounded once more, at display.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from pydantic import TypeAdapter

METHOD_VERSION: Final = "1.0"
DIGITS: Final = 6
"""Decimals kept: enough to recompute, few enough that the order of a sum cannot show."""

Assessed = Literal["assessed", "indicative", "too_few", "not_applicable", "no_answer", "hidden"]
"""``indicative``: from fewer than three respondents. Then the ways of not being assessed; ``hidden``: there
is a score, and ``visibility.grouped`` took it out.
"""

Basis = Literal["departments", "informant", "others", "hidden"]
"""What a question's score rests on; ``hidden``: on too few people to be shown."""

Visibility = Literal["attributed", "grouped"]
"""Whether every department is shown, or only groups of five answers and more."""

Withheld = Literal["items", "departments", "facts"]
Provisional = Literal["items", "departments", "respondents"]
"""Whose share, or number, is too small for a verdict, or for more than a provisional one."""


@dataclass(frozen=True, slots=True)
class FactResult:
    """A fact as stated: the raw value, the admissible value it stands for, and what the path reads.

    ``value`` is "unknown" when nobody knew; ``read_as`` is then the prudent value of the pack.
    """

    id: str
    stated: str | int
    value: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Participation:
    """Who answered. ``coverage`` is the share of applicable questions with a level, of those who answered;

    a question about the organisation counts once, whoever gave the level.
    """

    departments_invited: int
    departments_answered: int
    people_invited: int
    respondents: int
    coverage: float
    dont_know: float
    not_applicable: float
    not_answered: float
    facts_known: int
    facts_asked: int
    roles: tuple[str, ...]
    """Roles of those who answered, each once, in the pack's order."""
    silent: tuple[str, ...]
    straight_lining: tuple[str, ...]
    """Departments with a respondent who gave the same level to every question answered (ten or more)."""
    census: bool
    """Everyone invited answered: there is no sampling error, only informant error."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A band around a dimension score over departments.

    ``kind``: "range" lowest to highest department (fewer than 5); "t" 95 % Student t clipped to the scale
    (5-14); "bootstrap" 95 % percentile bootstrap of departments (15 and more).
    """

    kind: Literal["range", "t", "bootstrap"]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """One dimension for the organisation: mean over departments, equally weighted."""

    id: str
    status: Assessed
    score: float | None
    level: int | None
    interval: Interval | None
    departments: int
    """Departments assessed."""
    leave_one_out: tuple[float, float] | None
    """Lowest and highest score when any one department is left out."""
    silent_bounds: tuple[float, float] | None
    """The score if every silent department stood at 1, and at 5."""
    by_headcount: float | None
    """Weighted by headcount instead; None unless every assessed department's headcount is known."""
    pessimistic: float | None
    """With every "I do not know" read as level 1."""
    dont_know: float
    """Share of given answers that are "I do not know"."""


@dataclass(frozen=True, slots=True)
class Headline:
    """Overall score = min(mean of dimensions, lowest dimension + 1); ``mean`` is the uncapped value."""

    score: float | None
    mean: float | None
    capped: bool
    level: int | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question. ``counts`` are respondents by level 1 to 5.

    ``basis``: "departments" mean over departments; "informant" the best-placed role that answered;
    "others" nobody best placed answered and the mean over departments stands in; None not assessed.
    """

    id: str
    score: float | None
    basis: Basis | None
    informant: str | None
    counts: tuple[int, int, int, int, int]
    dont_know: int
    not_applicable: int
    not_answered: int
    lowest: tuple[str, float] | None
    """Department with the lowest mean, and the mean."""
    highest: tuple[str, float] | None
    veiled: bool = False
    """How many people chose which level is hidden: the counts are zeros, and were not."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One department × dimension. ``people`` gave a level to one of its questions about the department."""

    dimension: str
    status: Assessed
    score: float | None
    people: int = 0


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What one department's respondents said to one question; ``counts`` by level 1 to 5."""

    question: str
    counts: tuple[int, int, int, int, int]
    dont_know: int
    not_applicable: int
    not_answered: int


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """One invited department. ``mean`` is over its assessed dimensions.

    ``answers`` are its own to each question, in the pack's order: empty where nobody answered, and in the
    grouped view.
    """

    name: str
    invited: int
    answered: int
    headcount: int | None
    cells: tuple[Cell, ...]
    mean: float | None
    dont_know: float | None
    answers: tuple[OwnAnswers, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A computed observation: its kind, what it is about, and its numbers. Wording comes later.

    ``subjects`` are ids of dimensions, questions or facts, or names of departments, in the order that
    the kind's documentation in ``diagnosis.py`` gives; ``values`` are its figures by name.
    """

    kind: str
    subjects: tuple[str, ...]
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class AxisResult:
    """The band a case falls in on one axis of the decision table."""

    axis: str
    value: str


@dataclass(frozen=True, slots=True)
class NeedPart:
    """One indicator's contribution to the need index, in points of 100; and the most it could give."""

    fact: str
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate on the path: did it fire, and what did it turn into what."""

    id: str
    fired: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for or against an option: which argument of the pack, and the facts and scores under it.

    ``argument`` is the position in the verdict's ``arguments_for`` or ``arguments_against``; None is the
    general sentence (``otherwise_against``, or the reason of the table's row for the verdict reached).
    """

    argument: int | None
    facts: tuple[str, ...]
    scores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the six verdicts, ranked, with what speaks for and against it and its stability share."""

    verdict: str
    rank: int
    share: float
    grounds_for: tuple[Ground, ...]
    grounds_against: tuple[Ground, ...]
    unmet: tuple[str, ...]
    """Requirements of this option that do not hold today."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed input: a fact to another value, or a dimension's score by one level up or down.

    ``before`` and ``after`` are value ids for facts, figures to six decimals for scores.
    """

    kind: Literal["fact", "score"]
    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A minimal set of changes (one or two) that leads to another verdict.

    ``cause``: "world" the organisation can change it or it may come to pass; "answer" an answer may be wrong.
    """

    changes: tuple[Change, ...]
    verdict: str
    cause: Literal["world", "answer"]


@dataclass(frozen=True, slots=True)
class Distance:
    """The nearest score of a dimension, all else equal, at which the verdict changes; None: never."""

    dimension: str
    boundary: float | None
    delta: float | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Stability:
    """Shares of seeded runs in which each verdict comes first, and the word for the reached one's share."""

    runs: int
    seed: int
    shares: dict[str, float]
    word: Literal["robust", "likely", "leaning", "undecided"]
    runner_up: str | None
    """The other verdict with the largest share; None when every run agrees."""
    sources: dict[str, float]
    """For each source of uncertainty alone: share of runs that keep the verdict reached."""


@dataclass(frozen=True, slots=True)
class MandateResult:
    """Whether to appoint. ``verdict`` is None under the evidence gate, and all that rests on it is empty."""

    verdict: str | None
    withheld: tuple[Withheld, ...]
    """Why there is no verdict."""
    provisional: tuple[Provisional, ...]
    """Why the verdict is provisional; empty when it is not."""
    conditional: bool
    conditions: tuple[str, ...]
    """Requirements of the verdict that do not hold today, in the pack's order."""
    need: float
    """Need index, 0 to 100."""
    need_parts: tuple[NeedPart, ...]
    need_capped: bool
    axes: tuple[AxisResult, ...]
    row: str | None
    gates: tuple[GateResult, ...]
    options: tuple[Option, ...]
    possible: tuple[str, ...]
    """Verdicts open while the unknown facts are unknown, all else equal."""
    possible_exhaustive: bool
    stability: Stability | None
    flips: tuple[Flip, ...]
    distances: tuple[Distance, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An answer that called for an action."""

    question: str
    score: float | None


@dataclass(frozen=True, slots=True)
class RoadmapItem:
    """One action in order. ``due`` is the day after the decision by which it is done.

    ``reason``: "gate" a gate names it, "law" a law fact that applies names it, "gap" a weak dimension's next
    level asks for it, "prerequisite" another action needs it first.
    """

    action: str
    rank: int
    due: int
    reason: Literal["gate", "law", "gap", "prerequisite"]
    triggers: tuple[Trigger, ...]
    law: tuple[str, ...]
    small: bool
    """The small-organisation form applies (under 50 people)."""


@dataclass(frozen=True, slots=True)
class DimensionChange:
    """A dimension in two waves, on the common questions alone; None where not assessed, or not shown."""

    id: str
    before: float | None
    after: float | None
    questions: int
    """Common questions of the dimension."""
    detectable: float | None
    """The least change, in levels, that is not within noise."""
    clear: bool
    """Whether the change reaches it."""


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """One department × dimension, where both waves assessed it."""

    department: str
    dimension: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A wave against the one before it."""

    as_of: date
    """The day that the wave before describes."""
    verdict: str | None
    """The verdict then; None where there was none."""
    dimensions: tuple[DimensionChange, ...]
    departments: tuple[DepartmentChange, ...]
    """Empty where one of the waves is grouped."""
    people: tuple[int, int]
    """Respondents in each wave."""
    same_posts: int
    """Posts, a role in a department, that answered in both."""
    common: tuple[str, ...]
    """Ids of questions asked with the same words in both."""
    reworded: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    inputs: str = ""
    """SHA-256 of this wave's own inputs, as the results' fingerprint covers the wave before too."""


@dataclass(frozen=True, slots=True)
class Results:
    """Everything concluded about one organisation on one day."""

    method: str
    pack: str
    pack_hash: str
    fingerprint: str
    """SHA-256 of the inputs (pack hash, method, case, submissions), order of submissions aside."""
    organisation: str
    sponsor_name: str
    as_of: date
    facts: tuple[FactResult, ...]
    participation: Participation
    headline: Headline
    dimensions: tuple[DimensionResult, ...]
    questions: tuple[QuestionResult, ...]
    departments: tuple[DepartmentResult, ...]
    findings: tuple[Finding, ...]
    mandate: MandateResult
    roadmap: tuple[RoadmapItem, ...]
    law: tuple[str, ...]
    """Law facts that apply, in the pack's order."""
    baselines: tuple[str, ...]
    """Adoption figures that apply, in the pack's order."""
    visibility: Visibility = "attributed"
    progress: Comparison | None = None
    """Against the wave before; None for a first wave."""


_ADAPTER: Final = TypeAdapter(Results)


def to_json(results: Results) -> str:
    """Results as indented JSON, the same text for the same results."""
    return _ADAPTER.dump_json(results, indent=2).decode() + "\n"


def from_json(text: str | bytes) -> Results:
    """Results read back; raises pydantic's ValidationError, which names every place, for anything else."""
    return _ADAPTER.validate_json(text, strict=True)
