"""Where in the files of a pack a fault of coherence stands: rules see values, people see lines."""

import re
from collections.abc import Iterable, Mapping

from questionnaires.yaml_lines import Document, Fault, parse

_PLACE = re.compile(r"(?P<place>[\w.]+)(?: \((?P<locale>[a-z]{2})\))?")


def locate(files: Mapping[str, str], base: str, told: Iterable[str]) -> list[Fault]:
    """The faults that ``check`` told about a pack made of these files, each with its file and line.

    ``base`` is the pack's base language: faults of another language stand in the file of that language.
    """
    lines = _Lines(files)
    return [_locate(lines, base, fault) for fault in told]


def _locate(lines: "_Lines", base: str, told: str) -> Fault:
    file, _, rest = told.partition(": ")
    place, _, text = rest.partition(": ")
    found = _PLACE.fullmatch(place) if text else None
    if found is None:
        return Fault(file, 1, rest)
    prefix = f"{found['locale']}/" if found["locale"] not in (None, base) else ""
    names = lines.named(file, found["place"])
    name = f"{prefix}{names[0]}" if names else file
    return Fault(name, lines.line(name, found["place"]), rest)


class _Lines:
    """The line of each place in words, read file by file as they are asked for."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self._known: dict[str, dict[str, int]] = {}

    def named(self, file: str, place: str) -> list[str]:
        """The files that a fault's file means: of the catalogue, the one that has the action."""
        if file != "actions":
            return [file]
        action = place.partition(".")[0]
        return [
            name
            for name in self.files
            if name.startswith("actions/") and f"actions.{action}" in self.words(name)
        ]

    def line(self, file: str, place: str) -> int:
        """The line of a place, or of the nearest place around it."""
        known = self.words(file)
        steps = place.split(".")
        for end in range(len(steps), 0, -1):
            inside = ".".join(steps[:end])
            for words in (inside, f"actions.{inside}"):
                if words in known:
                    return known[words]
        return 1

    def words(self, file: str) -> dict[str, int]:
        """Place in words → line, of one file."""
        if file not in self._known:
            faults: list[Fault] = []
            document = parse(self.files[file], file, faults) if file in self.files else None
            self._known[file] = _by_words(document) if document else {}
        return self._known[file]


def _by_words(document: Document) -> dict[str, int]:
    return {document.words(place): line for place, line in document.lines.items()}
