"""What if: a fact or a level otherwise, and what becomes of the verdict. Nothing is stored."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from questionnaires.answers import UNKNOWN
from questionnaires.errors import NotReady
from questionnaires.model import Dimension, Fact
from reports import typography
from reports.results import Change

from .language import locale, say, words
from .reading import pack, page, pages, results
from .site import to

if TYPE_CHECKING:
    from reports.what_if import Step, WhatIf

GROUPS: Final = ("need", "conditions", "organisation")


@dataclass(frozen=True, slots=True)
class Choice:
    """One fact in the form. ``now``: the value that the verdict rests on; ``chosen``: the one to try."""

    name: str
    label: str
    now: str
    chosen: str
    values: tuple[tuple[str, str], ...]
    unknown: bool
    error: str = ""

    @property
    def today(self) -> str:
        """The value that the verdict rests on, in words."""
        return dict(self.values)[self.now]

    @property
    def changed(self) -> bool:
        """Whether another value than today's is tried."""
        return self.chosen != self.now


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension in the form, as it is written in the page's language."""

    name: str
    label: str
    now: str
    typed: str
    value: float | None
    error: str = ""


@pages.get("/what-if")
def try_it() -> str | tuple[str, int] | AnyResponse:
    """The form as it stands; with changes, the verdict before and after and what moved on the path."""
    facts = {group: [_fact(item) for item in pack().facts.facts if item.group == group] for group in GROUPS}
    scores = [_score(item) for item in pack().questionnaire.dimensions]
    every = [item for group in facts.values() for item in group]
    fields: list[Choice | Score] = [*every, *scores]
    faults = [
        (say("{label}: {fault}", label=item.label, fault=item.error), f"#{item.name}")
        for item in fields
        if item.error
    ]
    changed = {item.name: item.chosen for item in every if item.changed}
    changed |= {item.name: item.typed for item in scores if item.value is not None}
    said = {key: value for key, value in request.args.items() if key[:2] in ("f_", "s_")}
    if not faults and said != changed:
        # Only what differs stays in the address: that is what is shared.
        return to(".try_it", **changed)
    found, why_not = None, ""
    if changed and not faults:
        try:
            found = _asked(every, scores)
        except NotReady:
            why_not = say("There is no verdict yet that could move: too little is known.")
    text = page(
        "what_if",
        facts=facts,
        groups={
            "need": say("Need for somebody in charge"),
            "conditions": say("Conditions and people in post"),
            "organisation": say("The organisation"),
        },
        scores=scores,
        faults=faults,
        changed=bool(changed),
        found=found,
        why_not=why_not,
        verdict=results().mandate.verdict,
        name_of=lambda key: words(pack().verdict[key].name),
        changes=[_change(item) for item in found.changes] if found else [],
        moved=[_step(item) for item in found.moved] if found else [],
        conditions=[_condition(key) for key in found.conditions] if found else [],
        figures_moved=_figures(found) if found else [],
        reset=url_for(".try_it"),
    )
    return (text, 422) if faults else text


def _asked(facts: list[Choice], scores: list[Score]) -> "WhatIf":
    from reports.what_if import what_if  # noqa: PLC0415 - with numpy, for those who try

    return what_if(
        pack(),
        results(),
        {item.name[2:]: item.chosen for item in facts if item.changed},
        {item.name[2:]: item.value for item in scores if item.value is not None},
    )


def _fact(item: Fact) -> Choice:
    stated = next(found for found in results().facts if found.id == item.id)
    values = tuple((value.id, words(value.name)) for value in item.values)
    name = f"f_{item.id}"
    chosen = request.args.get(name, stated.read_as)
    fault = "" if chosen in dict(values) else say("choose one of the values")
    return Choice(name, words(item.topic), stated.read_as, chosen, values, stated.value == UNKNOWN, fault)


def _score(item: Dimension) -> Score:
    known = next(found.score for found in results().dimensions if found.id == item.id)
    now = "" if known is None else typography.score(known, locale())
    name = f"s_{item.id}"
    typed = request.args.get(name, now).strip()[:20]
    if _number(typed) == _number(now):
        return Score(name, words(item.name), now, typed, None)
    value = _number(typed)
    if value is None or not 1 <= value <= 5:
        fault = say("write a number from 1 to 5, such as {n}", n=typography.score(2.5, locale()))
        return Score(name, words(item.name), now, typed, None, fault)
    return Score(name, words(item.name), now, typed, float(value))


def _number(text: str) -> Decimal | None:
    """A number as people write it in either language; None for anything else."""
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _change(item: Change) -> tuple[str, str, str]:
    """What was changed: its name, what it is today, what was tried."""
    if item.kind == "score":
        was = typography.score(float(item.before), locale()) if item.before else say("not assessed")
        return words(pack().dimension[item.id].name), was, typography.score(float(item.after), locale())
    names = {value.id: words(value.name) for value in pack().fact[item.id].values}
    return words(pack().fact[item.id].topic), names.get(item.before, say("not known")), names[item.after]


def _step(item: "Step") -> tuple[str, str, str]:
    """A station of the path that moved: its name, what it was, what it would be."""
    rule = pack().mandate
    if item.kind == "axis":
        axis = next(found for found in rule.axes if found.id == item.id)
        names = {value.id: words(value.name) for value in axis.values}
        return words(axis.name), names[item.before], names[item.after]
    if item.kind == "row":
        reasons = {row.id: words(row.reason) for row in rule.table}
        return say("Row of the decision table"), reasons[item.before], reasons[item.after]
    gate = next(found for found in rule.gates if found.id == item.id)
    states = {"fires": say("applies"), "passes": say("does not apply here")}
    return say("Gate: {name}", name=words(gate.name)), states[item.before], states[item.after]


def _condition(key: str) -> str:
    item = pack().requirement[key]
    text = words(item.text)
    return f"{text[:1].upper()}{text[1:]} ({words(item.addressee)})"


def _figures(found: "WhatIf") -> list[tuple[str, str, str]]:
    """Need and overall score, before and after."""
    need = [typography.whole(value, locale()) for value in found.need]
    overall = [
        say("not assessed") if value is None else typography.score(value, locale())
        for value in found.headline
    ]
    return [(say("Need, of 100"), need[0], need[1]), (say("Overall score"), overall[0], overall[1])]
