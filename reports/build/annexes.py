"""Annexes: every question, method and limits, glossary, sources, the draft letter, versions."""

from questionnaires.model.appointment import Clause, Letter

from ..report import Block, Bullets, Column, Heading, Pairs, Para, Row, Section, Table
from .decision import condition_line, day_word, gist_of, owner, reporting_of
from .dimensions import basis, outside
from .how import weight
from .pay import pay_line
from .selection import for_verdict
from .voice import Voice


def annexes(voice: Voice) -> tuple[Section, ...]:
    """All annexes, the letter first: it is the one that will be edited."""
    return (
        *_letter(voice),
        _questions(voice),
        _method(voice),
        *_context(voice),
        _glossary(voice),
        _sources(voice),
        _versions(voice),
    )


def _letter(voice: Voice) -> tuple[Section, ...]:
    reached = voice.results.mandate.verdict
    if reached is None:
        return ()
    letter: Letter = next(item for item in voice.pack.appointment.letters if reached in item.verdicts)
    blocks: list[Block] = []
    for clause in letter.clauses:
        blocks += _clause(voice, clause)
    return (
        Section(
            "letter",
            "",
            voice.say("Draft to edit"),
            voice.of(letter.title),
            voice.say("A draft for {organisation}, to be edited and signed by those it binds.",
                      organisation=voice.results.organisation),
            tuple(blocks),
        ),
    )


def _clause(voice: Voice, clause: Clause) -> list[Block]:
    blocks: list[Block] = []
    if clause.title is not None:
        blocks.append(Heading(voice.of(clause.title)))
    blocks.append(Para(voice.set(clause.text[voice.locale].format_map(_placeholders(voice)))))
    if clause.items is not None and (items := clause_items(voice, clause.items)):
        blocks.append(Bullets(items))
    return blocks


def _placeholders(voice: Voice) -> dict[str, str]:
    line = "" if voice.results.mandate.verdict == "foundations_first" else voice.of(reporting_of(voice).line)
    return {
        "organisation": voice.results.organisation,
        "sponsor": voice.results.sponsor_name or owner(voice),
        "reporting_line": line,
        "pay": pay_line(voice) or voice.of(gist_of(voice).cost),
        "date": voice.day,
        "reassess": voice.of(gist_of(voice).reassess),
    }


def clause_items(voice: Voice, kind: str) -> tuple[str, ...]:
    """The list that a clause draws from the appointment, in the order of this client's gaps."""
    appointment = voice.pack.appointment
    if kind == "missions":
        missions = sorted(for_verdict(voice, appointment.missions), key=lambda item: -weight(voice, item.dimensions))
        return tuple(f"{voice.of(item.name)}. {voice.of(item.text)}" for item in missions)
    if kind in ("decides", "shares", "leaves"):
        return tuple(voice.of(item.text) for item in for_verdict(voice, appointment.rights) if item.kind == kind)
    if kind == "partners":
        partners = for_verdict(voice, appointment.partners)
        return tuple(voice.pair(voice.of(item.name), voice.of(item.interface)) for item in partners)
    if kind == "kpis":
        kpis = sorted(for_verdict(voice, appointment.kpis), key=lambda item: -weight(voice, item.dimensions))
        return tuple(f"{voice.of(item.name)}. {voice.of(item.measure)}" for item in kpis[:6])
    if kind == "first_steps":
        steps = sorted(for_verdict(voice, appointment.first_steps), key=lambda item: item.day)
        return tuple(f"{day_word(voice, item.day)}. {voice.of(item.text)}" for item in steps)
    if kind == "successes":
        return tuple(voice.of(item.text) for item in for_verdict(voice, appointment.successes))
    if kind == "advice":
        return tuple(voice.of(item.text) for item in for_verdict(voice, appointment.candidate_advice))
    if kind == "conditions":
        return tuple(condition_line(voice, key) for key in voice.results.mandate.conditions)
    return tuple(voice.of(item.text) for item in appointment.skills if item.kind == kind)


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
                        voice.of(question.text),
                        *(voice.whole(count) if count else "·" for count in item.counts),
                        outside(voice, item) or "–",
                        extremes,
                        "–" if item.score is None else voice.score(item.score),
                    )
                )
            )
    return Section(
        "questions",
        "",
        voice.say("Every question"),
        voice.say("Every question with its answers"),
        voice.say("People by level from 1 to 5, those who gave no level, the range over departments, and the score."),
        (
            Table(
                voice.say("Answers to the {n} questions", n=voice.whole(len(rows))),
                (
                    Column(voice.say("Question"), width=0.42),
                    *(Column(str(number), "right", 0.045) for number in range(1, 6)),
                    Column(voice.say("No level given"), width=0.17),
                    Column(voice.say("Range"), "right", 0.095),
                    Column(voice.say("Score"), "right", 0.09),
                ),
                tuple(rows),
            ),
        ),
    )


