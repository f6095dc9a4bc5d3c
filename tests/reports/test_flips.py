"""What would change the verdict: every change listed does, no smaller one would, and none is missing."""

from dataclasses import replace
from itertools import chain

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from questionnaires import load
from reports.results import Change, Flip, Results
from tests.builders import Draft, a_case
from tests.reports import oracle
from tests.reports.strategies import drafts, values

PACK = load()
quick = settings(max_examples=30)


def changed(situation: oracle.Situation, changes: tuple[Change, ...]) -> str:
    """The verdict after some changes, by the second reading of the rule."""
    facts = {change.id: change.after for change in changes if change.kind == "fact"}
    scores = {change.id: float(change.after) for change in changes if change.kind == "score"}
    other = oracle.Situation(PACK, {**situation.facts, **facts}, {**situation.scores, **scores})
    return oracle.decide(other).verdict


def singles(results: Results) -> list[Change]:
    """Every single change there is: any fact to any other value, any score one level up or down."""
    moved = [
        Change("fact", item.id, item.value, value.id)
        for item in results.facts
        for value in PACK.fact[item.id].values
        if value.id != item.read_as
    ]
    for item in results.dimensions:
        if item.score is not None:
            ends = {max(1.0, item.score - 1), min(5.0, item.score + 1)} - {item.score}
            moved += [Change("score", item.id, f"{item.score:.6f}", f"{end:.6f}") for end in sorted(ends)]
    return moved


def one(results: Results, key: str) -> list[Flip]:
    return [flip for flip in results.mandate.flips if [change.id for change in flip.changes] == [key]]


@quick
@given(drafts())
def test_every_flip_flips_and_no_half_of_a_pair_does(draft: Draft) -> None:
    results = draft.results(1)
    situation, verdict = oracle.of(PACK, results), results.mandate.verdict
    assume(verdict is not None)
    for flip in results.mandate.flips:
        assert flip.verdict != verdict
        assert changed(situation, flip.changes) == flip.verdict
        if len(flip.changes) == 2:
            assert all(changed(situation, (half,)) == verdict for half in flip.changes)
    assert len(set(results.mandate.flips)) == len(results.mandate.flips)


@quick
@given(drafts())
def test_every_single_change_that_flips_is_listed_by_its_nearest_value(draft: Draft) -> None:
    results = draft.results(1)
    situation, verdict = oracle.of(PACK, results), results.mandate.verdict
    assume(verdict is not None)
    found = {
        (change.id, to) for change in singles(results) if (to := changed(situation, (change,))) != verdict
    }
    listed = [flip for flip in results.mandate.flips if len(flip.changes) == 1]
    assert {(flip.changes[0].id, flip.verdict) for flip in listed} == found
    for flip in listed:
        (change,) = flip.changes
        if change.kind == "fact":
            order = [value.id for value in PACK.fact[change.id].values]
            read = order.index(situation.facts[change.id])
            reach = {
                abs(order.index(other.after) - read)
                for other in singles(results)
                if other.id == change.id and changed(situation, (other,)) == flip.verdict
            }
            assert abs(order.index(change.after) - read) == min(reach)


@settings(max_examples=8)
@given(drafts())
def test_no_pair_is_missing(draft: Draft) -> None:
    results = draft.results(1)
    situation, verdict = oracle.of(PACK, results), results.mandate.verdict
    assume(verdict is not None)
    deciding = set(chain.from_iterable((c.id for c in flip.changes) for flip in results.mandate.flips))
    quiet = [change for change in singles(results) if changed(situation, (change,)) == verdict]
    some = [change for change in quiet if change.id in deciding][:30]
    listed = {
        (frozenset(c.id for c in f.changes), f.verdict) for f in results.mandate.flips if len(f.changes) == 2
    }
    for place, first in enumerate(some):
        for second in some[place + 1 :]:
            to = changed(situation, (first, second))
            if first.id != second.id and to != verdict:
                assert (frozenset((first.id, second.id)), to) in listed


def test_the_world_may_change_or_an_answer_may_be_wrong() -> None:
    results = (
        a_case()
        .with_facts(
            use_cases_production=4,
            dependent_units=2,
            headcount=120,
            pilots_owned="nobody",
            use_cases_pilot=2,
            spend="ad_hoc",
            value_proven="some",
            shadow_ai="suspected",
            strategic_importance="supporting",
        )
        .answering(data=2)
        .results()
    )
    assert results.mandate.verdict == "fractional_caio"
    assert {flip.cause for flip in one(results, "sponsor")} == {"world"}, "a sponsor may leave"
    assert {flip.cause for flip in one(results, "headcount")} == {"answer"}, "120 people do not become 9"
    assert {flip.cause for flip in one(results, "data")} == {"world"}


