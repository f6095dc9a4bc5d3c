"""Typeset text: the spaces, quotes and numbers of each language, in one place.

French takes a narrow no-break space (U+202F) before ; ! ? and between thousands, and a no-break space
(U+00A0) before : and %, before units of money and inside guillemets; both languages take a typographic
apostrophe. Numbers come from Babel; a score always shows one decimal.
"""

import re
from collections.abc import Collection
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

NBSP, NARROW = "\u00a0", "\u202f"

_FRENCH = (
    (re.compile(r"(?<=[^\s(])[ \u00a0\u202f]?([;!?]+)(?=\s|$|[)»”])"), NARROW + r"\1"),
    (re.compile(r"(?<=\S)[ \u00a0\u202f]:(?=\s|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]?"), "«" + NBSP),
    (re.compile(r"[ \u00a0\u202f]?»"), NBSP + "»"),
    (re.compile(r"(?<=\d)[ \u00a0\u202f](?=(%|€|\$|k€|M€))"), NBSP),
    (re.compile(r"(?<!\d)(\d{1,3})[ \u00a0](?=\d{3}(?!\d))"), r"\1" + NARROW),
    (re.compile(r"\b(n°|art\.|p\.|Art\.) "), r"\1" + NBSP),
)
_BOTH = (
    (re.compile(r"(?<=\w)'(?=[\w«“])"), "\u2019"),
    (re.compile(r"(?<=[a-z]s)'(?=\s)"), "\u2019"),
    (re.compile(r"(?<=\d) (of|sur) (?=\d)"), NBSP + r"\1" + NBSP),
    (re.compile(r"(?<=\d) (and|et) (?=\d+\))"), NBSP + r"\1" + NBSP),
    (re.compile(r"\b(level|niveau) (?=\d+\))"), r"\1" + NBSP),
    (re.compile(r"(?<=\d) (?=(per cent|people|days|jours|mois|months|personnes|pages)\b)"), NBSP),
)


def rules(locale: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What typesetting replaces in a language, in order: pattern and replacement."""
    return (*_BOTH, *(_FRENCH if locale == "fr" else ()))


def typeset(text: str, locale: str) -> str:
    """The text with the spaces and apostrophes of its language."""
    for pattern, replacement in rules(locale):
        text = pattern.sub(replacement, text)
    return text


def score(value: float, locale: str) -> str:
    """A score on the scale, one decimal: "2.4", "2,4". Rounded as where its level is read, not by Babel."""
    return str(format_decimal(round(value, 1), format="0.0", locale=locale))


def fine(value: float, locale: str) -> str:
    """A score with two decimals, where it is held against a threshold: "1.97", "1,97"."""
    return str(format_decimal(value, format="0.00", locale=locale))


def signed(value: float, locale: str) -> str:
    """A difference in levels with its sign (a true minus), two decimals: "+0.40", "−0,40"."""
    text = fine(abs(value), locale)
    return ("+" if value >= 0 else "\u2212") + text


def whole(value: float, locale: str) -> str:
    """A whole number with the thousands separator of the language."""
    return str(format_decimal(round(value), format="#,##0", locale=locale))


def percent(share: float, locale: str) -> str:
    """A share in [0, 1] as whole per cent: "83%", "83 %". A share under 0.5 % that is not zero is "<1%"."""
    if 0 < share < 0.005:
        return "<" + str(format_percent(0.01, format="#,##0%" if locale == "en" else None, locale=locale))
    if 0.995 <= share < 1:
        return ">" + str(format_percent(0.99, format="#,##0%" if locale == "en" else None, locale=locale))
    return str(format_percent(share, locale=locale))


def percent_form(shares: Collection[float], locale: str) -> str:
    """The number format of a chart with which these shares read as ``percent`` words them.

    A format has two conditions and what is left, so which ones depends on the shares that there are. Where
    some would need three, all have a decimal instead.
    """
    space = percent(0, locale)[1:-1]
    plain = f'0"{space}"%' if space else "0%"
    tiny, nearly = (f'"{percent(share, locale)}"' for share in (0.001, 0.999))
    small = any(0 < share < 0.005 for share in shares)
    large = any(0.995 <= share < 1 for share in shares)
    if small and large:
        between = any(0.005 <= share < 0.995 or share == 1 for share in shares)
        return plain.replace("0", "0.0") if between else f"[>=0.995]{nearly};[=0]{plain};{tiny}"
    if large:
        return f"[=1]{plain};[>=0.995]{nearly};{plain}"
    return f"[=0]{plain};[<0.005]{tiny};{plain}" if small else plain


def day(value: date, locale: str) -> str:
    """A date in full: "16 November 2026", "16 novembre 2026"; the first of a French month is "1er"."""
    if locale == "fr":
        text = str(format_date(value, "d MMMM y", locale="fr"))
        return re.sub(r"^1 ", "1er ", text).replace(" ", NBSP, 1)
    return str(format_date(value, "d MMMM y", locale="en_GB")).replace(" ", NBSP, 1)


def listing(items: list[str], locale: str) -> str:
    """A list in words: "a, b and c", "a, b et c"."""
    word = "et" if locale == "fr" else "and"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