def _method(voice: Voice) -> Section:
    rule = voice.pack.mandate
    evidence = rule.evidence
    percent = voice.percent
    bullets = (
        voice.say("A question about a department is averaged over its respondents, then over departments, each counting the same. "
                  "A question about the organisation has one answer, that of the best-placed informant."),
        voice.say("A department's dimension is assessed when at least {floor} of its applicable questions have a level. “I do not "
                  "know”, “does not apply” and no answer never enter a mean and are never zero.",
                  floor=percent(rule.item_floor)),
        voice.say("The overall score is the mean of the dimensions, at most one level above the weakest."),
        voice.say("Level bands are half-open: {bands}. A score is rounded once, when printed.", bands=_bands(voice)),
        voice.say("No verdict under {items} of questions, {departments} of departments or {facts} of facts; provisional under "
                  "{items2} of questions or {departments2} of departments.",
                  items=percent(evidence.items_none), departments=percent(evidence.departments_none),
                  facts=percent(evidence.facts_none), items2=percent(evidence.items_provisional),
                  departments2=percent(evidence.departments_provisional)),
        voice.say("Need is a weighted sum over sixteen facts; the table has {rows} rows over six axes; {gates} gates follow and are "
                  "not compensated.", rows=voice.whole(len(rule.table)), gates=voice.whole(len(rule.gates))),
        voice.say("Stability varies together: departments, weights, averaging rule, thresholds by a quarter of a level, unknown "
                  "facts, and how “I do not know” is read. Robust from 90%, likely from 70%, leaning from 50%."),
    )
    limits = (
        voice.say("All thresholds are conventions: no published study validates a size, a number of uses or a score from which a chief "
                  "AI officer pays. Those in circulation come mostly from firms that sell one of the options."),
        voice.say("Answers are declared by people about their own work. Proof was asked for, not audited."),
        voice.say("No study with a control group shows the effect of appointing a chief AI officer. The effects quoted elsewhere are "
                  "correlations reported by those who sell or hold the role."),
        voice.say("A verdict holds for the day it was assessed. It should be looked at again on the date given on page one."),
    )
    return Section(
        "method",
        "",
        voice.say("Method and limits"),
        voice.say("How this was computed, and what it cannot say"),
        "",
        (Heading(voice.say("Method")), Bullets(bullets), Heading(voice.say("Limits")), Bullets(limits), _table_of_rows(voice)),
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
        cells = []
        for axis in voice.pack.mandate.axes:
            wanted = row.when.get(axis.id)
            names = [voice.of(value.name) for value in axis.values if wanted and value.id in wanted]
            cells.append(", ".join(names) if names else "·")
        rows.append(Row((voice.verdict(row.verdict), *cells), strong=row.id == voice.results.mandate.row))
    return Table(
        voice.say("The decision table"),
        (
            Column(voice.say("Verdict"), width=0.22),
            *(Column(voice.of(axis.name), width=0.13) for axis in voice.pack.mandate.axes),
        ),
        tuple(rows),
        voice.say("A dot: any value. In bold: the row that matched. Gates come after the table."),
    )


def _context(voice: Voice) -> tuple[Section, ...]:
    """Published adoption figures that bear on this organisation, with what each one counts."""
    rows = tuple(
        Row((voice.of(item.text), voice.of(item.definition), voice.source(item.source)))
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
                        Column(voice.say("Figure"), width=0.42),
                        Column(voice.say("What was counted"), width=0.38),
                        Column(voice.say("Source"), width=0.20),
                    ),
                    rows,
                ),
            ),
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
        (Pairs(tuple((voice.of(item.term), voice.of(item.meaning)) for item in terms)),),
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
        Row((item.publisher, voice.set(item.title), item.published if item.published != "undated" else voice.say("undated"),
             grades[item.grade]))
        for item in voice.pack.sources
        if item.grade != "own"
    )
    return Section(
        "sources",
        "",
        voice.say("Sources"),
        voice.say("Where the statements come from, and who had an interest"),
        "",
        (
            Table(
                voice.say("Sources of this edition"),
                (
                    Column(voice.say("Publisher"), width=0.26),
                    Column(voice.say("Title"), width=0.40),
                    Column(voice.say("Date"), width=0.13),
                    Column(voice.say("Kind"), width=0.21),
                ),
                rows,
            ),
        ),
        fresh_page=False,
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
            Para(voice.say("The same inputs give the same fingerprint and the same report, to the byte. The figures are attached to "
                           "the PDF as results.json.")),
        ),
        fresh_page=False,
    )
