"""One-time messages: said before a redirect, shown on the page that it leads to, and then forgotten.

They travel in the signed cookie of the session. Showing one changes the cookie and nothing else: a GET stays
without effect on what is stored.
"""

from typing import Final, cast

from flask import Flask, flash, get_flashed_messages

LONGEST: Final = 300
"""Characters of a message that are kept: browsers drop a cookie of more than 4 KB, and the visit with it."""


def register(app: Flask) -> None:
    """Give templates the messages; the component ``flash()`` shows them."""
    app.jinja_env.globals["messages"] = messages


def tell(text: str, tone: str = "good") -> None:
    """Say something on the next page. Tones are those of the component ``tag``."""
    flash(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…", tone)


def messages() -> list[tuple[str, str]]:
    """What was told and not yet shown, as (text, tone)."""
    told = cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))
    return [(text, tone) for tone, text in told]
