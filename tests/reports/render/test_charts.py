"""Positions in charts, by numbers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import INSET, STRIP_WIDTH, Segment, Span, bar, dot_strip, scale, stacked, stretch

SHARE = st.floats(0, 1)


def test_a_dot_strip_keeps_room_for_a_dot_at_either_end() -> None:
    strip = dot_strip(0.5, 0.25, 0.75, (0.0, 1.0, 1.0), (0.0, 0.5, 1.0))
    assert strip.dot == 90.0
    assert strip.band == Span(48.0, 84.0)
    assert strip.marks == (6.0, 174.0)
    assert strip.lines == (6.0, 90.0, 174.0)


def test_what_is_not_assessed_has_neither_dot_nor_band() -> None:
    strip = dot_strip(None, None, None, (), (0.0, 1.0))
    assert strip.dot is None
    assert strip.band is None


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_a_position_outside_the_scale_is_an_error(value: float) -> None:
    with pytest.raises(ValueError, match="no share between 0 and 1"):
        dot_strip(value, None, None, (), ())
    with pytest.raises(ValueError, match="no share between 0 and 1"):
        bar(value)


def test_a_band_or_a_stretch_that_runs_backwards_is_an_error() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        dot_strip(0.5, 0.6, 0.4, (), ())
    with pytest.raises(ValueError, match="runs backwards"):
        stretch(0.6, 0.4, ())


def test_stacked_segments_are_in_proportion_with_a_gap_between_those_shown() -> None:
    made = stacked((0.5, 0.0, 0.25, 0.25, 0.0), (2, 0, 1, 1, 0), width=102.0, gap=1.0)
    assert made == (
        Segment(0.0, 50.0, True),
        Segment(51.0, 0.0, False),
        Segment(51.0, 25.0, True),
        Segment(77.0, 25.0, True),
        Segment(103.0, 0.0, False),
    )


def test_a_label_stands_only_where_it_fits() -> None:
    made = stacked((0.96, 0.04, 0.0, 0.0, 0.0), (96, 4, 0, 0, 0), width=100.0)
    assert [segment.labelled for segment in made[:2]] == [True, False]
    assert not any(segment.labelled for segment in stacked((0.0,) * 5, (0,) * 5))


def test_shares_of_more_than_the_whole_are_an_error() -> None:
    with pytest.raises(ValueError, match="more than the whole"):
        stacked((0.6, 0.6, 0, 0, 0), (1, 1, 0, 0, 0))


@given(st.lists(st.integers(0, 300), min_size=5, max_size=5))
def test_stacked_segments_never_leave_the_strip_nor_overlap(counts: list[int]) -> None:
    total = sum(counts)
    made = stacked([count / total if total else 0.0 for count in counts], counts)
    shown = [segment for segment in made if segment.width]
    assert all(segment.x + segment.width <= STRIP_WIDTH + 0.05 for segment in shown)
    assert all(one.x + one.width <= other.x for one, other in pairwise(shown))


def test_a_bar_with_its_full_length_and_thresholds() -> None:
    made = bar(0.25, 0.5, (0.1, 1.0))
    assert (made.bar, made.most, made.lines) == (Span(0.0, 45.0), Span(0.0, 90.0), (18.0, 180.0))
    assert bar(0.25).most is None


def test_a_short_stretch_can_be_seen_and_stays_inside() -> None:
    assert stretch(1.0, 1.0, ()).bar == Span(177.0, 3.0)
    assert stretch(0.5, 0.75, (0.5,)).bar == Span(90.0, 45.0)


@given(SHARE, SHARE)
def test_a_stretch_stays_inside(one: float, other: float) -> None:
    span = stretch(min(one, other), max(one, other), ()).bar
    assert span.x >= 0
    assert span.x + span.width <= STRIP_WIDTH + 0.02


def test_axis_labels_at_the_ends_grow_inwards() -> None:
    ticks = scale(((0.0, "start"), (0.5, "half"), (1.0, "180 days")), inset=0)
    assert [(tick.x, tick.anchor) for tick in ticks] == [
        (0.0, "start"),
        (90.0, "middle"),
        (STRIP_WIDTH, "end"),
    ]
    assert [tick.anchor for tick in scale(((0.0, "1"), (1.0, "5")))] == ["middle", "middle"]
    assert scale(((0.0, "1"),))[0].x == INSET
