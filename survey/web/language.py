"""The language of a page, and its words: the reader's choice, else the person's own, else the browser's."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from flask import session as cookie
from flask_wtf.csrf import generate_csrf

from questionnaires.model import Text
from reports import typography
from reports.wording import catalogue

from . import site

LANGUAGES: Final = {"en": "English", "fr": "Français"}
PACKAGE: Final = "survey"


def register(app: Flask) -> None:
    """Choose the language before each request, and give templates the words."""
    app.before_request(_choose)
    app.jinja_env.globals.update(
        _=say,
        count=count,
        words=words,
        day=day,
        hour=hour,
        locale=locale,
        languages=LANGUAGES,
        switch=switch,
        csrf=generate_csrf,
    )


def switch(code: str) -> str:
    """The address of this page in another language; a list keeps its filters and its page."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return "?" + urlencode([*kept, ("lang", code)])


def locale() -> str:
    """The language of this page."""
    person = g.get("visitor") or g.get("member") or g.get("holder")
    # A page asks a hundred times; who is here can become known in between.
    kept = g.get("page_locale")
    if kept is None or kept[0] is not person:
        kept = g.page_locale = (person, _locale_for(person))
    return str(kept[1])


def _locale_for(person: Any) -> str:
    chosen = g.get("locale") or cookie.get("locale")
    if chosen in LANGUAGES:
        return str(chosen)
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


def count(one: str, many: str, n: int, **values: object) -> str:
    """A message that depends on a number, which it may show as ``{n}``."""
    text = catalogue(PACKAGE, locale()).ngettext(one, many, n)
    return typography.typeset(text.format(n=n, **values), locale())


def words(text: Text) -> str:
    """A text of the content pack in the page's language, typeset."""
    return _typeset(text[locale()], locale())


# As many texts as the packs have, which is some hundreds a language and version.
@lru_cache(maxsize=20_000)
def _typeset(text: str, language: str) -> str:
    return typography.typeset(text, language)


def day(value: date | str) -> str:
    """A date in full."""
    return typography.day(date.fromisoformat(value) if isinstance(value, str) else value, locale())


def hour(moment: datetime) -> str:
    """The hour of a moment: "14:32", "14 h 32"."""
    zone = site.settings().time_zone
    local = moment.astimezone(ZoneInfo(zone) if zone else None)
    return local.strftime("%H\u00a0h\u00a0%M" if locale() == "fr" else "%H:%M")


def _choose() -> Any:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        # Kept in the browser alone: a GET changes nothing here.
        cookie["locale"] = asked
        g.locale = asked
