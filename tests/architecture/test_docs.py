"""What the documents promise exists."""

import re
import subprocess
import tomllib

from tests.architecture.source import ROOT

TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
MENTION = re.compile(r"(?:`|^)make ([a-z-]+)", re.MULTILINE)


def targets() -> set[str]:
    return set(TARGET.findall((ROOT / "Makefile").read_text()))


def test_make_help_lists_every_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = {line.split()[1] for line in shown.splitlines() if line.startswith("  make ")}
    assert targets() == listed, "give each target in the Makefile its ## sentence"


def test_documents_name_only_targets_that_exist() -> None:
    mentioned = {
        target
        for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")
        for target in MENTION.findall((ROOT / name).read_text())
    }
    assert {"demo", "test"} <= mentioned <= targets()


def test_each_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("\ndependencies = [") : text.index("\n]", text.index("\ndependencies = ["))]
    bare = [line for line in block.splitlines() if line.lstrip().startswith('"') and "#" not in line]
    assert not bare, f"a dependency is a promise to keep up: say in a few words why it is needed: {bare}"


def test_no_plain_text_is_left_out_of_the_package() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["packages"] == ["survey", "questionnaires", "reports"]
    assert "/instance" in build["exclude"]
