"""Questions found in another tool's file, before anybody decides which of them are taken over."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..phrases import Phrase, phrase
from .problems import refuse

MAX_BYTES: Final = 5 * 1024 * 1024
"""The largest files of these tools have some megabytes."""
MOST: Final = 1_000
"""Questions read from one file."""
STATEMENTS: Final = 5
LONGEST: Final = 1_000
"""Characters of a text that are kept: what is longer is no question."""

_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with one choice of several, whose options have scores.

    ``texts`` and each of ``options`` are by language; options ascend by score. ``notes`` say what has to be
    written by hand once it is taken over.
    """

    name: str
    texts: Mapping[str, str]
    options: tuple[Mapping[str, str], ...]
    notes: tuple[Phrase, ...] = ()


@dataclass(slots=True)
class Found:
    """What a file offers, and what of it cannot be taken and why: (name or text, reason)."""

    tool: str
    title: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    left: list[tuple[str, Phrase]] = field(default_factory=list)

    def leave(self, name: str, why: Phrase) -> None:
        """Note what cannot be taken."""
        self.left.append((name, why))

    def offer(
        self, name: str, texts: Mapping[str, str], scored: Sequence[tuple[float | None, Mapping[str, str]]]
    ) -> None:
        """Offer a choice question by its options with their scores, or leave it, saying why."""
        texts = {locale: text for locale, text in texts.items() if text}
        label = next(iter(texts.values()), name)
        if not texts:
            self.leave(name, phrase("it has no text"))
        elif len(scored) < 2:
            self.leave(label, phrase("it has fewer than two options"))
        elif any(score is None for score, _ in scored):
            self.leave(label, phrase("not every option has a score: there is no order to ascend by"))
        elif len({score for score, _ in scored}) < len(scored):
            self.leave(label, phrase("two options have the same score: there is no order to ascend by"))
        elif len(self.candidates) == MOST:
            self.leave(label, phrase("the file has more than {n} questions", n=MOST))
        else:
            ascending = sorted(scored, key=lambda pair: pair[0] or 0)
            options = tuple(words for _, words in ascending)
            self.candidates.append(Candidate(name, texts, options, tuple(_notes(texts, options))))


def words(text: object) -> str:
    """A text of another tool as plain words on one line: without mark-up, and not endless."""
    plain = html.unescape(_TAG.sub(" ", str(text or "")))
    printable = "".join(character if character.isprintable() else " " for character in plain)
    return " ".join(printable.split())[:LONGEST].strip()


def check_size(data: bytes, name: str) -> None:
    """Refuse a file that is larger than these tools make them."""
    if len(data) > MAX_BYTES:
        message = phrase("the file is larger than {n} MB", n=MAX_BYTES // 1024**2)
        raise refuse(name, message, phrase("export only the questions"))


def _notes(texts: Mapping[str, str], options: Iterable[Mapping[str, str]]) -> Iterable[Phrase]:
    number = len(tuple(options))
    if number < STATEMENTS:
        yield phrase("{n} options, lowest first: the other statements are yours to write", n=number)
    elif number > STATEMENTS:
        yield phrase("{n} options: the five statements are yours to write", n=number)
    if len(texts) == 1:
        yield phrase("in one language only: the other is yours to write")
