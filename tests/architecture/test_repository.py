"""What is in the repository works on anybody's machine and gives nothing away."""

import re

import pytest

from tests.architecture.source import ROOT, short, tracked_files

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.-])/(?:work|root|home/\w+|Users/\w+)/" + r"[\w.]"),
    "an index of packages": re.compile(
        r"--(?:extra-)?index" + r"-url|--find" + r"-links|--trusted" + r"-host|files\.python" + r"hosted\.org"
    ),
    "a folder beside the repository": re.compile(r"\.\./" + "shared"),
}
REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*==[\w.+!-]+")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{short(path)}: {match[0]}" for match in FORBIDDEN[what].finditer(text)]
    assert not found, f"{what}: {found}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact_versions_and_nothing_else(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]
    assert lines
    assert not [line for line in lines if not REQUIREMENT.fullmatch(line)], "make pin writes these files"


def test_the_tests_run_with_the_versions_that_people_get() -> None:
    runtime, testing = (
        set((ROOT / name).read_text().splitlines()[1:])
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime <= testing, f"only in requirements.txt: {runtime - testing}. Run: make pin"


def test_local_data_is_never_tracked() -> None:
    assert {short(path) for path in tracked_files() if short(path).startswith("instance/")} <= {
        "instance/.gitkeep"
    }


def test_no_large_file() -> None:
    large = {short(path): path.stat().st_size for path in tracked_files() if path.stat().st_size > 1_000_000}
    assert not large, f"{large}: over 1 MB; build it instead, or leave it out"