def test_an_unknown_fact_flips_because_its_answer_is_missing() -> None:
    (flip,) = one(a_case().not_knowing("sponsor").results(), "sponsor")
    assert (flip.changes[0].before, flip.changes[0].after, flip.cause) == ("unknown", "executive", "answer")


def test_a_pair_needs_both() -> None:
    """With no sponsor and no money, neither alone helps."""
    results = a_case().with_facts(sponsor="none", commitment="none").results()
    assert one(results, "sponsor") == one(results, "commitment") == []
    pairs = {frozenset(change.id for change in flip.changes): flip.verdict for flip in results.mandate.flips}
    assert pairs[frozenset(("sponsor", "commitment"))] == "ai_lead"


# --- distances -----------------------------------------------------------------------------------------


@quick
@given(drafts())
def test_a_boundary_is_crossed_there_and_not_before(draft: Draft) -> None:
    results = draft.results(1)
    situation, verdict = oracle.of(PACK, results), results.mandate.verdict
    assume(verdict is not None)

    def at(dimension: str, score: float) -> str:
        scores = {**situation.scores, dimension: round(score, 6)}
        return oracle.decide(replace(situation, scores=scores)).verdict

    for item in results.mandate.distances:
        score = situation.scores[item.dimension]
        if score is None:
            assert item.boundary is None
            continue
        reach = 4.0 if item.delta is None else abs(item.delta) - 0.01
        tried = [score + share * reach * side for share in (0.1, 0.5, 0.9, 0.999) for side in (-1, 1)]
        assert all(at(item.dimension, place) == verdict for place in tried if 1 <= place <= 5)
        if item.boundary is not None and item.delta is not None:
            assert abs(score + item.delta - item.boundary) < 1e-5
            assert at(item.dimension, item.boundary) == item.verdict != verdict


def test_distance_to_the_data_floor() -> None:
    distances = {item.dimension: item for item in a_case().results().mandate.distances}
    data = distances["data"]
    assert (data.boundary, data.delta, data.verdict) == (1.74, -1.26, "foundations_first")
    assert distances["skills"].boundary is None, "the other four at 3 keep the headline at 2 and above"


# --- verdicts open while facts are unknown -------------------------------------------------------------


@quick
@given(drafts(unknown=False), st.data())
def test_an_unknown_fact_only_widens_what_is_possible(draft: Draft, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(PACK.facts.facts))
    before = [draft.with_facts(**{fact.id: value}).results(1).mandate for value in values(fact)]
    assume(before[0].verdict is not None)
    unknown = draft.not_knowing(fact.id).results(1).mandate
    reached = {mandate.verdict for mandate in before}
    assert unknown.possible_exhaustive
    assert set(unknown.possible) == reached
    assert set(chain.from_iterable(mandate.possible for mandate in before)) <= set(unknown.possible)


@settings(max_examples=12)
@given(drafts(), st.data())
def test_one_more_unknown_fact_never_narrows(draft: Draft, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(PACK.facts.facts))
    known = draft.results(1).mandate
    unknown = draft.not_knowing(fact.id).results(1).mandate
    assume(known.verdict is not None and unknown.verdict is not None and unknown.possible_exhaustive)
    assert set(known.possible) <= set(unknown.possible)


def test_too_many_unknown_facts_are_sampled_and_it_is_said() -> None:
    many = [
        "bench_cio",
        "bench_cto",
        "bench_cdo",
        "bench_digital",
        "bench_strategy",
        "bench_other",
        "sponsor",
        "commitment",
        "stop_go",
        "budget_right",
        "headcount",
        "strategic_importance",
        "high_risk_use",
    ]
    mandate = a_case().not_knowing(*many).results(1).mandate
    assert not mandate.possible_exhaustive
    for fact in many:
        for value in values(PACK.fact[fact]):
            alone = {**{item: PACK.fact[item].assumed for item in many}, fact: value}
            stated = {key: _stated(key, value) for key, value in alone.items()}
            assert a_case().with_facts(**stated).results(1).mandate.verdict in mandate.possible


def _stated(key: str, value: str | int) -> str | int:
    """The assumed band of a number as a number in it."""
    starts = {item.id: item.start for item in PACK.fact[key].values}
    start = starts.get(str(value))
    return value if start is None else start


def test_an_unknown_fact_that_no_rule_reads_opens_nothing() -> None:
    results = a_case().not_knowing("sector", "country", "ai_owner", "dpo", "cse").results()
    assert results.mandate.possible == ("ai_lead",)
    assert not [flip for flip in results.mandate.flips if flip.changes[0].id in ("sector", "ai_owner", "dpo")]
