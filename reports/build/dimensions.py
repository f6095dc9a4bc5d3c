"""One page a dimension: what was found, the answers behind it, what the next level looks like."""

from questionnaires.model import Dimension, Question

from ..report import Block, Callout, Para, Section, Spread, SpreadRow
from ..results import DimensionResult, QuestionResult
from ..typography import NBSP
from .departments import state
from .voice import Voice

TOP = 5


def dimension_pages(voice: Voice) -> tuple[Section, ...]:
    """A page for each dimension of the pack."""
    return tuple(
        _page(voice, dimension, voice.dimensions[dimension.id])
        for dimension in voice.pack.questionnaire.dimensions
    )


def _page(voice: Voice, dimension: Dimension, result: DimensionResult) -> Section:
    return Section(
        f"dimension-{dimension.id}",
        "",
        voice.of(dimension.name),
        _headline(voice, dimension, result),
        voice.of(dimension.about),
        (*_today(voice, dimension, result), _answers(voice, dimension), *_next(voice, dimension, result)),
        depth=2,
    )


def _asked(voice: Voice, dimension: str) -> list[tuple[Question, QuestionResult]]:
    return [
        (question, voice.questions[question.id])
        for question in voice.pack.questionnaire.questions
        if question.dimension == dimension
    ]


def _headline(voice: Voice, dimension: Dimension, result: DimensionResult) -> str:
    """The score, with the strongest and the weakest answer behind it."""
    name = voice.of(dimension.name)
    if result.score is None:
        return voice.say("{dimension}: not assessed, {why}", dimension=name, why=state(voice, result.status))
    known = [
        (item.score, question) for question, item in _asked(voice, dimension.id) if item.score is not None
    ]
    if not known:
        # In the grouped view, every answer of a dimension may be hidden, and its mean shown.
        return voice.say("{dimension}, {score} of 5", dimension=name, score=voice.score(result.score))
    low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if high[0] - low[0] < 0.5:
        return voice.say(
            "{dimension}, {score} of 5: the same picture on every question",
            dimension=name,
            score=voice.score(result.score),
        )
    return voice.say(
        "{dimension}, {score} of 5. Strongest: {high}; weakest: {low}",
        dimension=name,
        score=voice.score(result.score),
        high=_small(voice, high[1]),
        low=_small(voice, low[1]),
    )


def _small(voice: Voice, question: Question) -> str:
    """A question's topic inside a sentence; acronyms keep their capitals."""
    return voice.small(voice.of(question.topic))


def _today(voice: Voice, dimension: Dimension, result: DimensionResult) -> tuple[Block, ...]:
    if result.level is None:
        return ()
    text = voice.passage(f"dimension-{dimension.id}.today", voice.of(dimension.levels[result.level - 1]))
    return (
        Callout(
            voice.say(
                "Level {n}, “{level}”, as a visitor would see it",
                n=result.level,
                level=voice.level(result.level),
            ),
            text,
        ),
    )


def _answers(voice: Voice, dimension: Dimension) -> Spread:
    rows = tuple(_row(voice, question, item) for question, item in _asked(voice, dimension.id))
    marked = any(question.referent == "organisation" for question, _ in _asked(voice, dimension.id))
    note = voice.say("In the strips: number of people who chose the statement of each level.")
    if marked:
        note += " " + voice.say(
            "For a question about the organisation the score is the answer of the best-placed informant, named under the topic."
        )
    if any(item.veiled for _, item in _asked(voice, dimension.id)):
        note += " " + voice.say(
            "Levels hidden: how many people chose which would tell the score of a group under five."
        )
    return Spread(
        voice.say("The answers behind the score"),
        spread_heads(voice),
        tuple(voice.of(level.name) for level in voice.pack.questionnaire.levels),  # type: ignore[arg-type]
        rows,
        note,
    )


def spread_heads(voice: Voice) -> tuple[str, str, str, str]:
    """The heads over questions with the people at each level."""
    return (
        voice.say("Question"),
        voice.say("People by level, 1 to 5"),
        voice.say("No level given"),
        voice.say("Score"),
    )


def _row(voice: Voice, question: Question, item: QuestionResult) -> SpreadRow:
    total = sum(item.counts)
    shares = tuple(count / total if total else 0.0 for count in item.counts)
    return SpreadRow(
        voice.of(question.topic),
        basis(voice, question, item),
        shares,  # type: ignore[arg-type]
        None if item.veiled else item.counts,
        outside(voice, item),
        shown_score(voice, item),
        voice.of(question.text),
    )


def shown_score(voice: Voice, item: QuestionResult) -> str:
    """A question's score; "hidden" where too few people stand behind it to show it."""
    if item.basis == "hidden":
        return voice.say("hidden")
    return "–" if item.score is None else voice.score(item.score)


def basis(voice: Voice, question: Question, item: QuestionResult) -> str:
    """What a question's score rests on."""
    if question.referent == "department":
        return voice.say("about each department")
    if item.basis == "informant" and item.informant is not None:
        return voice.say(
            "about the organisation; answered by: {role}", role=voice.of(voice.pack.role[item.informant].name)
        )
    if item.basis == "others":
        return voice.say("about the organisation; nobody best placed answered, mean of the others")
    return voice.say("about the organisation")


def outside(voice: Voice, item: QuestionResult) -> str:
    """What lies outside the levels, in words."""
    parts = [voice.say("levels hidden")] if item.veiled else []
    if item.dont_know:
        parts.append(voice.count("{n} does not know", "{n} do not know", item.dont_know))
    if item.not_applicable:
        parts.append(voice.count("{n} not concerned", "{n} not concerned", item.not_applicable))
    if item.not_answered:
        parts.append(voice.count("{n} left blank", "{n} left blank", item.not_answered))
    return ", ".join(parts)


def _next(voice: Voice, dimension: Dimension, result: DimensionResult) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if result.level is not None and result.level < TOP:
        blocks.append(
            Callout(
                voice.say(
                    "What level {n}, “{level}”, looks like",
                    n=result.level + 1,
                    level=voice.level(result.level + 1),
                ),
                voice.passage(f"dimension-{dimension.id}.next", voice.of(dimension.levels[result.level])),
            )
        )
    planned = [
        item for item in voice.results.roadmap if voice.pack.action[item.action].dimension == dimension.id
    ]
    if planned:
        titles = [
            f"{voice.of(voice.pack.action[item.action].title)}{NBSP}({voice.whole(item.rank)})"
            for item in planned
        ]
        blocks.append(Para(voice.say("In the roadmap: {actions}.", actions=_joined(titles))))
    return tuple(blocks)


def _joined(titles: list[str]) -> str:
    return f"{NBSP}· ".join(titles)
