"""Page one: the decision, which stands alone."""

from questionnaires.model import Condition
from questionnaires.model.appointment import Gist, Reporting

from ..report import Decision, OptionLine, StepLine
from ..results import Change, Flip, Ground, Option
from ..roadmap import SMALL_BELOW
from .pay import pay_line
from .selection import first_that_holds
from .voice import Voice

REASONS = 3
FLIPS = 3
WINDOWS = (30, 60, 90)


def decision_page(voice: Voice) -> Decision:
    """The decision of an executive committee on one page, or why there is none yet."""
    mandate = voice.results.mandate
    if mandate.verdict is None:
        return _withheld(voice)
    gist = gist_of(voice)
    sure = mandate.stability
    assert sure is not None
    return Decision(
        kicker=_kicker(voice),
        headline=voice.told(voice.pack.verdict[mandate.verdict].headline),
        meaning=voice.of(voice.pack.verdict[mandate.verdict].meaning),
        tags=tags(voice),
        reasons_title=voice.say("Why"),
        reasons=reasons(voice),
        how_title=voice.say("How"),
        how=_how(voice, gist),
        sure_title=voice.say("How sure"),
        sure_figure=voice.percent(sure.shares[mandate.verdict]),
        sure_text=sure_sentence(voice),
        sure_share=sure.shares[mandate.verdict],
        options_title=voice.say("Options considered, doing nothing included"),
        options=tuple(_option(voice, option) for option in mandate.options),
        flips_title=voice.say("What would change this advice"),
        flips=flip_lines(voice)[:FLIPS],
        conditions_title=voice.say("On condition that"),
        conditions=tuple(condition_line(voice, key) for key in mandate.conditions),
        steps_title=voice.say("First steps"),
        steps=_steps(voice),
        owner_title=voice.say("Decision to be taken by"),
        owner=owner(voice),
    )


def _kicker(voice: Voice) -> str:
    return voice.say("Decision for the executive committee")


def tags(voice: Voice) -> tuple[str, ...]:
    """The marks beside the verdict: conditional, provisional."""
    found = []
    if voice.results.mandate.conditional:
        found.append(voice.say("Conditional"))
    if voice.results.mandate.provisional:
        found.append(voice.say("Provisional"))
    return tuple(found)


def gist_of(voice: Voice) -> Gist:
    """The pack's page-one words for the verdict reached."""
    return next(item for item in voice.pack.appointment.gists if item.verdict == voice.results.mandate.verdict)


def reporting_of(voice: Voice) -> Reporting:
    """The reporting line of the verdict reached: the first entry whose test holds."""
    found: Reporting = first_that_holds(voice, voice.pack.appointment.reporting)
    return found


