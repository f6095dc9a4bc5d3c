"""The pieces that letters are completed with: greetings, numbers in words, who sees what."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date

from reports import typography


@dataclass(frozen=True, slots=True)
class Phrases:
    """The pieces of one language."""

    locale: str
    pieces: dict[str, Any]

    def say(self, key: str, **values: str) -> str:
        """A piece, completed and typeset."""
        text: str = self.pieces[key]
        return typography.typeset(text, self.locale).format(**values)

    def count(self, key: str, n: int) -> str:
        """A number with its noun: "1 part", "2 parts". French has one for none, too."""
        one, many = self.pieces[key]
        single = n < 2 if self.locale == "fr" else n == 1
        return str(one if single else many).format(n=n).replace(" ", typography.NBSP, 1)

    def sample(self, key: str) -> str:
        """A value of an invented person, for previews and tests."""
        text: str = self.pieces["sample"][key]
        return text

    def greeting(self, name: str) -> str:
        """The first line of a letter; without a name where it is not known."""
        return self.say("greeting", name=name) if name else self.say("greeting_unnamed")

    def day(self, value: date | None) -> str:
        """A day with its weekday, as people keep appointments: "Friday 28 March"; "" without one."""
        return self._day(value, "EEEE d MMMM")

    def short_day(self, value: date | None) -> str:
        """A day for a subject: "28 March"."""
        return self._day(value, "d MMMM")

    def _day(self, value: date | None, pattern: str) -> str:
        if value is None:
            return ""
        text = str(format_date(value, pattern, locale="fr" if self.locale == "fr" else "en_GB"))
        if self.locale == "fr":
            text = re.sub(r"\b1 ", "1er ", text)
        return text.replace(" ", typography.NBSP)


@cache
def phrases(locale: str) -> Phrases:
    """The pieces of a language."""
    text = (files(__package__) / locale / "phrases.toml").read_text(encoding="utf-8")
    return Phrases(locale, tomllib.loads(text))
