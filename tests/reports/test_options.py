"""The six options side by side."""

from hypothesis import assume, given, settings

from questionnaires import load
from reports.results import Option, Results
from tests.builders import Draft, a_case
from tests.reports import oracle
from tests.reports.strategies import drafts

PACK = load()
quick = settings(max_examples=40)


def option(results: Results, verdict: str) -> Option:
    return next(item for item in results.mandate.options if item.verdict == verdict)


@quick
@given(drafts())
def test_all_six_are_ranked_each_with_its_grounds(draft: Draft) -> None:
    mandate = draft.results(50).mandate
    assume(mandate.verdict is not None and mandate.stability is not None)
    assert mandate.stability is not None
    assert [item.rank for item in mandate.options] == [1, 2, 3, 4, 5, 6]
    assert {item.verdict for item in mandate.options} == set(PACK.verdict)
    assert mandate.options[0].verdict == mandate.verdict
    assert mandate.options[0].grounds_for, "the verdict reached has a reason for it"
    assert all(item.grounds_against for item in mandate.options[1:]), (
        "every other one has a reason against it"
    )
    shares = [item.share for item in mandate.options[1:]]
    assert shares == sorted(shares, reverse=True)
    assert {item.verdict: item.share for item in mandate.options} == mandate.stability.shares
    assert mandate.options[0].unmet == mandate.conditions


@quick
@given(drafts(unknown=False))
def test_a_ground_is_an_argument_that_holds(draft: Draft) -> None:
    results = draft.results(1)
    assume(results.mandate.verdict is not None)
    situation = oracle.of(PACK, results)
    axes = oracle.decide(situation).axes
    for item in results.mandate.options:
        verdict = PACK.verdict[item.verdict]
        for grounds, arguments in (
            (item.grounds_for, verdict.arguments_for),
            (item.grounds_against, verdict.arguments_against),
        ):
            holding = [
                place for place, argument in enumerate(arguments) if situation.holds(argument.when, axes)
            ]
            assert [ground.argument for ground in grounds if ground.argument is not None] == holding


def test_an_argument_on_an_unknown_fact_is_not_used() -> None:
    """Sponsor unknown is read as none, but nothing is said against anybody because of it."""
    stated = option(a_case().with_facts(sponsor="none").results(), "full_time_caio")
    unknown = option(a_case().not_knowing("sponsor").results(), "full_time_caio")
    assert ("sponsor",) in [ground.facts for ground in stated.grounds_against]
    assert ("sponsor",) not in [ground.facts for ground in unknown.grounds_against]


def test_an_argument_that_holds_for_every_value_stays() -> None:
    """Production unknown, but every value of it leaves the bench able."""
    results = a_case().not_knowing("use_cases_production").with_facts(bench_cio="fluent_with_time").results()
    assert any("bench_cio" in ground.facts for ground in option(results, "full_time_caio").grounds_against)


def test_a_ground_names_what_it_rests_on() -> None:
    grounds = option(a_case().answering(3, data=1).results(), "foundations_first").grounds_for
    assert ("data",) in [ground.scores for ground in grounds]
    need = [ground for ground in option(a_case().results(), "ai_lead").grounds_for if "spend" in ground.facts]
    assert need, "an argument on need rests on all the facts of the index"
