"""Annexes: every question, method and limits, glossary, sources, the draft letter, versions."""

from ..report import Column, Pairs, Para, Row, Section, Table, Terms
from .dimensions import outside, shown_score
from .letter import letter_annex
from .method import method_annex
from .path import stated_facts
from .voice import Voice


def annexes(voice: Voice) -> tuple[Section, ...]:
    """All annexes, the letter first: it is the one that will be edited."""
    return (
        *letter_annex(voice),
        _questions(voice),
        _facts(voice),
        method_annex(voice),
        *_context(voice),
        _glossary(voice),
        _sources(voice),
        _versions(voice),
    )


def _questions(voice: Voice) -> Section:
    rows = []
    for dimension in voice.pack.questionnaire.dimensions:
        for question in voice.pack.questionnaire.questions:
            if question.dimension != dimension.id:
                continue
            item = voice.questions[question.id]
            extremes = "–"
            if item.lowest is not None and item.highest is not None and item.lowest[0] != item.highest[0]:
                extremes = f"{voice.score(item.lowest[1])}–{voice.score(item.highest[1])}"
            rows.append(
                Row(
                    (
                        voice.of(question.topic),
                        *(
                            "–" if item.veiled else voice.whole(count) if count else "·"
                            for count in item.counts
                        ),
                        outside(voice, item) or "–",
                        extremes,
                        shown_score(voice, item),
                    )
                )
            )
    return Section(
        "questions",
        "",
        voice.say("Every question"),
        voice.say("Every question with its answers"),
        voice.say(
            "People by level from 1 to 5, those who gave no level, the range over departments, and the score. The questions in "
            "full stand on the pages of the dimensions."
        ),
        (
            Table(
                voice.say("Answers to the {n} questions", n=voice.whole(len(rows))),
                (
                    Column(voice.say("Question"), width=0.32),
                    *(Column(str(number), "right", 0.045) for number in range(1, 6)),
                    Column(voice.say("No level given"), width=0.275),
                    Column(voice.say("Range"), "right", 0.095),
                    Column(voice.say("Score"), "right", 0.085),
                ),
                tuple(rows),
            ),
        ),
        dense=True,
    )


def _facts(voice: Voice) -> Section:
    """Every fact as it was stated."""
    return Section(
        "facts",
        "",
        voice.say("The facts"),
        voice.say("What was stated about the organisation"),
        voice.say("Facts of need and conditions, by one person; they are not averaged and not anonymous."),
        (stated_facts(voice),),
        dense=True,
    )


def _context(voice: Voice) -> tuple[Section, ...]:
    """Published adoption figures that bear on this organisation, with what each one counts."""
    rows = tuple(
        Row((f"{voice.of(item.text)} ({voice.source(item.source)})", voice.of(item.definition)))
        for item in voice.pack.context.baselines
        if item.id in voice.results.baselines
    )
    if not rows:
        return ()
    return (
        Section(
            "context",
            "",
            voice.say("What others do"),
            voice.say("Published figures count different things, and are targets for nobody"),
            voice.say("None of them entered the verdict. Those of vendors are marked by their source."),
            (
                Table(
                    voice.say("Published figures"),
                    (
                        Column(voice.say("Figure"), width=0.52),
                        Column(voice.say("What was counted"), width=0.48),
                    ),
                    rows,
                ),
            ),
            dense=True,
        ),
    )


def _glossary(voice: Voice) -> Section:
    terms = sorted(voice.pack.context.glossary, key=lambda item: _sort_key(voice.of(item.term)))
    return Section(
        "glossary",
        "",
        voice.say("Glossary"),
        voice.say("Words as they are used here"),
        "",
        (Terms(tuple((voice.of(item.term), voice.of(item.meaning)) for item in terms)),),
        dense=True,
    )


def _sort_key(text: str) -> str:
    accents = str.maketrans("éèêëàâîïôûùçÉÈÊÀÂÎÔÛÇ", "eeeeaaiiouucEEEAAIOUC")
    return text.translate(accents).casefold()


def _sources(voice: Voice) -> Section:
    grades = {
        "law": voice.say("law"),
        "official": voice.say("public body or standard"),
        "research": voice.say("research"),
        "press": voice.say("press or school"),
        "vendor": voice.say("vendor or consultancy, with an interest"),
        "own": voice.say("our own convention"),
    }
    rows = tuple(
        (
            f"{item.publisher}, {item.published if item.published != 'undated' else voice.say('undated')}",
            f"{voice.set(item.title)} ({grades[item.grade]})",
        )
        for item in sorted(voice.pack.sources, key=lambda item: _sort_key(item.publisher))
        if item.id in voice.cited and item.grade != "own"
    )
    return Section(
        "sources",
        "",
        voice.say("Sources"),
        voice.say("Where the statements come from, and who had an interest"),
        "",
        (Terms(rows),),
        dense=True,
    )


def _versions(voice: Voice) -> Section:
    results = voice.results
    return Section(
        "versions",
        "",
        voice.say("Versions"),
        voice.say("What this report was made from"),
        "",
        (
            Pairs(
                (
                    (voice.say("Questionnaire"), results.pack),
                    (voice.say("Content fingerprint"), results.pack_hash),
                    (voice.say("Method"), results.method),
                    (voice.say("Fingerprint of all inputs"), results.fingerprint),
                    (voice.say("Assessed on"), voice.day),
                )
            ),
            Para(
                voice.say(
                    "The same inputs give the same fingerprint and the same report, to the byte. The figures are attached to "
                    "the PDF as results.json."
                ),
                small=True,
            ),
        ),
        dense=True,
    )
