"""Method and limits, with the decision table as it was applied."""

from ..report import Bullets, Column, Heading, Row, Section, Table
from .sensitivity import roomy, sensitivities
from .voice import Voice


def method_annex(voice: Voice) -> Section:
    """How the report was computed, and what it cannot say."""
    return Section(
        "method",
        "",
        voice.say("Method and limits"),
        voice.say("How this was computed, and what it cannot say"),
        "",
        (
            Heading(voice.say("Method")),
            Bullets(_rules(voice), small=True),
            Heading(voice.say("Limits")),
            Bullets(_limits(voice), small=True),
            *(() if roomy(voice) else sensitivities(voice)),
            _table_of_rows(voice),
        ),
        dense=True,
    )


def _rules(voice: Voice) -> tuple[str, ...]:
    """The method in a few sentences, with the pack's thresholds."""
    rule = voice.pack.mandate
    evidence = rule.evidence
    percent = voice.percent
    return (
        voice.say(
            "A question about a department is averaged over its respondents, then over departments, each counting the same. "
            "A question about the organisation has one answer, that of the best-placed informant."
        ),
        voice.say(
            "A department's dimension is assessed when at least {floor} of its applicable questions have a level. “I do not "
            "know”, “does not apply” and no answer never enter a mean and are never zero.",
            floor=percent(rule.item_floor),
        ),
        voice.say("The overall score is the mean of the dimensions, at most one level above the weakest."),
        voice.say(
            "Level bands are half-open: {bands}. A score is rounded once, when printed.", bands=_bands(voice)
        ),
        voice.say(
            "No verdict under {items} of questions, {departments} of departments or {facts} of facts; provisional under "
            "{items2} of questions or {departments2} of departments.",
            items=percent(evidence.items_none),
            departments=percent(evidence.departments_none),
            facts=percent(evidence.facts_none),
            items2=percent(evidence.items_provisional),
            departments2=percent(evidence.departments_provisional),
        ),
        voice.say(
            "Need is a weighted sum over sixteen facts; the table has {rows} rows over six axes; {gates} gates follow and are "
            "not compensated.",
            rows=voice.whole(len(rule.table)),
            gates=voice.whole(len(rule.gates)),
        ),
        voice.say(
            "Stability varies together: departments, weights, averaging rule, thresholds by a quarter of a level, unknown "
            "facts, and how “I do not know” is read. Robust from 90%, likely from 70%, leaning from 50%."
        ),
    )


def _limits(voice: Voice) -> tuple[str, ...]:
    """What the method cannot say."""
    return (
        voice.say(
            "All thresholds are conventions: no published study validates a size, a number of uses or a score from which a chief "
            "AI officer pays. Those in circulation come mostly from firms that sell one of the options."
        ),
        voice.say("Answers are declared by people about their own work. Proof was asked for, not audited."),
        voice.say(
            "No study with a control group shows the effect of appointing a chief AI officer. The effects quoted elsewhere are "
            "correlations reported by those who sell or hold the role."
        ),
        voice.say(
            "A verdict holds for the day it was assessed. It should be looked at again on the date given on page one."
        ),
    )


def _bands(voice: Voice) -> str:
    levels = voice.pack.questionnaire.levels
    return voice.joined(
        voice.say("{n} from {start}", n=level.number, start=voice.score(level.start)) for level in levels
    )


def _table_of_rows(voice: Voice) -> Table:
    """The whole decision table as it was applied."""
    rows = []
    for row in voice.pack.mandate.table:
        wanted = (
            voice.pair(
                voice.small(voice.of(axis.name)),
                f" {voice.say('or')} ".join(
                    voice.of(value.name) for value in axis.values if value.id in row.when[axis.id]
                ),
            )
            for axis in voice.pack.mandate.axes
            if axis.id in row.when
        )
        rows.append(
            Row(
                (voice.verdict(row.verdict), voice.joined(wanted)), strong=row.id == voice.results.mandate.row
            )
        )
    return Table(
        voice.say("The decision table"),
        (Column(voice.say("Verdict"), width=0.26), Column(voice.say("Where"), width=0.74)),
        tuple(rows),
        voice.say(
            "What a row does not name may be anything. In bold: the row that matched. Gates come after the table."
        ),
    )
