"""Free text made fit to print."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.render.characters import (
    BREAK,
    LONGEST_WORD,
    MISSING,
    breakable,
    clean,
    cleaned,
    last_words_joined,
)
from reports.render.fonts import FACES, covered, font_files

from .sample_report import ENGLISH


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Łódź čeština ≥ 3 → 4", "Łódź čeština ≥ 3 → 4"),
        ("« Qualité » : 12 %", "« Qualité » : 12 %"),
        ("a\u202fb\u00a0c", "a\u202fb\u00a0c"),
        ("e\u0301te\u0301", "été"),
        ("tab\tand\nline", "tab and line"),
        ("nul\x00bell\x07esc\x1b", "nulbellesc"),
        ("rocket \U0001f680 team", "rocket  team"),
        ("private \ue000 use", "private  use"),
        ("\u202eright to left\u202c", "right to left"),
        ("\u8ca9\u58f2", MISSING * 2),
        ("\U0001f680", MISSING),
        ("2 ● 3", "2 • 3"),
        ("thin\u2009space", "thin\u202fspace"),
        ("\ud800 lone", " lone"),
        ("", ""),
    ],
)
def test_clean(text: str, printed: str) -> None:
    assert clean(text) == printed


@given(st.text())
def test_every_character_left_has_a_glyph(text: str) -> None:
    printed = clean(text)
    assert {ord(character) for character in printed} <= covered()
    assert not any(unicodedata.category(character) in ("Cc", "Co", "Cs") for character in printed)
    assert clean(printed) == printed


@given(st.text())
def test_no_word_is_left_without_a_place_to_break(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(BREAK, "") == text.replace(BREAK, "")


def test_long_words_break_and_short_ones_do_not() -> None:
    assert breakable("interdépartemental") == "interdépartemental"
    pieces = breakable("x" * 1000).split(BREAK)
    assert max(map(len, pieces)) < LONGEST_WORD


def test_the_last_two_words_of_a_headline_stay_together() -> None:
    assert last_words_joined("Tooling outruns governance") == "Tooling outruns\u00a0governance"
    assert last_words_joined("Responsabilités interdépartementales") == "Responsabilités interdépartementales"
    assert last_words_joined("Contents") == "Contents"


def test_a_report_is_cleaned_everywhere_but_in_what_is_attached() -> None:
    hostile = "\x00\ue000"
    report = cleaned(replace(ENGLISH, organisation=f"A{hostile}B", results_json=hostile))
    assert report.organisation == "AB"
    assert report.results_json == hostile
    assert cleaned(ENGLISH) == ENGLISH


def test_the_faces_are_whole_static_truetype_files() -> None:
    files = font_files()
    assert len(files) == len(FACES)
    assert all(data.startswith(b"\x00\x01\x00\x00") for data in files.values())
