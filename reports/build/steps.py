"""Next steps: the roadmap as a chart and action by action; law that applies, dated."""

from questionnaires.model import LawFact

from ..report import Block, Callout, Heading, Item, Items, Section, Terms, Timeline, TimelineRow
from ..results import RoadmapItem
from ..typography import day
from .phrases import day_word
from .voice import Voice

LAST_DAY = 180
DAYS = (30, 60, 90, 180)
SPAN = {"days": 10, "weeks": 30, "months": 75}
"""Days drawn for an action's effort on the chart: a convention of the drawing, not a plan."""


def next_steps(voice: Voice) -> tuple[Section, ...]:
    """The roadmap, or nothing when no action is open."""
    items = voice.results.roadmap
    if not items:
        return ()
    return (
        Section(
            "steps",
            "",
            voice.say("Next steps"),
            _headline(voice),
            _lead(voice),
            (_timeline(voice), Heading(voice.say("Who carries what")), _load(voice)),
        ),
        Section(
            "actions",
            "",
            voice.say("Actions in detail"),
            voice.say("Each action with why it is here, how to do it, and what proves it done"),
            "",
            (Items(tuple(_item(voice, item) for item in items)),),
            depth=2,
        ),
    )


def _headline(voice: Voice) -> str:
    items = voice.results.roadmap
    first = voice.of(voice.pack.action[items[0].action].title)
    return voice.count(
        "One action within 180 days: {first}",
        "{n} actions within 180 days, beginning with: {first}",
        len(items),
        first=voice.small(first),
    )


def _lead(voice: Voice) -> str:
    soon = sum(item.due <= DAYS[0] for item in voice.results.roadmap)
    if not soon:
        return voice.say("Only the next level is aimed at, weakest dimensions first.")
    return voice.say(
        "Due in the first month: {n}. Only the next level is aimed at, weakest dimensions first.",
        n=voice.whole(soon),
    )


def _timeline(voice: Voice) -> Timeline:
    return Timeline(
        voice.say("Roadmap, days after the decision"),
        (voice.say("Action"), voice.say("Owner"), voice.say("Done by")),
        tuple((number / LAST_DAY, voice.whole(number)) for number in DAYS),
        tuple(_bar(voice, item) for item in voice.results.roadmap),
        voice.say(
            "Dark: asked for by a gate or by law. A bar's length shows the order of effort: days, weeks or months."
        ),
    )


def _bar(voice: Voice, item: RoadmapItem) -> TimelineRow:
    action = voice.pack.action[item.action]
    start = max(0, item.due - SPAN[action.effort])
    return TimelineRow(
        voice.whole(item.rank),
        voice.of(action.title),
        voice.dimension(action.dimension),
        voice.owner(action.owner),
        start / LAST_DAY,
        item.due / LAST_DAY,
        day_word(voice, item.due),
        item.reason in ("gate", "law"),
    )


def _load(voice: Voice) -> Terms:
    """Who carries how much: a plan that one person carries alone is no plan."""
    owners: dict[str, list[RoadmapItem]] = {}
    for item in voice.results.roadmap:
        owners.setdefault(voice.owner(voice.pack.action[item.action].owner), []).append(item)
    return Terms(
        tuple(
            (
                name,
                voice.count(
                    "{n} action: {numbers}",
                    "{n} actions: {numbers}",
                    len(items),
                    numbers=", ".join(voice.whole(item.rank) for item in items),
                ).replace(" ", "\u00a0"),
            )
            for name, items in sorted(owners.items(), key=lambda pair: -len(pair[1]))
        )
    )


