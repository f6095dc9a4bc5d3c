"""Reads the small YAML files that people bring: facts, and mappings."""

from pathlib import Path
from typing import Any, Final

import yaml

from questionnaires import yaml_lines

from ..phrases import phrase
from .problems import ImportProblems, Problems, refuse
from .yaml_faults import told_of

MAX_BYTES: Final = 1024 * 1024
_DEEPEST: Final = 20
_START: Final = phrase("start from the template")
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(path: Path) -> yaml_lines.Document:
    """The values and lines of a YAML file: no aliases, no key twice, ``yes`` and ``no`` are texts.

    Raises ImportProblems with every fault found, by line; OSError where the file cannot be opened.
    """
    if path.stat().st_size > MAX_BYTES:
        raise refuse(path.name, phrase("the file is larger than {n} kB", n=MAX_BYTES // 1024), _START)
    _check_depth(path)
    faults: list[yaml_lines.Fault] = []
    try:
        document = yaml_lines.read(path, path.name, faults)
    except ValueError as error:
        # Python refuses to read whole numbers of thousands of digits.
        raise refuse(
            path.name, phrase("a number in it has thousands of digits"), phrase("shorten it")
        ) from error
    if faults or document is None:
        raise ImportProblems([told_of(fault) for fault in faults])
    return document


def _check_depth(path: Path) -> None:
    """Refuse deep nesting by the parser's events, which come without recursion.

    Building the tree recurses in C, where 60,000 brackets end the process instead of raising.
    """
    depth = 0
    try:
        for event in yaml.parse(path.read_bytes(), Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else None
                raise refuse(path.name, phrase("nested more than {n} deep", n=_DEEPEST), _START, line)
    except yaml.YAMLError:
        # Read as far as it can be: the tree ends at the same place, and says why.
        return


class Reader:
    """A YAML file being checked: every problem is told with the line and the key it concerns."""

    def __init__(self, document: yaml_lines.Document) -> None:
        self.document = document
        self.problems = Problems(document.file)

    def wrong(self, place: yaml_lines.Place, message: str, fix: str) -> None:
        """Note a problem at a place, or at the nearest place around it that is in the file."""
        words = self.document.words(place)
        told = phrase("{where}: {fault}", where=words, fault=message) if words else message
        self.problems.add(told, fix, self.document.line(place))

    def finish(self) -> None:
        """Raise ImportProblems with everything found, in the order of the file, if anything was."""
        self.problems.found.sort(key=lambda problem: problem.row or 0)
        self.problems.raise_any()
