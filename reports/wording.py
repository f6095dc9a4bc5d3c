"""Fixed wording in a locale: gettext catalogues read straight from their .po files, and typeset output.

English is the language of the message ids. A missing French message is a fault that the check reports and
that raises here: nothing falls back silently.
"""

import gettext
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po


class MissingWording(KeyError):
    """A message has no translation in a locale. The message names both."""


class Catalogue(gettext.NullTranslations):
    """Messages of one package in one locale; English answers with the message itself."""

    def __init__(self, locale: str, messages: dict[str, str | tuple[str, ...]]) -> None:
        super().__init__()
        self.locale = locale
        self.messages = messages

    def gettext(self, message: str) -> str:
        """The message in this locale. Raises MissingWording."""
        if self.locale == "en":
            return message
        found = self.messages.get(message)
        if not isinstance(found, str) or not found:
            raise MissingWording(f"no {self.locale} wording for {message!r}")
        return found

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        """The singular or plural message for n in this locale. Raises MissingWording."""
        if self.locale == "en":
            return msgid1 if n == 1 else msgid2
        found = self.messages.get(msgid1)
        if not isinstance(found, tuple) or not all(found):
            raise MissingWording(f"no {self.locale} wording for {msgid1!r} / {msgid2!r}")
        # French counts 0 and 1, and everything under 2, as singular.
        return found[0] if abs(n) < 2 else found[1]


@cache
def catalogue(package: str, locale: str) -> Catalogue:
    """The catalogue in ``package``'s ``translations/<locale>.po``. FileNotFoundError for another locale."""
    if locale == "en":
        return Catalogue("en", {})
    source = files(package).joinpath("translations", f"{locale}.po")
    with source.open("rb") as stream:
        messages = read_po(stream, locale=locale, abort_invalid=True)
    texts: dict[str, str | tuple[str, ...]] = {}
    for message in messages:
        if message.id and not message.fuzzy:
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts[key] = message.string if isinstance(message.string, str) else tuple(message.string or ())
    return Catalogue(locale, texts)
