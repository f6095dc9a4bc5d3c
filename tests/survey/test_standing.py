"""What in somebody's answers is worth a second look."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from survey.services.standing import FAST_SECONDS, SAME_RUNNING, flags
from survey.services.submissions import Saved
from tests.survey.conftest import NOON


def given(values: Sequence[str | None], seconds: float = 30, source: str = "self") -> list[Saved]:
    """Answers in the questionnaire's order, saved so many seconds apart."""
    return [
        Saved(value, revision=1, saved_at=NOON + timedelta(seconds=seconds * place), source=source)
        for place, value in enumerate(values)
    ]


def test_ordinary_answers_raise_no_flag() -> None:
    assert flags(given(["1", "2", "3", "dk", "2"] * 5)) == ()
    assert flags([]) == ()


def test_the_same_answer_ten_times_running_is_flagged() -> None:
    assert flags(given(["3"] * SAME_RUNNING + ["2"])) == ("same",)
    assert flags(given(["3"] * (SAME_RUNNING - 1) + ["2"] + ["3"] * 5)) == ()
    # What was skipped does not break a run, and is none itself.
    assert flags(given(["3"] * 5 + [None] + ["3"] * 5)) == ("same",)
    assert flags(given([None] * 25)) == ()


def test_answers_faster_than_they_can_be_read_are_flagged() -> None:
    values = ["1", "2", "3", "4", "5", "1"]
    assert flags(given(values, FAST_SECONDS - 0.5)) == ("fast",)
    assert flags(given(values, FAST_SECONDS)) == ()
    # A long break in the middle hides nothing.
    late = [
        Saved("2", revision=1, saved_at=item.saved_at + timedelta(days=1))
        for item in given(values, 2)
        if item.saved_at
    ]
    assert flags([*given(values, 2), *late]) == ("fast",)


@pytest.mark.parametrize("source", ["interview", "import"])
def test_what_others_entered_is_not_called_hasty(source: str) -> None:
    assert flags(given(["1", "2", "3", "4", "5", "1"], 1, source)) == ()


def test_many_unknowns_are_flagged() -> None:
    assert flags(given(["dk", "1", "dk", "2", "dk"])) == ("unknown",)
    assert flags(given(["dk", "1", "dk", "2", "3"])) == ()  # two of five are forty per cent, not more
    assert flags(given(["dk", "dk"])) == ()
