"""Where somebody is named in texts, and those texts without the name."""

import re
from collections.abc import Iterable
from typing import Any, Final

MASK: Final = "…"
"""What stands where a name or somebody's words stood."""
_SHORTEST: Final = 3
"""Characters under which a word is not looked for: it would be found in everything."""


class Mentions:
    """Looks for words as a whole, in any case, in texts and in JSON values of any depth."""

    def __init__(self, words: Iterable[str]) -> None:
        wanted = {" ".join(word.split()) for word in words}
        # The longest first: of a name and a part of it, the name.
        found = sorted((word for word in wanted if len(word) >= _SHORTEST), key=len, reverse=True)
        self._any = re.compile("|".join(map(_whole, found)), re.IGNORECASE) if found else None

    def within(self, value: Any) -> bool:
        """Whether one of the words stands in a value."""
        return self._any is not None and any(self._any.search(text) for text in _texts(value))

    def masked(self, value: Any) -> Any:
        """The same value with ``MASK`` in place of each of the words."""
        if self._any is None:
            return value
        if isinstance(value, str):
            return self._any.sub(MASK, value)
        if isinstance(value, dict):
            return {self.masked(key): self.masked(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.masked(item) for item in value]
        return value


def _whole(word: str) -> str:
    """A pattern for a word however it is typeset: any spaces, either apostrophe, a space before a colon."""
    spaced = r"\s+".join(map(re.escape, word.split(" ")))
    lenient = re.sub(r"(?:\\s\+)?([;:!?])", r"\\s*\1", spaced.replace("'", "['’]"))
    return rf"(?<!\w){lenient}(?!\w)"


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            for item in pair:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
