"""When two texts mean the same: exactly but for typography, or nearly, as a share from 0 to 1."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ..phrases import phrase

_ALIKE: Final = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "\u200b": None,
        "\ufeff": None,
        "\u00ad": None,
    }
)
_LINE_END: Final = re.compile(r"_x000[ad]_", re.IGNORECASE)
"""How some programs write a line end into an XLSX."""
_SPACED: Final = re.compile(r'\s*(")\s*|\s+([;:!?%…])')
_WORDS: Final = re.compile(r"\w+")
_COMPARED: Final = 400
"""Characters of a text that are compared for likeness: the work grows with their square."""


def plain(text: str) -> str:
    """A text without what typography, case and exports change: quotes, dashes, spaces, a final mark."""
    # Long texts are rare, and remembering thousands of them would fill the memory.
    return _plain(text) if len(text) <= 1_000 else _plain.__wrapped__(text)


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", _LINE_END.sub(" ", text)).translate(_ALIKE).casefold()
    text = _SPACED.sub(lambda found: found[1] or found[2], text)
    return " ".join(text.split()).strip(" .;:*")


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, by their words and by their letters: the better of both."""
    first, second = plain(one)[:_COMPARED], plain(other)[:_COMPARED]
    if first == second:
        return 1.0
    return max(
        _shared_words(first, second), difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
    )


def _shared_words(first: str, second: str) -> float:
    one, other = Counter(_WORDS.findall(first)), Counter(_WORDS.findall(second))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def best(text: str, known: Iterable[str], looked_at: int = 5) -> tuple[str | None, float]:
    """The known text most like ``text``, and how alike. Letters are compared for the likeliest by words."""
    compared = plain(text)[:_COMPARED]
    ranked = sorted(set(known), key=lambda item: (-_shared_words(compared, plain(item)), item))
    # Words misspelt share none: short lists are compared whole.
    candidates = ranked if len(ranked) <= 60 and len(compared) <= 60 else ranked[:looked_at]
    scored = [(likeness(text, item), item) for item in candidates]
    if not scored:
        return None, 0.0
    score, found = max(scored, key=lambda pair: pair[0])
    return found, score


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """The fix for a name that is not known: ``write 'x'`` for one that is near, or ``otherwise``."""
    names = {plain(name): name for name in known}
    near = difflib.get_close_matches(plain(word)[:_COMPARED], names, n=1)
    return phrase("write {name!r}", name=names[near[0]]) if near else otherwise


def label(text: str) -> str:
    """A name as it is kept: composed characters and single spaces, else as typed."""
    return " ".join(unicodedata.normalize("NFC", text).split())
