"""Wordings: the shipped ones, what may stand in each, and what is wrong with one that somebody wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

LANGUAGES: Final = ("en", "fr")
LONGEST_SUBJECT: Final = 200
LONGEST_BODY: Final = 6_000

PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")
OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")

_EVERYWHERE: Final = ("organisation", "sponsor", "sponsor_inside", "firm", "contact", "confidentiality")
_DATES: Final = ("closes_on", "closes_short")
_PERSON: Final = ("first_line", "name", "department")
_TO_ANSWER: Final = (*_EVERYWHERE, *_DATES, *_PERSON, "parts", "minutes", "left", "link")
_TO_COPY: Final = (*_EVERYWHERE, *_DATES, "parts", "minutes", "sender")
_TO_READ: Final = ("organisation", "sponsor", "sponsor_inside", "firm", "contact", "first_line", "name")
_ACCOUNT: Final = ("first_line", "name", "firm", "address", "link")

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "prenotice": _TO_COPY,
    "invitation": _TO_ANSWER,
    "reminder_new": _TO_ANSWER,
    "reminder_started": _TO_ANSWER,
    "last_days": _TO_ANSWER,
    "thanks": _TO_ANSWER,
    "my_link": _TO_ANSWER,
    "delegation": (
        *_EVERYWHERE,
        *_DATES,
        *_PERSON,
        "minutes",
        "link",
        "part",
        "delegator",
        "message",
        "due_on",
    ),
    "delegation_returned": (*_TO_ANSWER, "part", "colleague"),
    "results": (*_TO_READ, "link", "expires_on", "code_note"),
    "works_council": _TO_COPY,
    "dpo": _TO_COPY,
    "read_code": (*_TO_READ, "code"),
    "asks_link": (*_TO_READ, "reader", "link"),
    "documents": (*_TO_READ, "link"),
    "join": _ACCOUNT,
    "reset": _ACCOUNT,
}
"""Every letter, in the order in which a campaign meets them, and what may stand in it."""

COPIED: Final = ("prenotice", "works_council", "dpo")
"""Texts that somebody else sends: they are offered to copy, and never sent by us."""
OURS: Final = ("read_code", "asks_link", "documents", "join", "reset")
"""Short notes in our own words."""
EDITED: Final = tuple(kind for kind in KINDS if kind not in OURS)
"""What a campaign may word in its own way."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter before it is completed."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a wording, and where. ``line`` counts from 1; 0 where it is about the whole.

    ``what``: "empty", "long", "unknown" or "missing" (``text`` is the placeholder), "brace" (one that is not
    closed, or not opened), "bracket".
    """

    field: Literal["subject", "body"]
    what: str
    line: int = 0
    text: str = ""


@cache
def shipped(kind: str, locale: str) -> Wording:
    """The wording that comes with the program. Raises FileNotFoundError for an unknown kind or language."""
    text = (files(__package__) / locale / f"{kind}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n")
    return Wording(subject.strip(), body.strip())


def placeholders(kind: str) -> tuple[str, ...]:
    """The names that may stand in a letter."""
    return KINDS[kind]


def needed(kind: str) -> tuple[str, ...]:
    """The names that must stand in a letter's body: without its link an e-mail is of no use."""
    return ("link",) if "link" in KINDS[kind] else ()


def faults(kind: str, wording: Wording) -> list[Fault]:
    """Everything that is wrong with a wording, in the order of its text."""
    found = [*_in_subject(kind, wording.subject), *_in_text(kind, "body", wording.body)]
    if not wording.body.strip():
        found.append(Fault("body", "empty"))
    elif len(wording.body) > LONGEST_BODY:
        found.append(Fault("body", "long", text=str(LONGEST_BODY)))
    else:
        # In brackets a link could be left out with what stands beside it.
        certain = OPTIONAL.sub("", wording.body)
        missing = [name for name in needed(kind) if f"{{{name}}}" not in certain]
        found += [Fault("body", "missing", text=name) for name in missing]
    return found


def _in_subject(kind: str, subject: str) -> Iterator[Fault]:
    if not subject.strip():
        yield Fault("subject", "empty")
    elif len(subject) > LONGEST_SUBJECT:
        yield Fault("subject", "long", text=str(LONGEST_SUBJECT))
    if "{link}" in subject:
        yield Fault("subject", "unknown", 1, "link")
    yield from _in_text(kind, "subject", subject)


def _in_text(kind: str, field: Literal["subject", "body"], text: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), 1):
        for found in PLACEHOLDER.finditer(line):
            if found[1] not in KINDS[kind]:
                yield Fault(field, "unknown", number, found[1])
        if re.search(r"[{}]", PLACEHOLDER.sub("", line)):
            yield Fault(field, "brace", number)
    rest = OPTIONAL.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(rest.splitlines(), 1):
        if "[" in line or "]" in line:
            yield Fault(field, "bracket", number)
