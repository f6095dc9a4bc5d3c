"""The French wording of the report is complete, holds nothing stale, and is typed as typesetting expects."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "reports"
Forms = tuple[str, ...]
"""A message's one form, or its singular and plural."""


def calls(path: Path) -> Iterator[tuple[str, Forms]]:
    """Place and literal messages of each ``voice.say(message)`` and ``voice.count(one, many)`` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        receiver = node.func.value
        wanted = {"say": 1, "count": 2}.get(node.func.attr)
        if wanted is None or not (isinstance(receiver, ast.Name) and receiver.id in ("voice", "self")):
            continue
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        forms = tuple(arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant))
        assert len(forms) == wanted, f"{place}: {node.func.attr}() takes its messages as literals"
        yield place, forms


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def used() -> dict[Forms, str]:
    """Each message of the package with one place that uses it."""
    found = [item for path in sorted(PACKAGE.rglob("*.py")) for item in calls(path)]
    assert len(found) > 100, "the calls that carry messages have changed their shape"
    return {forms: place for place, forms in found}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The French catalogue as written."""
    with (PACKAGE / "translations" / "fr.po").open("rb") as stream:
        return read_po(stream, locale="fr", abort_invalid=True)


def forms_of(message: Message) -> Forms:
    """A message's English forms."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def french_of(message: Message) -> Forms:
    """A message's French forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@pytest.fixture(scope="module")
def written(catalog: Catalog) -> dict[Forms, Forms]:
    """French by English, fuzzy and empty ones left out, as the report reads it."""
    return {
        forms_of(message): french_of(message)
        for message in catalog
        if message.id and not message.fuzzy and all(french_of(message))
    }


def test_every_message_has_its_french(used: dict[Forms, str], written: dict[Forms, Forms]) -> None:
    missing = [f"{place}\n{entry(forms)}" for forms, place in used.items() if forms not in written]
    assert not missing, "add to reports/translations/fr.po:\n\n" + "\n".join(missing)


def entry(forms: Forms) -> str:
    """The lines to add for a message."""
    quoted = [form.replace("\\", "\\\\").replace('"', '\\"') for form in forms]
    if len(quoted) == 1:
        return f'msgid "{quoted[0]}"\nmsgstr ""\n'
    return f'msgid "{quoted[0]}"\nmsgid_plural "{quoted[1]}"\nmsgstr[0] ""\nmsgstr[1] ""\n'


def test_no_message_is_stale(used: dict[Forms, str], catalog: Catalog) -> None:
    stale = [forms_of(message) for message in catalog if message.id and forms_of(message) not in used]
    assert not stale, f"remove from reports/translations/fr.po: {stale}"
    assert not catalog.obsolete, f"remove the obsolete entries of fr.po: {list(catalog.obsolete)}"


def test_plural_forms_are_those_of_french(catalog: Catalog, written: dict[Forms, Forms]) -> None:
    assert (catalog.num_plurals, catalog.plural_expr) == (2, "(n > 1)")
    assert all(len(french) == len(english) for english, french in written.items())


def test_placeholders_are_the_same(written: dict[Forms, Forms]) -> None:
    for english, french in written.items():
        many = english[-1]
        assert fields(french[-1]) == fields(many), french[-1]
        # A singular may spell its number in words.
        assert fields(many) - {"n"} <= fields(french[0]) <= fields(many), french[0]


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("no-break spaces are set on output; type ordinary ones", "[\u00a0\u202f\u2009]"),
        ("the typographic apostrophe is set on output; type '", "\u2019"),
        ("a space goes before ; : ! ? and %", r"[^\s(][;!?](?=\s|$)|[^\s]:(?=\s|$)|\S%"),
        ("a space goes inside « »", r"«\S|\S»"),
        ("French quotes are « »", '[“”"]'),
        ("one space at a time, none at the ends", r"  |^ | $|\n"),
        ("a full stop once", r"\.\.|\. \."),
    ],
)
def test_french_is_typed_plainly(written: dict[Forms, Forms], fault: str, pattern: str) -> None:
    found = [text for french in written.values() for text in french if re.search(pattern, text)]
    assert not found, f"{fault}: {found}"


def test_full_stops_agree(written: dict[Forms, Forms]) -> None:
    """A sentence stays a sentence and a title a title: callers join messages after their full stops."""
    differ = [
        french for english, french in written.items() if english[-1].endswith(".") != french[-1].endswith(".")
    ]
    assert not differ