def _item(voice: Voice, item: RoadmapItem) -> Item:
    action = voice.pack.action[item.action]
    lines = [
        (voice.say("Here because"), because(voice, item)),
        (voice.say("Owner and effort"), f"{voice.owner(action.owner)}, {effort(voice, action.effort)}"),
        (voice.say("Proof"), voice.of(action.proof)),
        (voice.say("Measure"), voice.of(action.kpi)),
    ]
    if item.small and action.small is not None:
        lines.insert(1, (voice.say("In a small organisation"), voice.of(action.small)))
    before = [place.rank for place in voice.results.roadmap if place.action in action.after]
    if before:
        lines.append((voice.say("After (no.)"), voice.listing(voice.whole(rank) for rank in before)))
    lines.append((voice.say("Sources"), voice.sources(action.sources)))
    return Item(
        voice.whole(item.rank),
        voice.of(action.title),
        voice.of(action.why),
        tuple(lines),
        tuple(voice.of(step) for step in action.how),
        tag=f"{voice.dimension(action.dimension)} · {day_word(voice, item.due)}",
    )


def effort(voice: Voice, size: str) -> str:
    """How much work an action is, in words."""
    return {
        "days": voice.say("a matter of days"),
        "weeks": voice.say("a matter of weeks"),
        "months": voice.say("a matter of months"),
    }[size]


def because(voice: Voice, item: RoadmapItem) -> str:
    """The gate, the law or the answers that called for an action."""
    answers = voice.listing(
        f"{_topic(voice, trigger.question)} ({'–' if trigger.score is None else voice.score(trigger.score)})"
        for trigger in item.triggers
    )
    if item.reason == "gate":
        gates = [
            voice.say("“{text}”", text=voice.of(gate.name))
            for gate in voice.pack.mandate.gates
            if gate.first_action == item.action
            and any(g.id == gate.id and g.fired for g in voice.results.mandate.gates)
        ]
        return voice.say("gate {gates}; answers: {answers}", gates=voice.listing(gates), answers=answers)
    if item.law:
        titles = [
            voice.say("“{text}”", text=voice.of(fact.title)) for fact in voice.pack.law if fact.id in item.law
        ]
        return voice.say("law: {titles}; answers: {answers}", titles=voice.listing(titles), answers=answers)
    if item.reason == "prerequisite":
        return voice.say("another action needs it first; answers: {answers}", answers=answers)
    return voice.say("answers: {answers}", answers=answers)


def _topic(voice: Voice, question: str) -> str:
    return voice.small(voice.of(voice.pack.question[question].topic))


def _reference(voice: Voice, item: LawFact) -> str:
    """Where the text stands and who publishes it, a publisher's guidance named once."""
    source = voice.source(item.source)
    return source if source.startswith(item.reference) else voice.set(f"{item.reference} · {source}")


def law(voice: Voice) -> tuple[Section, ...]:
    """The law that the stated facts make apply, dated; nothing when none does."""
    facts = [item for item in voice.pack.law if item.id in voice.results.law]
    if not facts:
        return ()
    facts.sort(key=lambda item: (item.status == "adopted", item.applies_from))
    headline = voice.count(
        "What the law says here, in one point", "What the law says here, in {n} points", len(facts)
    )
    if later := sum(item.status != "in_force" for item in facts):
        headline += voice.say(", {later} of them to come", later=voice.whole(later))
    items = tuple(
        Item(
            "",
            voice.of(item.title),
            voice.of(item.text),
            (
                (voice.say("Asks of you"), voice.of(item.duty)),
                (voice.say("Reference"), _reference(voice, item)),
            ),
            tag=voice.say("applies since {date}", date=day(item.applies_from, voice.locale))
            if item.status == "in_force"
            else voice.say("from {date}", date=day(item.applies_from, voice.locale)),
        )
        for item in facts
    )
    checked = max(item.checked_on for item in facts)
    blocks: list[Block] = [
        Items(items, aside=True),
        Callout(
            voice.say("What this is not"),
            voice.say(
                "Checked on {date} against the facts stated, in our own words. It is not legal advice; have the points that bind "
                "you confirmed.",
                date=day(checked, voice.locale),
            ),
        ),
    ]
    return (
        Section(
            "law",
            "",
            voice.say("Law that applies"),
            headline,
            voice.say("Only what the stated country, size and uses make apply."),
            tuple(blocks),
            dense=True,
        ),
    )
