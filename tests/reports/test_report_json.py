"""A published report is kept whole: what is read back prints the same bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from questionnaires import load
from reports.build import build_report
from reports.render import render_html, render_pdf
from reports.report_json import report_from_json, report_to_json
from tests.builders import Draft
from tests.reports.render.cases import EXTREMES, LOCALES, SAMPLES, printed, results
from tests.reports.render.sample_report import ENGLISH
from tests.reports.render.test_stamp import STAMPED
from tests.reports.strategies import drafts

PACK = load()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", [*SAMPLES, *EXTREMES])
def test_a_report_comes_back_as_it_was(name: str, locale: str) -> None:
    report = build_report(PACK, results(name), locale, "Atelier Conseil")
    text = report_to_json(report)
    assert report_from_json(text) == report
    assert report_to_json(report_from_json(text)) == text
    assert render_html(report_from_json(text)) == render_html(report)


@settings(max_examples=15, deadline=None)
@given(drafts(), st.sampled_from(LOCALES))
def test_so_does_that_of_any_case(draft: Draft, locale: str) -> None:
    report = build_report(PACK, draft.results(runs=20), locale)
    assert report_from_json(report_to_json(report)) == report


def test_its_pdf_has_the_same_bytes() -> None:
    assert render_pdf(report_from_json(report_to_json(STAMPED))) == printed(STAMPED)


def test_blocks_of_one_shape_keep_their_kind() -> None:
    assert report_from_json(report_to_json(ENGLISH)) == ENGLISH


def test_anything_else_is_refused_with_its_place() -> None:
    text = report_to_json(ENGLISH)
    with pytest.raises(ValidationError, match="sections"):
        report_from_json(text.replace('"kind":"Dots"', '"kind":"Radar"'))
    with pytest.raises(ValidationError, match="locale"):
        report_from_json(text.replace('"locale":"en"', '"locale":1'))


def test_a_report_kept_before_there_were_stamps_is_read() -> None:
    text = report_to_json(ENGLISH).replace(',"watermark":"","stamp":""', "")
    assert "stamp" not in text
    assert report_from_json(text) == ENGLISH
