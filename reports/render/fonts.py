"""The typefaces of the report, as files of pip packages: no system font is needed, and none is used."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

SERIF: Final = "Mandate Serif"
SANS: Final = "Mandate Sans"
"""Names of our own: a face of the same name installed on the system must not get in."""


class Face(NamedTuple):
    """One font file under a family, weight and style."""

    family: str
    weight: int
    style: str
    package: str
    file: str

    @property
    def path(self) -> Path:
        """Where the package put the file."""
        return Path(str(files(self.package))) / "files" / self.file


FACES: Final = (
    Face(SERIF, 300, "normal", "font_source_serif_pro", "SourceSerifPro-Light.ttf"),
    Face(SERIF, 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    Face(SERIF, 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    Face(SANS, 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    Face(SANS, 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)


@cache
def font_files() -> dict[str, bytes]:
    """Every face's bytes by file name. Raises FileNotFoundError when a font package is not whole."""
    return {face.file: face.path.read_bytes() for face in FACES}


@cache
def covered() -> frozenset[int]:
    """The characters that every text of the report can be set in: one family stands in for the other."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, needed once

    found: set[int] = set()
    for face in FACES:
        if face.weight == 400:
            with TTFont(face.path, lazy=True) as font:
                found |= font.getBestCmap().keys()
    return frozenset(found)


def font_face_rules() -> str:
    """The @font-face rules of the PDF, each file under ``asset:``."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};'
        f"src:url(asset:{face.file})}}\n"
        for face in FACES
    )
