"""Free text made fit to print: no control or private-use character, none that no shipped font covers.

A character without a glyph breaks PDF/A, a control character breaks the file, and a word of a thousand
letters breaks the page. Only the drawing loses anything: the attached results keep every text.
"""

import re
import unicodedata
from dataclasses import fields, replace
from functools import cache
from typing import Final, TypeVar

from ..briefing import SecondPage
from ..paper import Paper
from ..report import Block, Report, with_texts
from .fonts import covered

MISSING: Final = "\u25a0"
"""Stands for a letter that no shipped font has."""

LONGEST_WORD: Final = 22
BREAK_EVERY: Final = 10
BREAK: Final = "\u200b"

_SPACES: Final = re.compile(r"[\t\n\v\f\r\u0085\u1680\u2000-\u2008\u200a\u2028\u2029\u205f\u3000]")
_THIN: Final = "\u2009"
_DROPPED: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_PICTURES: Final = frozenset({"So", "Sk", "Mn", "Me"})
_KEPT: Final = frozenset({"\u00ad"})
_STAND_INS: Final = {"\u2011": "-", "\u2010": "-", "\u2043": "-", "\u25cf": "\u2022", "\u2015": "\u2014"}
_LONG: Final = re.compile(rf"[^\s\u00a0\u202f]{{{LONGEST_WORD + 1},}}")
_AS_IT_IS: Final = frozenset({"results_json", "results_name", "locale", "created"})

Document = TypeVar("Document", Report, Paper, SecondPage)


def clean(text: str) -> str:
    """The text in composed form, with nothing in it that cannot be printed."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).replace(_THIN, "\u202f")
    if not _unprintable().search(text):
        return text
    found = _unprintable().sub(lambda match: _instead_of(match.group()), text)
    # Without what stood between them, a letter and its accent may now make one character.
    return clean(found) if found.strip() else MISSING


@cache
def _unprintable() -> re.Pattern[str]:
    """Matches each character that no shipped font covers, and the control characters among those they do."""
    fine = sorted(
        code for code in covered() if unicodedata.category(chr(code)) not in _DROPPED or chr(code) in _KEPT
    )
    ranges: list[list[int]] = []
    for code in fine:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return re.compile("[^" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]")


def _instead_of(character: str) -> str:
    if character in _STAND_INS:
        return _STAND_INS[character]
    category = unicodedata.category(character)
    if category in _DROPPED or category in _PICTURES:
        return ""
    return MISSING


def cleaned(document: Document) -> Document:
    """The document with each of its texts cleaned; what is attached and what names it stay as they are."""
    changes = {
        field.name: with_texts(getattr(document, field.name), clean)
        for field in fields(document)
        if field.name not in _AS_IT_IS
    }
    return replace(document, **changes)


def cleaned_block(block: Block) -> Block:
    """One block of a report with each of its texts cleaned."""
    found: Block = with_texts(block, clean)
    return found


def breakable(text: str) -> str:
    """The text with a break opportunity every few letters of a word too long for a narrow column."""
    return _LONG.sub(lambda match: _broken(match.group()), text)


def _broken(word: str) -> str:
    return BREAK.join(word[place : place + BREAK_EVERY] for place in range(0, len(word), BREAK_EVERY))


def last_words_joined(text: str) -> str:
    """A headline whose last two words stay on one line, unless that would make a long word."""
    head, space, last = text.rpartition(" ")
    before = head.rpartition(" ")[2]
    return f"{head}\u00a0{last}" if space and len(before) + len(last) < LONGEST_WORD else text
