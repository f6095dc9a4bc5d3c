"""Between our pages and the library: how a page is read, and how its PDF is packed. Both for speed alone."""

import zlib
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree

import cssselect2  # type: ignore[import-untyped]
import pydyf
import weasyprint

from .page import stylesheet

_LEVEL: Final = 6
"""Of compression: the highest takes three times as long for one part in a hundred."""


class _Compression:
    """What pydyf compresses with: the highest level, which it asks for, takes a tenth of a second."""

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int) -> Any:
        """The compressor for the streams that pydyf writes last."""
        return zlib.compressobj(min(level, _LEVEL))


pydyf.zlib = _Compression


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of our templates, which is well-formed XML: read in C, not by an HTML parser in Python."""

    def __init__(self, html: str, fetcher: Any) -> None:
        root = ElementTree.fromstring(html)  # noqa: S314 - our own, without entities
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [elements()]


@cache
def elements() -> Any:
    """What each element is, in place of the library's sheet: see elements.css."""
    return weasyprint.CSS(string=stylesheet("elements.css"))


class _Spelt(pydyf.Object):  # type: ignore[misc]
    """An object of the file as the bytes that it is written as."""

    data = b""

    def __init__(self, item: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self.data = item.data


def pack(_document: Any, pdf: Any) -> None:
    """Compress each stream and spell each object once. Left alone, the file's id takes a second time."""
    for place, item in enumerate(pdf.objects):
        if item.compressible and item.free == "n":
            pdf.objects[place] = _Spelt(item)
        elif isinstance(item, pydyf.Stream) and item.compress:
            item.stream = [zlib.compress(b"\n".join(map(_bytes, item.stream)), _LEVEL)]
            item.extra["Filter"] = "/FlateDecode"
            item.compress = False


def _bytes(part: Any) -> bytes:
    if isinstance(part, bytes):
        return part
    return part.data if isinstance(part, pydyf.Object) else str(part).encode("ascii")