def reasons(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Up to three reasons for the verdict, those that carry a figure first."""
    reached = voice.results.mandate.verdict
    assert reached is not None
    found = [(figure_of(voice, reached, ground), ground_text(voice, reached, ground, True)) for ground in _for(voice)]
    return tuple(sorted(found, key=lambda pair: not pair[0])[:REASONS])


def _for(voice: Voice) -> tuple[Ground, ...]:
    return voice.option[voice.results.mandate.verdict or ""].grounds_for


def ground_text(voice: Voice, verdict: str, ground: Ground, good: bool) -> str:
    """A ground as a sentence."""
    item = voice.pack.verdict[verdict]
    if ground.argument is not None:
        return voice.told((item.arguments_for if good else item.arguments_against)[ground.argument].text)
    if good:
        return voice.of(next(row for row in voice.pack.mandate.table if row.id == voice.results.mandate.row).reason)
    return voice.of(item.otherwise_against)


def figure_of(voice: Voice, verdict: str, ground: Ground) -> str:
    """The one figure a reason rests on, or an empty text when it rests on a choice."""
    if ground.argument is None:
        return ""
    return _figure(voice, voice.pack.verdict[verdict].arguments_for[ground.argument].when)


def _figure(voice: Voice, condition: Condition) -> str:
    if condition.score:
        found = voice.results.headline.score if condition.score == "headline" else None
        return voice.exact(found if found is not None else voice.dimensions[condition.score].score)
    if condition.fact:
        item = voice.facts[condition.fact]
        return voice.whole(item.stated) if isinstance(item.stated, int) else ""
    if condition.axis:
        return _axis_figure(voice, condition.axis)
    parts = condition.every or condition.some or ((condition.negated,) if condition.negated else ())
    return next((figure for part in parts if (figure := _figure(voice, part))), "")


def _axis_figure(voice: Voice, axis: str) -> str:
    if axis == "need":
        return f"{voice.whole(voice.results.mandate.need)}/100"
    if axis == "foundations" and voice.results.headline.score is not None:
        return voice.exact(voice.results.headline.score)
    if axis == "size" and isinstance(voice.facts["headcount"].stated, int):
        return voice.whole(voice.facts["headcount"].stated)
    if axis == "bench":
        bench = [item for item in voice.results.facts if item.id.startswith("bench_")]
        able = sum(item.read_as == "fluent_with_time" for item in bench)
        return f"{able}/{sum(item.read_as != 'absent' for item in bench)}"
    return ""


def _how(voice: Voice, gist: Gist) -> tuple[tuple[str, str], ...]:
    rows = [(voice.say("Who"), voice.of(gist.who))]
    if voice.results.mandate.verdict != "foundations_first":
        rows.append((voice.say("Reports to"), voice.cap(voice.of(reporting_of(voice).line))))
    rows.append((voice.say("From when"), voice.of(gist.when)))
    pay = pay_line(voice)
    if pay:
        rows.append((voice.say("Pay range"), pay))
    else:
        rows.append((voice.say("Cost"), voice.of(gist.cost)))
    rows.append((voice.say("Look again"), voice.of(gist.reassess)))
    return tuple(rows)


def sure_sentence(voice: Voice) -> str:
    """How sure, in the word tied to the share of runs."""
    mandate = voice.results.mandate
    assert mandate.stability is not None and mandate.verdict is not None
    sentences = {
        "robust": voice.say("Robust: this option comes first in at least nine in ten of {runs} variations of the answers, "
                            "weights, thresholds and unknown facts.", runs=voice.whole(mandate.stability.runs)),
        "likely": voice.say("Likely: this option comes first in at least seven in ten of {runs} variations of the answers, weights, "
                            "thresholds and unknown facts.", runs=voice.whole(mandate.stability.runs)),
        "leaning": voice.say("Leaning: this option comes first in at least half of {runs} variations of the answers, "
                             "weights, thresholds and unknown facts.", runs=voice.whole(mandate.stability.runs)),
        "undecided": voice.say("Undecided: this option comes first in at most half of {runs} variations of the "
                               "answers, weights, thresholds and unknown facts.",
                               runs=voice.whole(mandate.stability.runs)),
    }
    text = sentences[mandate.stability.word]
    other = mandate.stability.runner_up
    if other is None:
        return text
    share = voice.percent(mandate.stability.shares[other])
    return f"{text} {voice.say('Closest other option: {option}, {share}.', option=voice.verdict(other), share=share)}"


def _option(voice: Voice, option: Option) -> OptionLine:
    chosen = option.verdict == voice.results.mandate.verdict
    if chosen:
        reason = ground_text(voice, option.verdict, Ground(None, (), ()), True)
        if any(gate.before != gate.after for gate in voice.results.mandate.gates):
            reason = ground_text(voice, option.verdict, option.grounds_for[0], True)
    else:
        reason = ground_text(voice, option.verdict, option.grounds_against[0], False)
    return OptionLine(
        voice.whole(option.rank), voice.verdict(option.verdict), voice.percent(option.share), reason, chosen
    )


def condition_line(voice: Voice, key: str) -> str:
    """A condition and whom it is for."""
    item = next(item for item in voice.pack.mandate.requirements if item.id == key)
    return voice.set(f"{voice.cap(voice.of(item.text))} ({voice.of(item.addressee)})")


def flip_lines(voice: Voice) -> tuple[str, ...]:
    """Single changes that lead to another verdict, those of the world first; one for each other verdict before more."""
    groups = flip_groups(voice, [flip for flip in voice.results.mandate.flips if len(flip.changes) == 1])
    if not groups:
        return (voice.say("No single change of a fact or of a level by one changes it."),)
    seen: set[str] = set()
    fresh: list[str] = []
    again: list[str] = []
    groups.sort(key=lambda pair: pair[0].cause != "world")
    for flip, line in groups:
        (again if flip.verdict in seen else fresh).append(line)
        seen.add(flip.verdict)
    return (*fresh, *again)


def flip_groups(voice: Voice, flips: list[Flip]) -> list[tuple[Flip, str]]:
    """Flips as sentences; facts of the same kind that change alike share one sentence."""
    groups: dict[tuple[str, ...], list[Flip]] = {}
    for flip in flips:
        change = flip.changes[0]
        bench = change.id.startswith("bench_") and len(flip.changes) == 1
        key = (flip.verdict, flip.cause, change.after) if bench else (flip.verdict, flip.cause, *map(str, flip.changes))
        groups.setdefault(key, []).append(flip)
    return [(same[0], _group_line(voice, same)) for same in groups.values()]


def _group_line(voice: Voice, same: list[Flip]) -> str:
    if len(same) == 1:
        return flip_line(voice, same[0])
    change = same[0].changes[0]
    text = voice.say(
        "Any one of {n} executives: “{after}”", n=voice.whole(len(same)), after=voice.value(change.id, change.after)
    )
    return voice.set(f"{text} → {voice.verdict(same[0].verdict)}")


def flip_line(voice: Voice, flip: Flip) -> str:
    """One flip in a sentence."""
    changes = voice.listing(change_line(voice, change) for change in flip.changes)
    return voice.set(f"{voice.cap(changes)} → {voice.verdict(flip.verdict)}")


def change_line(voice: Voice, change: Change) -> str:
    """One change in words: what, from what to what."""
    if change.kind == "score":
        return voice.say(
            "{what} at {after} instead of {before}",
            what=voice.small(voice.dimension(change.id)),
            after=voice.score(float(change.after)),
            before=voice.score(float(change.before)),
        )
    return voice.say(
        "{what}: “{after}” instead of “{before}”",
        what=voice.small(voice.of(voice.pack.fact[change.id].topic)),
        after=voice.value(change.id, change.after),
        before=voice.value(change.id, change.before),
    )


def _steps(voice: Voice) -> tuple[StepLine, ...]:
    """For each window, the first action due in it."""
    lines = []
    start = 0
    for day in WINDOWS:
        due = [item for item in voice.results.roadmap if start < item.due <= day]
        if due:
            action = voice.pack.action[due[0].action]
            lines.append(StepLine(day_word(voice, day), voice.of(action.title), voice.owner(action.owner)))
        start = day
    return tuple(lines)


def day_word(voice: Voice, day: int) -> str:
    """ "30 days"."""
    return voice.count("{n} day", "{n} days", day)


def owner(voice: Voice) -> str:
    """Who takes the decision: the sponsor where there is one at the top, else the chief executive."""
    sponsor = voice.facts["sponsor"].value
    name = voice.results.sponsor_name
    if sponsor == "board":
        return voice.say("The board, on the chief executive's proposal")
    if sponsor == "ceo" and name:
        return voice.say("{name}, chief executive", name=name)
    return voice.say("The chief executive")


def is_small(voice: Voice) -> bool:
    """Whether small-organisation forms apply."""
    return voice.facts["headcount"].read_as in SMALL_BELOW


def _withheld(voice: Voice) -> Decision:
    """Page one under the evidence gate."""
    people, mandate = voice.results.participation, voice.results.mandate
    found = {
        "items": (voice.percent(people.coverage), voice.say("of the applicable questions were answered with a level")),
        "departments": (
            f"{voice.whole(people.departments_answered)}/{voice.whole(people.departments_invited)}",
            voice.say("departments answered"),
        ),
        "facts": (
            f"{voice.whole(people.facts_known)}/{voice.whole(people.facts_asked)}",
            voice.say("facts about the organisation are known"),
        ),
    }
    rule = voice.pack.mandate.evidence
    needed = {
        "items": voice.say("at least {share} of the questions answered", share=voice.percent(rule.items_none)),
        "departments": voice.say("at least {share} of the departments in", share=voice.percent(rule.departments_none)),
        "facts": voice.say("at least {share} of the facts stated", share=voice.percent(rule.facts_none)),
    }
    silent = [voice.set(name) for name in people.silent]
    return Decision(
        kicker=_kicker(voice),
        headline=voice.say("No verdict yet for {organisation}: too little is known", organisation=voice.results.organisation),
        meaning=voice.of(rule.none),
        tags=(voice.say("No verdict"),),
        reasons_title=voice.say("Why not yet"),
        reasons=tuple(found[key] for key in ("items", "departments", "facts")),
        how_title=voice.say("What a verdict needs"),
        how=tuple((voice.cap(needed[key]), f"{found[key][0]} {voice.say('today')}") for key in mandate.withheld),
        sure_title=voice.say("How sure"),
        sure_figure="–",
        sure_text=voice.say("No stability is computed without a verdict."),
        sure_share=None,
        options_title="",
        options=(),
        flips_title=voice.say("Departments still silent"),
        flips=tuple(silent),
        conditions_title="",
        conditions=(),
        steps_title=voice.say("First steps"),
        steps=_steps(voice),
        owner_title=voice.say("To be completed by"),
        owner=owner(voice),
    )
