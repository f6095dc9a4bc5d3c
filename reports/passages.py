"""The editable texts of a report: what is proposed, the facts locked inside, and what was written instead.

A text is a *passage* when it is prose about this client: on page one every sentence, the marks and the lists
that are computed (options' shares, flips, first steps) apart; in the chapters the headline, the lead, the
paragraphs and notes set apart, the findings, the options and the labelled texts on whom to appoint, how and
with what mandate. Tables, charts, computed lists, the roadmap, the law and the annexes are not; the letter is
edited as a document of its own.

A passage's text is a template: ``{name}`` stands for a locked fact, a figure or a name that the results gave.
Whoever rewords it moves facts about or leaves them out, and never types them; so an edited text prints the
facts of the day. ``{{`` and ``}}`` are the braces themselves.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final, Literal

from pydantic import TypeAdapter

from questionnaires.errors import InvalidAnswer
from questionnaires.yaml_lines import nearest

HEADLINE: Final = 220
"""Most letters of a headline or a claim, its facts filled in."""
LONGEST: Final = 1500
"""Most letters of any other passage, its facts filled in."""

Fault = Literal["empty", "brace", "unknown_fact", "html", "character", "too_long"]

_HTML: Final = re.compile(r"<[A-Za-z/!][^<>]*>?|&(?:[A-Za-z]+|#\d+);")
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_REFUSED: Final = frozenset({"Cc", "Co", "Cs", "Cn"})
"""Control, private-use and unassigned characters."""


class UnfitText(InvalidAnswer):
    """A text that cannot stand in a passage. ``fault`` says why in one word, ``word`` what it is about."""

    def __init__(self, fault: Fault, word: str, message: str) -> None:
        super().__init__(message)
        self.fault, self.word = fault, word


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A passage that cannot print: ``missing`` are the facts it names that these results do not give."""

    key: str
    missing: tuple[str, ...]
    """Empty for a finding of one's own that has no words in the report's language."""


class Unfillable(ValueError):
    """Edited texts that these results cannot fill; ``places`` names each, and the message says what to do."""

    def __init__(self, places: tuple[Unprintable, ...]) -> None:
        told = (
            f"{place.key} names {', '.join(place.missing)}, which these results do not give"
            if place.missing
            else f"{place.key} has no words in this language"
            for place in places
        )
        super().__init__(f"{'; '.join(told)}: reword each, or take what is proposed")
        self.places = places


@dataclass(frozen=True, slots=True)
class Passage:
    """One editable text as these results propose it, in one locale.

    ``key`` lasts: it is made of the section and the place, or of the ids of what the text is about, and does
    not move when other results change. ``facts``: name in the template → its value, formatted.
    """

    key: str
    sections: tuple[str, ...]
    """Ids of the sections where it prints, "decision" for page one, in the report's order."""
    template: str
    facts: dict[str, str]

    @property
    def text(self) -> str:
        """The text as proposed, its facts filled in."""
        return fill(self.template, self.facts)

    @property
    def longest(self) -> int:
        """Most letters that a text in this place may have."""
        return HEADLINE if self.key.endswith((".headline", ".claim")) else LONGEST


