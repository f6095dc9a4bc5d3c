"""Completing a wording with values, as plain text and as HTML that says the same."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from reports import typography

from .wording import OPTIONAL, PLACEHOLDER, Wording

_ACCENT: Final = "#1d3d5c"
_GONE: Final = "\0"
_DIRECTION: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BUTTON: Final = re.compile(r"(.{1,80}?)[ \u00a0\u202f]?:[ \u00a0\u202f](https?://\S+)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)\]…]")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its reader gets it."""

    subject: str
    text: str
    locale: str
    accent: str = ""
    """The colour of its button, as ``#rrggbb``, on which white can be read; "" for Mandate's."""

    def as_html(self) -> str:
        """The same words as a page for mail programs: one column, no picture, nothing loaded."""
        return _template().render(
            subject=self.subject,
            locale=self.locale,
            accent=self.accent or _ACCENT,
            edge=_lighter(self.accent or _ACCENT),
            paragraphs=[_paragraph(text) for text in re.split(r"\n{2,}", self.text)],
        )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Runs of text and links, line by line; or a button, where that is all there is."""

    label: str
    address: str
    lines: tuple[tuple[tuple[str, str], ...], ...]


def complete(wording: Wording, values: Mapping[str, str], locale: str) -> Letter:
    """The letter with every value in its place. ``values`` has each name of the wording; "" is a missing one.

    Values are put in as they are, once: what looks like a placeholder in one stays text.
    """
    plain = {name: _plain(value) for name, value in values.items()}
    one_line = {name: " ".join(value.split("\n")) for name, value in plain.items()}
    return Letter(
        re.sub(r" {2,}", " ", _complete(wording.subject, one_line, locale)),
        _complete(wording.body, plain, locale),
        locale,
    )


def _complete(text: str, values: Mapping[str, str], locale: str) -> str:
    def kept(found: re.Match[str]) -> str:
        names = PLACEHOLDER.findall(found[1])
        if not names:
            return found[0]
        return found[1] if all(values[name] for name in names) else _GONE

    text = OPTIONAL.sub(kept, text.replace("\r\n", "\n").replace(_GONE, ""))
    # A line of which nothing is left goes with it.
    lines = [line for line in text.split("\n") if line.strip(f"{_GONE} ") or _GONE not in line]
    text = typography.typeset("\n".join(lines).replace(_GONE, ""), locale)
    text = PLACEHOLDER.sub(lambda found: values[found[1]], text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _plain(value: str) -> str:
    """Without control characters, which have no place in a letter and none in a header."""
    value = re.sub(r"\r\n?|[\u2028\u2029]", "\n", value).strip()
    return "".join(character for character in value if character == "\n" or not _controls(character))


def _controls(character: str) -> bool:
    # Lone surrogates cannot be sent; marks of direction could show an address as another one.
    return unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTION


def _lighter(colour: str) -> str:
    """Half-way to white: the edge by which a dark button stands out from a dark page."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{(channel + 255) // 2:02x}" for channel in channels)


def _paragraph(text: str) -> _Paragraph:
    if button := _BUTTON.fullmatch(text):
        return _Paragraph(button[1], button[2], ())
    return _Paragraph("", "", tuple(tuple(_runs(line)) for line in text.split("\n")))


def _runs(line: str) -> list[tuple[str, str]]:
    """Text and, beside what is an address, the address."""
    runs, end = [], 0
    for found in _ADDRESS.finditer(line):
        runs += [(line[end : found.start()], ""), (found[0], found[0])]
        end = found.end()
    return [run for run in (*runs, (line[end:], "")) if run[0]]


@cache
def _template() -> Template:
    source = (files(__package__) / "letter.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
