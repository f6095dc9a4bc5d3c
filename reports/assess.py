"""From a case and its submissions to Results: the one place that chains the steps."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from questionnaires.answers import UNKNOWN, Case, Submission, check_case, check_submission
from questionnaires.model import Pack

from . import robustness, tally
from .diagnosis import findings
from .flips import Base, distances, flips, possible
from .mandate import Decisions, decide, need_shares, unmet
from .options import options
from .results import (
    DIGITS,
    METHOD_VERSION,
    AxisResult,
    FactResult,
    GateResult,
    MandateResult,
    NeedPart,
    Participation,
    Provisional,
    Results,
    Withheld,
)
from .roadmap import Situation, roadmap
from .rules import Cases, default_weights, holds
from .scoring import score
from .sheet import read_sheet


def assess(pack: Pack, case: Case, submissions: Sequence[Submission], runs: int = robustness.RUNS) -> Results:
    """Everything concluded from the facts of one organisation and the answers of its departments.

    Pure and deterministic: the same inputs give the same results to the byte, whatever the order of the
    submissions. ``runs`` is the number of stability runs. Raises InvalidAnswer, naming the place, for an
    answer or fact that the pack does not admit.
    """
    check_case(pack, case)
    for submission in submissions:
        check_submission(pack, submission)
    sheet = read_sheet(pack, case, submissions)
    scores, pessimistic = score(pack, sheet), score(pack, sheet.pessimistic())
    facts = tally.fact_results(pack, case)
    people = tally.participation(pack, case, sheet, facts)
    dimensions = tally.dimension_results(pack, case, sheet, scores, pessimistic)
    questions = tally.question_results(pack, sheet, scores)
    departments = tally.department_results(pack, case, sheet, scores)
    base = Base(pack, facts, scores.dimensions, "")
    single = base.alone
    mandate = _mandate(base, single, robustness.Inputs(pack, facts, scores, pessimistic), people, runs)
    law = tuple(item.id for item in pack.law if item.when is None or holds(pack, item.when, single, {})[0])
    levels = {item.id: item.level for item in dimensions}
    order = tuple(
        item.id for item in sorted(dimensions, key=lambda item: 9.0 if item.score is None else item.score)
    )
    situation = Situation(pack, single, {item.id: item.score for item in questions}, levels, order, law)
    return Results(
        method=METHOD_VERSION,
        pack=f"{pack.questionnaire.key}/{pack.questionnaire.version}",
        pack_hash=pack.digest,
        fingerprint=fingerprint(pack, case, submissions),
        organisation=case.organisation,
        sponsor_name=case.sponsor_name,
        as_of=case.as_of,
        facts=facts,
        participation=people,
        headline=tally.headline(pack, scores),
        dimensions=dimensions,
        questions=questions,
        departments=departments,
        findings=findings(
            pack,
            sheet,
            dimensions=dimensions,
            questions=questions,
            departments=departments,
            facts=facts,
        ),
        mandate=mandate,
        roadmap=roadmap(situation, mandate),
        law=law,
        baselines=_baselines(pack, facts),
    )


def fingerprint(pack: Pack, case: Case, submissions: Sequence[Submission]) -> str:
    """SHA-256, in hexadecimal, of the method, the pack and every input; the order of submissions aside.

    A fact that is left out is the same input as one stated to be unknown.
    """
    facts = {fact.id: case.facts.get(fact.id, UNKNOWN) for fact in pack.facts.facts}
    rows = sorted(
        json.dumps([item.department, item.role, sorted(item.answers.items())], ensure_ascii=False)
        for item in submissions
    )
    inputs = {
        "method": METHOD_VERSION,
        "pack": pack.digest,
        "case": {**asdict(replace(case, facts=facts)), "as_of": case.as_of.isoformat()},
        "submissions": rows,
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _mandate(
    base: Base, single: Cases, inputs: robustness.Inputs, people: Participation, runs: int
) -> MandateResult:
    pack = base.pack
    decisions = decide(pack, single)
    need = pack.mandate.need.indicators
    parts = default_weights(pack) * need_shares(pack, single)[0] * 100
    most = default_weights(pack) * 100
    withheld, provisional = _evidence(pack, people)
    result = MandateResult(
        verdict=None,
        withheld=withheld,
        provisional=(),
        conditional=False,
        conditions=(),
        need=round(float(decisions.need[0]) * 100, DIGITS),
        need_parts=tuple(
            NeedPart(item.fact, round(float(p), DIGITS), round(float(m), DIGITS))
            for item, p, m in zip(need, parts, most, strict=True)
        ),
        need_capped=bool(decisions.need_capped[0]),
        axes=tuple(
            AxisResult(axis.id, axis.values[int(decisions.axes[axis.id][0])].id) for axis in pack.mandate.axes
        ),
        row=None,
        gates=(),
        options=(),
        possible=(),
        possible_exhaustive=True,
        stability=None,
        flips=(),
        distances=(),
    )
    if withheld:
        return result
    named = replace(base, verdict=_name(pack, decisions))
    return _decided(
        replace(result, provisional=provisional),
        named,
        single=single,
        inputs=inputs,
        decisions=decisions,
        runs=runs,
    )


def _decided(
    result: MandateResult,
    base: Base,
    *,
    single: Cases,
    inputs: robustness.Inputs,
    decisions: Decisions,
    runs: int,
) -> MandateResult:
    """The result with its verdict and everything that rests on it."""
    pack = base.pack
    conditions = unmet(pack, base.verdict, single, decisions.axes)
    sure = robustness.stability(inputs, base.verdict, runs)
    reachable, exhaustive = possible(base, robustness.SEED)
    return replace(
        result,
        verdict=base.verdict,
        conditional=bool(conditions),
        conditions=conditions,
        row=pack.mandate.table[int(decisions.row[0])].id,
        gates=_gates(pack, decisions),
        options=options(base, sure.shares),
        possible=reachable,
        possible_exhaustive=exhaustive,
        stability=sure,
        flips=flips(base),
        distances=distances(base),
    )


def _name(pack: Pack, decisions: Decisions) -> str:
    return pack.mandate.verdicts[int(decisions.verdict[0])].id


def _gates(pack: Pack, decisions: Decisions) -> tuple[GateResult, ...]:
    ids = [verdict.id for verdict in pack.mandate.verdicts]
    trail = decisions.trail[0]
    return tuple(
        GateResult(gate.id, bool(decisions.fired[0, place]), ids[trail[place]], ids[trail[place + 1]])
        for place, gate in enumerate(pack.mandate.gates)
    )


def _evidence(pack: Pack, people: Participation) -> tuple[tuple[Withheld, ...], tuple[Provisional, ...]]:
    """The evidence gate: what withholds a verdict, and what makes it provisional."""
    rule = pack.mandate.evidence
    departments = (
        people.departments_answered / people.departments_invited if people.departments_invited else 0.0
    )
    facts = people.facts_known / people.facts_asked if people.facts_asked else 0.0
    withheld: list[Withheld] = []
    provisional: list[Provisional] = []
    if people.coverage < rule.items_none:
        withheld.append("items")
    elif people.coverage < rule.items_provisional:
        provisional.append("items")
    if departments < rule.departments_none:
        withheld.append("departments")
    elif departments < rule.departments_provisional:
        provisional.append("departments")
    if people.respondents < rule.respondents_provisional:
        provisional.append("respondents")
    if facts < rule.facts_none:
        withheld.append("facts")
    return tuple(withheld), tuple(provisional)


def _baselines(pack: Pack, facts: tuple[FactResult, ...]) -> tuple[str, ...]:
    by_id = {item.id: item.value for item in facts}
    return tuple(
        item.id
        for item in pack.context.baselines
        if (not item.countries or by_id.get("country") in item.countries)
        and (not item.sizes or by_id.get("headcount") in item.sizes)
    )
