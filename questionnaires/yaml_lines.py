"""Reads one YAML file into plain values and the line of each, by rules without surprises.

Plain scalars are read by the YAML 1.2 core rules: ``true``, ``false``, ``null``, whole and decimal
numbers; all else is text. So ``no``, ``on``, ``1:30`` and ``2025-08-02`` are texts. Keys are always texts.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Place = tuple[str | int, ...]
"""Where a value stands in a file: keys, and positions from 0 in lists."""

# The base loaders resolve no scalar, so that plain_value below is the only rule; libyaml is ten times faster.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_TOLD = re.compile(r"(.+?):(\d+): (.+)", re.DOTALL)
_LISTED = 30
MISSING = "the file is missing; add it"
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file of a pack: where, what, and the fix."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"

    @classmethod
    def read(cls, told: str) -> "Fault":
        """The fault that ``str`` told so. Raises ValueError for anything else."""
        found = _TOLD.fullmatch(told)
        if found is None:
            raise ValueError(f"no fault of a file: {told}")
        return cls(found[1], int(found[2]), found[3])


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read: its values and, for every place in it, the line."""

    file: str
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that is in the file."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def words(self, place: Place) -> str:
        """A place for people: keys joined by dots, ids instead of positions where entries have one."""
        words: list[str] = []
        value = self.data
        for step in place:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                value = None
            if isinstance(step, str):
                words.append(step)
            else:
                named = value.get("id") if isinstance(value, dict) else None
                words.append(named if isinstance(named, str) else str(step + 1))
        return ".".join(words)

    def fault(self, place: Place, text: str) -> Fault:
        """A fault at a place of this file, told with the place in words."""
        words = self.words(place)
        return Fault(self.file, self.line(place), f"{words}: {text}" if words else text)


def read(path: Path, file: str, faults: list[Fault]) -> Document | None:
    """Read a YAML file, called ``file`` in messages. What is wrong is added to ``faults``.

    Returns None for a file that is missing or that is not YAML as we read it: one document without
    anchors, aliases, tags or merge keys. A key given twice is a fault, and the first is kept.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(file, 1, MISSING))
        return None
    return parse(content, file, faults)


def parse(content: bytes | str, file: str, faults: list[Fault]) -> Document | None:
    """Like ``read``, for what a file holds."""
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        faults.append(Fault(file, 1, f"byte {error.start} is not UTF-8; save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(Fault(file, mark.line + 1 if mark else 1, _syntax(error)))
    except yaml.YAMLError as error:
        faults.append(Fault(file, 1, f"not YAML: {str(error).splitlines()[0]}; remove the character"))
    else:
        if node is None:
            faults.append(Fault(file, 1, "the file is empty; write its content or remove it"))
            return None
        reader = _Reader(file, faults)
        data = reader.value(node, (), 1)
        return None if reader.broken else Document(file, data, reader.lines)
    return None


def nearest(word: object, known: Iterable[str]) -> str:
    """The fix for a name that is not known: the nearest known one, or those there are."""
    names = list(known)
    if near := difflib.get_close_matches(str(word), names, n=1):
        return f"did you mean {near[0]!r}?"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"known: {', '.join(names[:_LISTED]) or 'none'}{more}"


def _syntax(error: yaml.MarkedYAMLError) -> str:
    """Why a file is not YAML, with the fix for the faults that people make."""
    problem = error.problem or error.context or "faulty"
    if "'\\t'" in problem or "cannot start any token" in problem:
        return f"not YAML: {problem}; indent with spaces, quote a text that starts with a special character"
    if "mapping values are not allowed" in problem:
        return f"not YAML: {problem}; put a text that holds ': ' in double quotes"
    if "expected a single document" in f"{error.context} {problem}":
        return "more than one document; remove the line '---'"
    return f"not YAML: {problem}; check indentation, quotes and brackets around this line"


def plain_value(text: str) -> str | int | float | bool | None:
    """A plain scalar by the YAML 1.2 core rules. A number with leading zeros stays a text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or _LEADING_ZERO.fullmatch(text):
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


class _Reader:
    """Turns a tree of YAML nodes into plain values, noting lines and faults."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self.lines: dict[Place, int] = {}
        self.broken = False
        self._seen: set[int] = set()

    def value(self, node: Node, place: Place, line: int) -> Any:
        """The value of a node; ``line`` is where its key, or the node itself, stands."""
        self.lines[place] = line
        # An alias gives the very node of its anchor a second time.
        if id(node) in self._seen:
            return self._break(line, "a YAML alias (*name) is not read; write the value out in both places")
        self._seen.add(id(node))
        if node.tag not in _TAGS:
            return self._break(line, f"the tag {node.tag!r} is not read; remove it")
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [
                self.value(item, (*place, index), item.start_mark.line + 1)
                for index, item in enumerate(node.value)
            ]
        if isinstance(node, ScalarNode) and not node.style:
            return plain_value(node.value)
        return node.value

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, item in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self._break(line, "a key is a plain word, not a list or a mapping; put the text in quotes")
            elif key.value in mapping:
                first = self.lines[(*place, key.value)]
                text = f"the key {key.value!r} is given twice, first on line {first}; keep one"
                self.faults.append(Fault(self.file, line, text))
            else:
                mapping[key.value] = self.value(item, (*place, key.value), line)
        return mapping

    def _break(self, line: int, text: str) -> None:
        self.faults.append(Fault(self.file, line, text))
        self.broken = True
