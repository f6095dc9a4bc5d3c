"""Reads the YAML of other tools: plain values, no aliases, no tags, nothing nested without end."""

from typing import Any, Final

import yaml

from questionnaires import yaml_lines

from ..phrases import phrase
from .problems import ImportProblems, refuse
from .yaml_faults import told_of

DEEPEST: Final = 30
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_documents(data: bytes, name: str) -> list[Any]:
    """The values of each document in a file. Raises ImportProblems, by line, for what is not plain YAML.

    What ``yes`` and ``no`` mean is not decided here: they are texts.
    """
    _check(data, name)
    found = []
    for start, text in _documents(data.decode("utf-8-sig")):
        faults: list[yaml_lines.Fault] = []
        try:
            document = yaml_lines.parse(text, name, faults)
        except ValueError as error:
            # Python refuses to read whole numbers of thousands of digits.
            message = phrase("a number in it has thousands of digits")
            raise refuse(name, message, phrase("shorten it")) from error
        if faults:
            raise ImportProblems([told_of(fault, start) for fault in faults])
        if document is not None:
            found.append(document.data)
    return found


def _documents(text: str) -> list[tuple[int, str]]:
    """Each document with the number of lines before it; those of comments alone are none."""
    found: list[tuple[int, list[str]]] = []
    lines: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.rstrip() == "---" or line.startswith("--- "):
            found.append((start, lines))
            lines, start = [], number
            if line.startswith("--- "):
                lines, start = [line[4:]], number - 1
        elif line.rstrip() != "...":
            lines.append(line)
    found.append((start, lines))
    return [(start, "\n".join(lines) + "\n") for start, lines in found if any(map(_says_something, lines))]


def _says_something(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith(("#", "%"))


def _check(data: bytes, name: str) -> None:
    """Refuse what is not UTF-8, and deep nesting by the parser's events, which come without recursion."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fix = phrase("save the file as UTF-8")
        raise refuse(name, phrase("a character in this line is not UTF-8"), fix, line) from error
    depth = 0
    try:
        for event in yaml.parse(data, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                message = phrase("nested more than {n} deep", n=DEEPEST)
                at = event.start_mark.line + 1 if event.start_mark else None
                raise refuse(name, message, phrase("bring the file as the tool made it"), at)
    except yaml.YAMLError:
        # Read as far as it can be: the tree ends at the same place, and says why.
        return


def mapping(value: Any) -> dict[str, Any]:
    """A mapping, or nothing where the file has something else in its place."""
    return value if isinstance(value, dict) else {}


def entries(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list, or of the values of a mapping."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def score(value: Any) -> float | None:
    """A score as a number; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e9 else None
