"""What a document may load: our own assets and charts, from memory. Everything else is refused and noted."""

from collections.abc import Mapping
from email.message import EmailMessage
from functools import cache
from typing import Any, Final

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

TYPES: Final = {"svg": "image/svg+xml", "png": "image/png", "ttf": "font/ttf", "css": "text/css"}


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Answers ``asset:NAME.EXT`` from a mapping of bytes.

    ``refused`` lists every other address asked for, and must be empty at the end: WeasyPrint swallows errors
    that happen while it draws an SVG.
    """

    refusal = FatalURLFetchingError

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The asset at an address. Raises FatalURLFetchingError, which ends the rendering, for any other."""
        scheme, _, name = url.partition(":")
        body = self.assets.get(name) if scheme == "asset" else None
        if body is None:
            self.refused.append(url[:200])
            raise FatalURLFetchingError(f"refused to load {url[:200]}")
        return URLFetcherResponse(url, body, head(name.rpartition(".")[2]))


@cache
def head(ending: str) -> EmailMessage:
    """What goes with each asset of a type, parsed once: that takes longer than to fetch a chart."""
    message = EmailMessage()
    message["Content-Type"] = TYPES[ending]
    return message
