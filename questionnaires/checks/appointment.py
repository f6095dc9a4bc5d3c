"""What is said about the role: each verdict has its gist, its line, its letter, its first steps."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from questionnaires.model import Pack
from questionnaires.model.text import Text

FIRST_STEPS = 3
CLAUSE_WORDS = ("organisation", "sponsor", "reporting_line", "pay", "date", "reassess")
"""Placeholders that a clause of a letter may use."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class _OfVerdicts(Protocol):
    @property
    def verdicts(self) -> tuple[str, ...]: ...


def appointment_faults(pack: Pack) -> Iterator[str]:
    """Rules of appointment.yaml."""
    for verdict in pack.verdict:
        yield from (f"appointment.yaml: {text}" for text in _verdict_faults(pack, verdict))
    models = pack.appointment.operating_models
    if all(model.when for model in models):
        yield "appointment.yaml: operating_models: every one has a 'when'; leave it out of the last"
    for letter in pack.appointment.letters:
        for clause in letter.clauses:
            place = f"appointment.yaml: letters.{letter.id}.clauses.{clause.id}"
            for name in sorted(_placeholders(clause.text) - set(CLAUSE_WORDS)):
                yield f"{place}: no placeholder {{{name}}}; known: {', '.join(CLAUSE_WORDS)}"


def _verdict_faults(pack: Pack, verdict: str) -> Iterator[str]:
    appointment = pack.appointment
    gists = sum(gist.verdict == verdict for gist in appointment.gists)
    if gists != 1:
        yield f"gists: {gists} for {verdict}; write exactly one"
    lines = [line for line in appointment.reporting if _holds_for(line, verdict)]
    if not lines:
        yield f"reporting: none for {verdict}; write at least one"
    elif all(line.when for line in lines):
        yield f"reporting: every one for {verdict} has a 'when'; leave it out of the last"
    letters = _count(appointment.letters, verdict)
    if letters != 1:
        yield f"letters: {letters} for {verdict}; write exactly one"
    steps = _count(appointment.first_steps, verdict)
    if steps < FIRST_STEPS:
        yield f"first_steps: {steps} for {verdict}; write at least {FIRST_STEPS}"


def _holds_for(entry: _OfVerdicts, verdict: str) -> bool:
    return not entry.verdicts or verdict in entry.verdicts


def _count(entries: Iterable[_OfVerdicts], verdict: str) -> int:
    return sum(_holds_for(entry, verdict) for entry in entries)


def _placeholders(text: Text) -> set[str]:
    return {name for words in text.root.values() for name in _PLACEHOLDER.findall(words)}
