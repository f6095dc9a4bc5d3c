"""What a report says, and what a PDF shows, so that the two can be compared."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pypdfium2

from reports.render.characters import clean
from reports.report import Report

NOT_PRINTED = frozenset(
    {
        "title",
        "locale",
        "created",
        "results_json",
        "results_name",
        "labels",
        "align",
        "tone",
        "status",
        "id",
        "legend",
    }
)


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a report that stands on its pages, cleaned as it is printed."""
    if isinstance(value, str):
        yield clean(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_PRINTED:
                yield from texts_of(getattr(value, field.name))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    """A text without white space, break opportunities, ligatures and capitals."""
    text = (
        text.replace("\ufb01", "fi")
        .replace("\ufb02", "fl")
        .replace("\ufb00", "ff")
        .replace("\ufffe", "-")
        .replace("\x02", "-")
    )
    return re.sub(r"[\s\u00ad\u200b]+", "", text).casefold()


def missing_texts(report: Report, pdf: bytes) -> list[str]:
    """The report's texts that its PDF does not show."""
    shown = squeezed("".join(pages_of(pdf)))
    return [text for text in texts_of(report) if text and squeezed(text) not in shown]
