"""A client's brand from a YAML file: name, logo, accent. A logo is decoded within limits, and made anew."""

import io
from pathlib import Path
from typing import Final

from reports.accent import accent_problem
from reports.report import Brand

from ..phrases import phrase
from .documents import Reader, read_yaml

KEYS: Final = ("name", "logo", "accent", "prepared_by")
FORMATS: Final = ("PNG", "JPEG", "WEBP")
MOST_BYTES: Final = 2_000_000
MOST_PIXELS: Final = 4_000_000
"""Looked at before decoding: a few kilobytes of PNG can declare a picture that fills the memory."""
WIDEST: Final = 1_000
_TOO_MANY: Final = phrase("the picture has more than {n} million pixels", n=MOST_PIXELS // 1_000_000)


def read_brand(path: Path) -> tuple[Brand, str]:
    """The brand in a YAML file, and who prepared the report (empty when not said).

    Keys, all optional: ``name``, ``logo`` (a path beside it), ``accent`` (``#rrggbb``), ``prepared_by``.
    Raises ImportProblems with every problem as ``file:line``, and OSError.
    """
    reader = Reader(read_yaml(path))
    data = reader.document.data
    if not isinstance(data, dict):
        reader.wrong((), "keys and values are expected here", f"write lines like '{KEYS[0]}: …'")
        data = {}
    for key in data:
        if key not in KEYS:
            reader.wrong((key,), "no such key", f"remove it, or write one of: {', '.join(KEYS)}")
        elif not isinstance(data[key], str):
            reader.wrong((key,), "a text is expected here", "put it in quotes")
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    accent = texts.get("accent")
    if accent is not None and (problem := accent_problem(accent)):
        reader.wrong(("accent",), problem, "choose a darker colour, or leave the line out")
    logo = None
    if "logo" in texts:
        try:
            logo = clean_logo((path.parent / texts["logo"]).read_bytes())
        except (OSError, ValueError) as error:
            reader.wrong(
                ("logo",), f"{texts['logo']}: {error}", "give a PNG, JPEG or WebP file beside this one"
            )
    reader.finish()
    return Brand(texts.get("name", ""), logo, accent), texts.get("prepared_by", "")


def clean_logo(data: bytes) -> bytes:
    """A logo as PNG of at most 1,000 pixels a side, made anew from its pixels.

    Raises ValueError, which says why, for anything but a PNG, JPEG or WebP picture of reasonable size.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - for those who bring a picture

    if len(data) > MOST_BYTES:
        raise ValueError(phrase("the file is larger than {n} MB", n=MOST_BYTES // 1_000_000))
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError(_TOO_MANY)
            clean = picture.convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValueError(_TOO_MANY) from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(phrase("this is not a PNG, JPEG or WebP picture")) from error
    clean.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
