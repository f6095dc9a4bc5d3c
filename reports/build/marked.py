"""A voice that keeps track of what it filled in: the passages of a report, and texts written in their place.

It puts marks into texts, characters that no text has: around each value that a sentence is filled with, and
around each passage. Marks are invisible to what looks at a text or typesets it, so that the words come out as
those of a plain voice, and ``unmarked`` takes them out of the report in the end.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from string import Formatter
from typing import Final, TypeVar

from ..passages import Edited, Passage, Unprintable, fill, missing
from ..report import with_texts
from ..results import Results, from_json, to_json
from ..typography import rules
from .voice import Voice

# From the end of the last private-use plane, which no script uses; names that hold them lose them first.
_FACT, _FACT_END, _PASSAGE, _PASSAGE_END, _ZERO = (chr(0x10FF00 + place) for place in range(5))
_DIGITS: Final = f"[{_ZERO}-{chr(ord(_ZERO) + 15)}]"
_MARKS: Final = re.compile(f"[{_FACT}-{chr(ord(_ZERO) + 15)}]+")
_FACTS: Final = re.compile(f"{_FACT}({_DIGITS}+)([^{_FACT_END}]*){_FACT_END}")
_PASSAGES: Final = re.compile(f"{_PASSAGE}({_DIGITS}+)")

Tree = TypeVar("Tree")


@dataclass(frozen=True)
class MarkedVoice(Voice):
    """A voice that finds passages and, where ``texts`` has one for a passage's key, prints it instead."""

    texts: Mapping[str, Edited]

    @cached_property
    def found(self) -> dict[str, Passage]:
        """Every passage met so far by key, without the sections where it prints."""
        return {}

    @cached_property
    def unprintable(self) -> list[Unprintable]:
        """The edited texts met so far that these results cannot fill; what is proposed stands there."""
        return []

    @cached_property
    def _names(self) -> list[tuple[int, str]]:
        """What each mark of a fact stands for: which sentence it was filled into, and its name there."""
        return []

    def filled(self, text: str, values: Mapping[str, object]) -> str:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        sentence = len(self._names)
        return super().filled(
            text, {name: self._fact(sentence, name, values[name]) for name in sorted(names)}
        )

    def _fact(self, sentence: int, name: str, value: object) -> str:
        self._names.append((sentence, name))
        return f"{_FACT}{_number(len(self._names) - 1)}{bare(str(value))}{_FACT_END}"

    def set(self, text: str) -> str:
        plain, marks = _apart(text)
        for pattern, replacement in rules(self.locale):
            plain, marks = _replaced(plain, marks, pattern, replacement)
        return _together(plain, marks)

    def pair(self, name: str, value: str) -> str:
        return super().pair(name, self._fact(len(self._names), "value", value))

    def cap(self, text: str) -> str:
        return _through(super().cap, text)

    def small(self, text: str) -> str:
        return _through(super().small, text)

    def owner(self, key: str) -> str:
        """As the plain voice's: a name, by which actions are grouped."""
        return bare(super().owner(key))

    def passage(self, key: str, text: str) -> str:
        """The text of a passage, reworded if it was; a text that holds a passage already is not one itself."""
        if not text or _PASSAGE in text:
            return text
        template, facts = self._taken_apart(text)
        passage = Passage(key, (), template, facts)
        if self.found.setdefault(key, passage) != passage:
            raise ValueError(f"two texts of the report have the key {key!r}")
        place = list(self.found).index(key)
        return f"{_PASSAGE}{_number(place)}{self._reworded(passage, text)}{_PASSAGE_END}"

    def _reworded(self, passage: Passage, text: str) -> str:
        edited = self.texts.get(passage.key)
        if edited is None:
            return text
        lacking = missing(edited.text, passage.facts)
        if lacking:
            if all(place.key != passage.key for place in self.unprintable):
                self.unprintable.append(Unprintable(passage.key, lacking))
            return text
        return self.set(fill(edited.text, passage.facts))

    def _taken_apart(self, text: str) -> tuple[str, dict[str, str]]:
        """A text as template and facts. A name that a second sentence uses too gets a number."""
        labels: dict[tuple[int, str], str] = {}
        facts: dict[str, str] = {}
        parts: list[str] = []
        end = 0
        for match in _FACTS.finditer(text):
            origin = self._names[_read(match[1])]
            if origin not in labels:
                labels[origin] = next(label for label in _numbered(origin[1]) if label not in labels.values())
            parts += [_escaped(bare(text[end : match.start()])), f"{{{labels[origin]}}}"]
            facts[labels[origin]] = match[2]
            end = match.end()
        parts.append(_escaped(bare(text[end:])))
        return "".join(parts), facts

    def passages(self, texts_of: Mapping[str, object]) -> tuple[Passage, ...]:
        """The passages in the order in which they print, with the sections where they do; the others last.

        ``texts_of``: id → the part of the marked report that prints under it.
        """
        keys = list(self.found)
        places: dict[str, list[str]] = {}
        for section, part in texts_of.items():
            for number in dict.fromkeys(_PASSAGES.findall("".join(_strings(part)))):
                places.setdefault(keys[_read(number)], []).append(section)
        order = dict.fromkeys((*places, *keys))
        return tuple(replace(self.found[key], sections=tuple(places.get(key, ()))) for key in order)


