"""Page one: the decision, which stands alone."""

from ..report import Decision, OptionLine
from ..results import Ground, Option
from .flips import flip_lines
from .pay import pay_line
from .phrases import (
    condition_line,
    first_lines,
    gist_text,
    kicker,
    owner,
    reporting_sentence,
    sure_sentence,
    tags,
)
from .reasons import ground_text, reasons
from .voice import Voice
from .withheld import withheld_page

FLIPS = 3


def decision_page(voice: Voice) -> Decision:
    """The decision of an executive committee on one page, or why there is none yet."""
    mandate = voice.results.mandate
    if mandate.verdict is None:
        return withheld_page(voice)
    reached, sure = voice.decided
    return Decision(
        kicker=kicker(voice),
        headline=voice.passage("decision.headline", voice.told(voice.pack.verdict[reached].headline)),
        meaning=voice.passage("decision.meaning", voice.of(voice.pack.verdict[reached].meaning)),
        tags=tags(voice),
        reasons_title=voice.say("Why"),
        reasons=reasons(voice),
        how_title=voice.say("How"),
        how=_how(voice),
        sure_title=voice.say("How sure"),
        sure_figure=voice.percent(sure.shares[reached]),
        sure_text=sure_sentence(voice),
        sure_share=sure.shares[reached],
        options_title=voice.say("Options considered, doing nothing included"),
        options=tuple(_option(voice, option) for option in mandate.options),
        flips_title=voice.say("What would change this advice"),
        flips=flip_lines(voice)[:FLIPS],
        conditions_title=voice.say("On condition that"),
        conditions=tuple(condition_line(voice, key) for key in mandate.conditions),
        steps_title=voice.say("First steps"),
        steps=first_lines(voice),
        owner_title=voice.say("Decision to be taken by"),
        owner=owner(voice),
    )


def _how(voice: Voice) -> tuple[tuple[str, str], ...]:
    rows = [(voice.say("Who"), gist_text(voice, "who"))]
    if voice.results.mandate.verdict != "foundations_first":
        rows.append((voice.say("Reports to"), reporting_sentence(voice)))
    rows.append((voice.say("From when"), gist_text(voice, "when")))
    pay = pay_line(voice)
    if pay:
        rows.append((voice.say("Pay range"), voice.passage("decision.pay", pay)))
    else:
        rows.append((voice.say("Cost"), gist_text(voice, "cost")))
    rows.append((voice.say("Look again"), gist_text(voice, "reassess")))
    return tuple(rows)


def _option(voice: Voice, option: Option) -> OptionLine:
    chosen = option.verdict == voice.results.mandate.verdict
    if chosen:
        reason = ground_text(voice, option.verdict, Ground(None, (), ()), True)
    else:
        reason = ground_text(voice, option.verdict, option.grounds_against[0], False)
    return OptionLine(
        voice.whole(option.rank), voice.verdict(option.verdict), voice.percent(option.share), reason, chosen
    )
