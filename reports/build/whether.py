"""Whether: the path through the rule, each fact that counted, how sure, what would flip it."""

from ..report import (
    Heading,
    Item,
    Items,
    Section,
)
from ..results import Option
from .path import need_bars, path_section, stated_facts
from .reasons import ground_text
from .sure import sure_section
from .voice import Voice


def whether(voice: Voice) -> tuple[Section, ...]:
    """The rule applied; nothing but the reason when there is no verdict."""
    mandate = voice.results.mandate
    if mandate.verdict is None:
        return (_withheld(voice),)
    return (path_section(voice), _options(voice), sure_section(voice))


def _withheld(voice: Voice) -> Section:
    return Section(
        "whether",
        "",
        voice.say("Whether to appoint"),
        voice.say("Too little is known to say whether to appoint"),
        voice.of(voice.pack.mandate.evidence.none),
        (need_bars(voice), Heading(voice.say("The facts")), stated_facts(voice)),
    )


def _options(voice: Voice) -> Section:
    items = tuple(_option(voice, option) for option in voice.results.mandate.options)
    second = voice.results.mandate.options[1]
    _, stable = voice.decided
    if stable.word == "undecided":
        headline = voice.say(
            "The choice stays open between “{first}” and “{second}”",
            first=voice.verdict(voice.results.mandate.options[0].verdict),
            second=voice.verdict(second.verdict),
        )
    else:
        headline = voice.say(
            "Six options were weighed; after the first, “{second}” comes closest",
            second=voice.verdict(second.verdict),
        )
    return Section(
        "options",
        "",
        voice.say("Options compared"),
        headline,
        voice.say(
            "Each option with what speaks for it, what speaks against it, and what it would need first."
        ),
        (Items(items, aside=True),),
    )


def _option(voice: Voice, option: Option) -> Item:
    lines = []
    good = [
        ground_text(voice, option.verdict, ground, True)
        for ground in option.grounds_for
        if ground.argument is not None
    ]
    bad = [ground_text(voice, option.verdict, ground, False) for ground in option.grounds_against]
    chosen = option.verdict == voice.results.mandate.verdict
    if chosen and not good:
        good = [ground_text(voice, option.verdict, option.grounds_for[0], True)]
    lines.append((voice.say("For"), " ".join(good) or voice.say("Nothing found speaks for it.")))
    if bad:
        lines.append((voice.say("Against"), " ".join(bad)))
    if option.unmet:
        texts = [voice.of(item.text) for item in voice.pack.mandate.requirements if item.id in option.unmet]
        lines.append((voice.say("Needs first"), voice.cap(voice.joined(texts))))
    return Item(
        voice.whole(option.rank),
        voice.verdict(option.verdict),
        voice.passage(
            f"options.{option.verdict}.meaning", voice.of(voice.pack.verdict[option.verdict].meaning)
        ),
        tuple(lines),
        strong=chosen,
        tag=voice.say("first in {share} of runs", share=voice.percent(option.share)),
    )