def without_marks(results: Results) -> Results:
    """The results, should a name in them hold a character that is a mark here, without it."""
    text = to_json(results)
    return from_json(bare(text)) if _MARKS.search(text) else results


def bare(text: str) -> str:
    """A text without marks."""
    return _MARKS.sub("", text)


def unmarked(tree: Tree) -> Tree:
    """A report, or a part of one, without marks in any of its texts."""
    return with_texts(tree, bare)  # type: ignore[no-any-return]


def _strings(value: object) -> list[str]:
    """Every text in a part of a report, in the order in which it is laid out."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    with_texts(value, keep)
    return found


def _apart(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The plain text, and each run of marks with its place in it."""
    marks, plain, end = [], "", 0
    for match in _MARKS.finditer(text):
        plain += text[end : match.start()]
        marks.append((len(plain), match.group()))
        end = match.end()
    return plain + text[end:], marks


def _together(plain: str, marks: list[tuple[int, str]]) -> str:
    """The marks put back into a plain text."""
    parts, end = [], 0
    for place, mark in marks:
        parts += [plain[end:place], mark]
        end = place
    return "".join([*parts, plain[end:]])


def _replaced(
    plain: str, marks: list[tuple[int, str]], pattern: re.Pattern[str], replacement: str
) -> tuple[str, list[tuple[int, str]]]:
    """A plain text after a replacement, and the marks where they then stand.

    A mark at the edge of what is replaced stays at that edge; one inside stays as many letters from its start.
    """
    found = [(match.start(), match.end(), match.expand(replacement)) for match in pattern.finditer(plain)]
    if not found:
        return plain, marks
    moved = []
    for place, mark in marks:
        shift = 0
        for start, end, new in found:
            if place >= end:
                shift += len(new) - (end - start)
            elif place > start:
                shift += min(place - start, len(new)) - (place - start)
        moved.append((place + shift, mark))
    return pattern.sub(replacement, plain), moved


def _through(change: Callable[[str], str], text: str) -> str:
    """A change of a first letter, with marks before it left where they are."""
    plain, marks = _apart(text)
    new = change(plain)
    longer = len(new) - len(plain)
    return _together(new, [(place + longer if place else 0, mark) for place, mark in marks])


def _number(value: int) -> str:
    """A number in digits that are marks."""
    return "".join(chr(ord(_ZERO) + int(digit, 16)) for digit in f"{value:x}")


def _read(digits: str) -> int:
    """A number written by ``_number``."""
    return int("".join(f"{ord(digit) - ord(_ZERO):x}" for digit in digits), 16)


def _escaped(text: str) -> str:
    """A text with its braces doubled, as a template has them."""
    return text.replace("{", "{{").replace("}", "}}")


def _numbered(name: str) -> Iterator[str]:
    """A name, then the name with 2, 3 and so on."""
    yield name
    yield from (f"{name}_{number}" for number in count(2))
