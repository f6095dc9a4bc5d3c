"""The core has no clock, environment or chance of its own: the same values in give the same results out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import python_files, short

IMPURE = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
    "os.environ",
    "os.getenv",
    "os.getcwd",
    "random.random",
    "random.choice",
    "random.shuffle",
    "uuid.uuid4",
    "locale.setlocale",
    "builtins.input",
}
GLOBAL_CHANCE = ("np.random.", "numpy.random.")
SEEDED = {"default_rng", "Generator", "SeedSequence", "PCG64"}


def impure_uses(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each impure thing that a file touches."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        name = ast.unparse(node)
        if not name.replace(".", "").isidentifier():
            continue  # a call or a subscript stands inside: its own parts are looked at by themselves
        tail = ".".join(name.split(".")[-2:])
        if tail in IMPURE or (name.startswith(GLOBAL_CHANCE) and name.split(".")[2] not in SEEDED):
            yield node.lineno, name


def is_core(path: Path) -> bool:
    """In questionnaires or reports, and not in reports/render, which is an edge."""
    name = short(path)
    return name.startswith(("questionnaires/", "reports/")) and not name.startswith("reports/render")


def test_the_core_is_pure() -> None:
    found = [
        f"{short(path)}:{line}: {name}"
        for path in python_files()
        if is_core(path)
        for line, name in impure_uses(path.read_text(encoding="utf-8"))
    ]
    assert not found, (
        f"{found}: take the moment, the setting or the seed as an argument, so that a result can be computed"
        " again years later."
    )


@pytest.mark.parametrize(
    ("source", "impure"),
    [
        ("x = datetime.datetime.now()", True),
        ("x = date.today()", True),
        ("x = os.environ['HOME']", True),
        ("x = np.random.rand(3)", True),
        ("x = datetime.now(UTC).date()", True),
        ("x = np.random.default_rng(seed).integers(3)", False),
        ("x = datetime.date(2026, 1, 1)", False),
    ],
)
def test_the_rule_tells_them_apart(source: str, impure: bool) -> None:
    assert bool(list(impure_uses(source))) is impure
