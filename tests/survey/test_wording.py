"""Every message of the interface has its French, and the French has nothing else."""

from pathlib import Path
from string import Formatter

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2 import Environment

import survey

ROOT = Path(survey.__file__).parent


def messages() -> set[str | tuple[str, ...]]:
    """Every message that templates and views say."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found: set[str | tuple[str, ...]] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for _, name, message in environment.extract_translations(
            path.read_text("utf-8"), gettext_functions=("_", "count")
        ):
            found.add(
                (message[0], message[1])
                if name == "count"
                else message
                if isinstance(message, str)
                else message[0]
            )
    # Other parts of the program make sentences of which a page may tell the French: ``phrase``.
    keywords = {
        "web": {"say": None, "count": (1, 2)},
        "files": {"phrase": None},
        "services": {"phrase": None},
    }
    for path, known in (
        (path, known) for name, known in keywords.items() for path in (ROOT / name).glob("*.py")
    ):
        for _, message, _, _ in extract_from_file("python", path, keywords=known):
            found.add(message if isinstance(message, str) else tuple(message))
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_french_is_complete_and_has_nothing_left_over() -> None:
    with (ROOT / "translations" / "fr.po").open("rb") as stream:
        catalogue = read_po(stream, locale="fr", abort_invalid=True)
    french = {
        (message.id if isinstance(message.id, str) else tuple(message.id)): message.string
        for message in catalogue
        if message.id
    }
    wanted = messages()
    assert len(wanted) > 100
    assert wanted - french.keys() == set()
    assert french.keys() - wanted == set()
    for message, text in french.items():
        for one, other in zip(
            [message] if isinstance(message, str) else message,
            [text] if isinstance(text, str) else text,
            strict=True,
        ):
            assert other
            assert fields(one) == fields(other), one
