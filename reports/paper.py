"""Paper: a questionnaire to fill in by hand, or a copy of what was answered, as any output prints it.

As in a Report, everything is finished wording of one locale; an output decides looks and nothing else.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A question. ``choices`` and ``outside`` are to be ticked; ``answer`` is what was answered, or ""."""

    number: str
    text: str
    choices: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    answer: str = ""
    unanswered: bool = False
    """Whether ``answer`` only says that there is none."""
    notes: tuple[tuple[str, str], ...] = ()
    """Labels with what was written; with "" there is room to write."""


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one dimension."""

    title: str
    about: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a few pages. ``created`` is an ISO moment; ``facts`` are labels with texts."""

    locale: str
    organisation: str
    subject: str
    date: str
    author: str
    created: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    closing: str
    footer: str
    page_word: str
