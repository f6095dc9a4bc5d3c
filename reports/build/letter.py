"""The draft annexed: mission letter, job description, terms or decision note."""

from questionnaires.model.appointment import Clause, Letter

from ..report import Block, Bullets, Heading, Para, Section
from .pay import pay_line
from .phrases import condition_line, day_word, gist_of, owner, reporting_of
from .selection import for_verdict, weight
from .voice import Voice


def letter_annex(voice: Voice) -> tuple[Section, ...]:
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
            voice.say(
                "A draft for {organisation}, to be edited and signed by those it binds.",
                organisation=voice.results.organisation,
            ),
            tuple(blocks),
            dense=True,
        ),
    )


def _clause(voice: Voice, clause: Clause) -> list[Block]:
    blocks: list[Block] = []
    if clause.title is not None:
        blocks.append(Heading(voice.of(clause.title)))
    text = clause.text[voice.locale].format_map(_placeholders(voice))
    items = clause_items(voice, clause.items) if clause.items is not None else ()
    if not items and text.endswith(":"):
        # The list that the colon announces is empty here: no condition is open, for instance.
        text = text.rstrip(": ") + "."
    blocks.append(Para(voice.set(text)))
    if items:
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
        missions = sorted(
            for_verdict(voice, appointment.missions), key=lambda item: -weight(voice, item.dimensions)
        )
        return tuple(f"{voice.of(item.name)}. {voice.of(item.text)}" for item in missions)
    if kind in ("decides", "shares", "leaves"):
        return tuple(
            voice.of(item.text) for item in for_verdict(voice, appointment.rights) if item.kind == kind
        )
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
