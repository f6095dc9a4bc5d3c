"""The language of a page, and its words: the reader's choice, else the person's own, else the browser's."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from questionnaires.model import Text
from reports import typography
from reports.wording import catalogue

from ..phrases import Phrase
from . import site

LANGUAGES: Final = {"en": "English", "fr": "Français"}
PACKAGE: Final = "survey"
_INVERTED: Final = re.compile(r"\w+(?:-t)?-(?:je|tu|ils?|elles?|on|nous|vous|ce)\b")
"""A French verb and its subject behind it: "prévoit-elle", "a-t-il"."""


def register(app: Flask) -> None:
    """Choose the language before each request, and give templates the words."""
    app.before_request(_choose)
    app.jinja_env.globals.update(
        _=say,
        count=count,
        words=words,
        told=told,
        day=day,
        on=on,
        hour=hour,
        locale=locale,
        languages=LANGUAGES,
        language_name=language_name,
        switch=switch,
        csrf=generate_csrf,
    )
    app.jinja_env.filters.update(tied=tied, number=number)


def switch(code: str) -> str:
    """The address of this page in another language; a list keeps its filters and its page."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return "?" + urlencode([*kept, ("lang", code)])


def language_name(code: str) -> str:
    """A language as the page's language calls it. ``LANGUAGES`` has what each calls itself, to choose by."""
    return {"en": say("English"), "fr": say("French")}[code]


def locale() -> str:
    """The language of this page."""
    # A page asks a hundred times: the proxy is resolved once, and the choice made once for whoever is here.
    here = g._get_current_object()  # noqa: SLF001 - the proxies' public way
    chosen = here.get("locale")
    if chosen is not None:
        return str(chosen)
    person = here.get("visitor") or here.get("member") or here.get("holder")
    kept = here.get("page_locale")
    if kept is None or kept[0] is not person:
        kept = here.page_locale = (person, _locale_for(person))
    return str(kept[1])


def _locale_for(person: Any) -> str:
    if cookie.get("locale") in LANGUAGES:
        return str(cookie["locale"])
    if person is not None and person.locale in LANGUAGES:
        return str(person.locale)
    # Not best_match(): for "fr-CH, en;q=0.5" it answers English.
    wanted = (tag.split("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in wanted if tag in LANGUAGES), "en")


def say(message: str, **values: object) -> str:
    """A message of the interface in the page's language, typeset. Raises MissingWording."""
    if not values:
        return _fixed(message, locale())
    text = catalogue(PACKAGE, locale()).gettext(message)
    return typography.typeset(text.format(**values), locale())


@cache
def _fixed(message: str, language: str) -> str:
    return typography.typeset(catalogue(PACKAGE, language).gettext(message), language)


def told(text: str) -> str:
    """A sentence that another part of the program made, in the page's language where it is a phrase."""
    if not isinstance(text, Phrase):
        return text
    values = {name: told(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return say(text.template, **values)


def count(one: str, many: str, n: int, **values: object) -> str:
    """A message that depends on a number, which it may show as ``{n}``."""
    text = catalogue(PACKAGE, locale()).ngettext(one, many, n)
    return typography.typeset(text.format(n=number(n), **values), locale())


def number(value: object) -> object:
    """A whole number with the thousands separator of the page's language; anything else as it is."""
    return typography.whole(value, locale()) if type(value) is int else value


def words(text: Text) -> str:
    """A text of the content pack in the page's language, typeset."""
    return _typeset(text[locale()], locale())


def tied(text: str) -> Markup:
    """A heading whose French verbs keep their subject on one line: a break at the hyphen reads badly."""
    whole = escape(text)
    if locale() != "fr":
        return whole
    spans = _INVERTED.sub(r'<span class="tied">\g<0></span>', str(whole))
    return Markup(spans)  # noqa: S704 - escaped above


# As many texts as the packs have, which is some hundreds a language and version.
@lru_cache(maxsize=20_000)
def _typeset(text: str, language: str) -> str:
    return typography.typeset(text, language)


def day(value: date | str) -> str:
    """A date in full."""
    return typography.day(date.fromisoformat(value) if isinstance(value, str) else value, locale())


def on(moment: datetime) -> str:
    """The day of a moment, in full, as people here count days."""
    return day(_local(moment).date())


def hour(moment: datetime) -> str:
    """The hour of a moment: "14:32", "14 h 32"."""
    return _local(moment).strftime("%H\u00a0h\u00a0%M" if locale() == "fr" else "%H:%M")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say things in another language for a while."""
    before = g.get("locale")
    g.locale = code
    g.pop("page_locale", None)
    try:
        yield
    finally:
        g.locale = before
        g.pop("page_locale", None)


def _local(moment: datetime) -> datetime:
    zone = site.settings().time_zone
    return moment.astimezone(ZoneInfo(zone) if zone else None)


def _choose() -> Any:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        # Kept in the browser alone: a GET changes nothing here.
        cookie["locale"] = asked
        g.locale = asked
