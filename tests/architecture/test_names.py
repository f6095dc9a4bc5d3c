"""A name says what is inside."""

from tests.architecture.source import ROOT, short, tracked_files

MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "shared"}


def test_nothing_is_named_for_being_left_over() -> None:
    found = [
        short(path)
        for path in tracked_files()
        if path.suffix == ".py" and {*path.relative_to(ROOT).with_suffix("").parts} & MEANINGLESS
    ]
    assert not found, (
        f"{found}: such a name says nothing and takes in anything. Name the file after the one subject"
        " of what is in it; if there are two subjects, make two files."
    )
