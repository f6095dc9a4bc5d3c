"""The page of a question without an answer yet, as most are read.

It says the same to everybody of a client, but for the proof that its form carries and the name under which
the browser keeps a text. So it is made once, of nothing but what ``_Sheet`` holds, and these two are put in
each time.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from secrets import token_hex
from typing import Final
from uuid import UUID

from flask import request
from flask import session as cookie
from flask_wtf.csrf import generate_csrf

from ..services.submissions import Saved
from ..services.visitors import Visitor
from .asking import Asking, Place, question_page
from .forms import Blank, blank_of
from .language import locale

SHEETS: Final = 512
"""Pages that a process keeps, of some 8 KB each: a questionnaire has about fifty in two languages."""
_PROOF: Final = f"proof-{token_hex(16)}"
_KEEP: Final = f"keep-{token_hex(16)}"
"""What stands in a sheet for what is each person's own."""


@dataclass(frozen=True, slots=True)
class Around:
    """All that the page may say of who is there: whose it is, and whom to ask."""

    organisation_id: UUID
    organisation: str
    accent: str
    logo_digest: str
    contact: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All that a page is made of."""

    asking: Asking
    number: int
    blank: Blank
    """By itself it tells the question and the language."""
    around: Around
    language: str
    root: str
    place: Place = field(compare=False)


def show(asking: Asking, place: Place, visitor: Visitor) -> str:
    """The page, for this visitor."""
    around = Around(
        visitor.organisation_id,
        visitor.organisation,
        visitor.accent,
        visitor.logo_digest,
        visitor.contact,
    )
    if "_flashes" in cookie:
        # Said once, to one person.
        return question_page(asking, place, Saved(), visitor=around)
    sheet = _Sheet(
        replace(asking, keep=_KEEP),
        place.number,
        blank_of(place.asked),
        around,
        locale(),
        request.script_root,
        place,
    )
    return _made(sheet).replace(_PROOF, generate_csrf()).replace(_KEEP, asking.keep)


@lru_cache(maxsize=SHEETS)
def _made(sheet: _Sheet) -> str:
    page = question_page(sheet.asking, sheet.place, Saved(), visitor=sheet.around)
    return page.replace(generate_csrf(), _PROOF)