@dataclass(frozen=True, slots=True)
class Edited:
    """What somebody wrote for a passage, and what it was based on: the proposal and its facts of then."""

    text: str
    """A template, as in Passage."""
    proposed: str
    based_on: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stale:
    """Why an edited text should be read again.

    ``changed``: fact → its value when the text was written, and now; None where there was, or is, no such
    fact. ``reworded``: another sentence applies now than the one that the text replaced.
    """

    changed: dict[str, tuple[str | None, str | None]]
    reworded: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A figure typed by hand that equals one of a fact: it will not follow when the fact changes."""

    figure: str
    fact: str


def write(passage: Passage, text: str) -> Edited:
    """A text for a passage, based on what the passage proposes now. Raises UnfitText as check_text does."""
    check_text(passage, text)
    return Edited(text, passage.template, dict(passage.facts))


def check_text(passage: Passage, text: str) -> tuple[Remark, ...]:
    """Whether a text fits a passage: remarks on figures typed by hand.

    Raises UnfitText, an InvalidAnswer, for a text that is empty or too long, for a brace without its pair,
    for a fact that the passage does not have, for HTML, and for a character that cannot print.
    """
    if not text.strip():
        raise UnfitText("empty", "", f"{passage.key}: write a text, or take what is proposed")
    for character in text:
        if unicodedata.category(character) in _REFUSED:
            raise UnfitText(
                "character",
                f"U+{ord(character):04X}",
                f"{passage.key}: a passage is one paragraph of plain text; take out the line break or the "
                f"character U+{ord(character):04X}",
            )
    parts = _parts(passage.key, text)
    for _, name in parts:
        if name is not None and name not in passage.facts:
            known = nearest(name, passage.facts) if passage.facts else "this passage has none"
            raise UnfitText("unknown_fact", name, f"{passage.key}: there is no fact {{{name}}}; {known}")
    literal = " ".join(part for part, _ in parts)
    proposed = " ".join(part for part, _ in _parts(passage.key, passage.template))
    if (found := _HTML.search(literal)) and found.group() not in proposed:
        raise UnfitText(
            "html",
            found.group(),
            f"{passage.key}: write plain text; {found.group()!r} would be printed as it is",
        )
    length = len(fill(text, passage.facts))
    if length > passage.longest:
        raise UnfitText(
            "too_long",
            str(length - passage.longest),
            f"{passage.key}: {length} letters; at most {passage.longest} fit in this place",
        )
    return _typed(passage, literal, proposed)


def _typed(passage: Passage, literal: str, proposed: str) -> tuple[Remark, ...]:
    """The figures in a text that equal one of a fact and that the proposal does not have as words."""
    holders = {figure: name for name, value in passage.facts.items() for figure in _FIGURE.findall(value)}
    own = set(_FIGURE.findall(proposed))
    figures = dict.fromkeys(figure for figure in _FIGURE.findall(literal) if figure not in own)
    return tuple(Remark(figure, holders[figure]) for figure in figures if figure in holders)


def _parts(key: str, template: str) -> list[tuple[str, str | None]]:
    """A template as pairs of words and the fact after them. Raises UnfitText for what is no template."""
    try:
        found = [(words, name, spec, how) for words, name, spec, how in Formatter().parse(template)]
    except ValueError:
        raise UnfitText(
            "brace", "", f"{key}: a brace has no pair; write {{{{ or }}}} for a brace that is to be printed"
        ) from None
    for _, name, spec, how in found:
        if spec or how or name == "":
            shown = f"{name}{'!' + how if how else ''}{':' + spec if spec else ''}"
            raise UnfitText(
                "unknown_fact", shown, f"{key}: {{{shown}}} is no fact: a name alone stands in braces"
            )
    return [(words, name) for words, name, _, _ in found]


def fill(template: str, facts: Mapping[str, str]) -> str:
    """A template with its facts in place. Raises KeyError for one that ``facts`` does not have."""
    return "".join(
        words + ("" if name is None else facts[name]) for words, name, _, _ in Formatter().parse(template)
    )


def missing(template: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The facts that a template names and that there are not, each once."""
    names = (name for _, name, _, _ in Formatter().parse(template) if name is not None)
    return tuple(dict.fromkeys(name for name in names if name not in facts))


def stale(passage: Passage, edited: Edited) -> Stale | None:
    """What changed under an edited text since it was written; None when nothing did.

    A text rests on every fact of the proposal that it replaced, also on one that it leaves out: whoever wrote
    it had read that fact. A proposal that reads as it did is the same, however it came about.
    """
    if fill(edited.proposed, edited.based_on) == passage.text:
        return None
    was, now = edited.based_on, passage.facts
    changed = {name: (was.get(name), now.get(name)) for name in (was | now) if was.get(name) != now.get(name)}
    return Stale(changed, reworded=edited.proposed != passage.template)


def gone(passages: Iterable[Passage], texts: Mapping[str, Edited]) -> tuple[str, ...]:
    """Keys of edited texts that stand nowhere in the report now: their finding or reason applies no more."""
    here = {passage.key for passage in passages}
    return tuple(key for key in texts if key not in here)


_TEXTS: Final = TypeAdapter(dict[str, Edited])


def texts_to_json(texts: Mapping[str, Edited]) -> str:
    """The edited texts of one locale by key, as JSON; the same text for the same texts."""
    return _TEXTS.dump_json(dict(sorted(texts.items()))).decode()


def texts_from_json(text: str | bytes) -> dict[str, Edited]:
    """Edited texts read back; raises pydantic's ValidationError for anything else."""
    return _TEXTS.validate_json(text, strict=True)
