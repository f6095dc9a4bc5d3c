"""The pages of a department's report: scores, answers, the next level, thirty days."""

from typing import Final

from ..report import Block, DotRow, Dots, Item, Items, Para, Section, Spread, SpreadRow
from ..results import Cell, OwnAnswers, QuestionResult
from .departments import state
from .dimensions import outside, spread_heads
from .own import Own, mean_level
from .own_steps import steps_block
from .standing import place

WEAKEST: Final = 3
"""Dimensions whose next level is described."""
TOP: Final = 5


def sections(own: Own) -> tuple[Section, ...]:
    """All sections, those without anything to say left out."""
    return (_scores(own), *_questions(own), *_next(own), *_thirty(own), _deciding(own))


def _scores(own: Own) -> Section:
    voice = own.voice
    rows = tuple(_dot(own, cell) for cell in sorted(own.result.cells, key=lambda cell: -(cell.score or 0)))
    key = voice.say(
        "Large dot: this department. Small tick: the organisation, each department counting the same."
    )
    blocks: list[Block] = [
        Dots(
            voice.say("This department beside the organisation"),
            (
                voice.say("Dimension"),
                voice.say("Score from 1 to 5"),
                voice.say("Score"),
                voice.say("Level"),
                voice.say("Organisation"),
            ),
            tuple(((n - 1) / 4, str(n)) for n in range(1, TOP + 1)),
            rows,
            key=key,
        )
    ]
    if any(own.organisation(cell.dimension) is None for cell, _ in own.ranked):
        blocks.append(
            Para(
                voice.say(
                    "A dash for the organisation: one other department was assessed, and its score would follow."
                ),
                small=True,
            )
        )
    return Section(
        "scores",
        "",
        voice.say("Scores"),
        _headline(own),
        voice.say(
            "Questions about the organisation have one answer, which counts in every department's score."
        ),
        tuple(blocks),
        fresh_page=False,
    )


def _headline(own: Own) -> str:
    voice = own.voice
    pairs = [
        (cell.dimension, round(score, 1) - round(overall, 1))
        for cell, score in own.ranked
        if (overall := own.organisation(cell.dimension)) is not None
    ]
    if not pairs:
        return voice.say("The scores of this department, dimension by dimension")
    above = sum(difference > 0.05 for _, difference in pairs)
    below = sum(difference < -0.05 for _, difference in pairs)
    if not above and not below:
        return voice.say("The same as the organisation on every dimension")
    return voice.say(
        "Above the organisation on {above} of {all} dimensions, below on {below}",
        above=voice.whole(above),
        below=voice.whole(below),
        all=voice.whole(len(pairs)),
    )


def _dot(own: Own, cell: Cell) -> DotRow:
    voice, name = own.voice, own.voice.dimension(cell.dimension)
    if cell.score is None:
        return DotRow(name, "–", "", "", None, status=voice.cap(state(voice, cell.status)))
    overall = own.organisation(cell.dimension)
    return DotRow(
        name,
        voice.score(cell.score),
        "–" if overall is None else voice.score(overall),
        voice.of(voice.pack.level(cell.score).name),
        place(cell.score),
        marks=() if overall is None else (place(overall),),
        strong=cell is own.ranked[0][0] and len(own.ranked) > 1,
    )


def _questions(own: Own) -> tuple[Section, ...]:
    """Its answers to the questions about the department; none in a grouped campaign."""
    voice = own.voice
    if not own.answers:
        return ()
    rows = tuple(
        _row(own, own.answers[question.id])
        for dimension in voice.pack.questionnaire.dimensions
        for question in voice.pack.questionnaire.questions
        if question.dimension == dimension.id and question.id in own.answers
    )
    spread = Spread(
        voice.say("Questions about the department"),
        spread_heads(voice),
        tuple(voice.of(level.name) for level in voice.pack.questionnaire.levels),  # type: ignore[arg-type]
        rows,
        voice.say("In the strips: number of people who chose the statement of each level."),
        voice.say("Organisation") if any(row.beside != "–" for row in rows) else "",
    )
    return (
        Section(
            "answers",
            "",
            voice.say("Answers"),
            voice.say("What was answered here, question by question"),
            "",
            (spread,),
            fresh_page=False,
        ),
    )


def _row(own: Own, answers: OwnAnswers) -> SpreadRow:
    voice, total = own.voice, sum(answers.counts)
    question = voice.pack.question[answers.question]
    mean, overall = mean_level(answers), own.organisation_on(answers.question)
    return SpreadRow(
        voice.of(question.topic),
        voice.dimension(question.dimension),
        tuple(count / total if total else 0.0 for count in answers.counts),  # type: ignore[arg-type]
        answers.counts,
        outside(voice, _as_result(answers)),
        "–" if mean is None else voice.score(mean),
        beside="–" if overall is None else voice.score(overall),
    )


def _as_result(answers: OwnAnswers) -> QuestionResult:
    return QuestionResult(
        answers.question,
        None,
        None,
        None,
        answers.counts,
        answers.dont_know,
        answers.not_applicable,
        answers.not_answered,
        None,
        None,
    )


def _next(own: Own) -> tuple[Section, ...]:
    """What the next level looks like, for the weakest dimensions."""
    voice, items = own.voice, []
    for cell, score in own.ranked[:WEAKEST]:
        level = voice.pack.level(score).number
        if level == TOP:
            continue
        texts = voice.pack.dimension[cell.dimension].levels
        items.append(
            Item(
                "",
                voice.dimension(cell.dimension),
                "",
                (
                    (voice.say("Today, level {n}", n=level), voice.of(texts[level - 1])),
                    (voice.say("Next, level {n}", n=level + 1), voice.of(texts[level])),
                ),
                tag=voice.set(f"{voice.score(score)} · {voice.of(voice.pack.level(score).name)}"),
            )
        )
    if not items:
        return ()
    headline = voice.say("What the next level looks like where this department is weakest")
    blocks: tuple[Block, ...] = (Items(tuple(items), aside=True),)
    return (Section("next", "", voice.say("The next level"), headline, "", blocks, fresh_page=False),)


def _thirty(own: Own) -> tuple[Section, ...]:
    voice, block = own.voice, steps_block(own)
    if not block.items:
        return ()
    return (
        Section(
            "thirty",
            "",
            voice.say("Thirty days"),
            voice.say("What this department can begin within 30 days"),
            voice.say(
                "The least costly actions of the catalogue at the department's own levels, with the role that usually owns each."
            ),
            (block,),
            fresh_page=False,
        ),
    )


def _deciding(own: Own) -> Section:
    voice = own.voice
    return Section(
        "deciding",
        "",
        voice.say("Who decides"),
        voice.say("The department on its own steps, leadership on what binds all"),
        "",
        (
            Para(
                voice.say(
                    "The head of the department decides on what its own people do. Where another role owns the action, agree it "
                    "with that person first. What binds the organisation is decided with the whole report."
                )
            ),
        ),
        fresh_page=False,
    )
