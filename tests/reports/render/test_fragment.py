"""Parts of a report inside another page: the same blocks, no style of their own, rules that stay inside."""

import re

import html5lib

from questionnaires import load
from reports.build import build_report
from reports.render import render_blocks, render_decision, render_html, scoped_stylesheet
from reports.report import Heading, Items, Para
from tests.reports.render.cases import results


def test_every_block_of_a_report_can_stand_in_a_page() -> None:
    report = build_report(load(), results("banque_meridienne"), "fr")
    for section in report.sections:
        page = str(render_blocks(section.blocks))
        assert " style=" not in page
        html5lib.HTMLParser(strict=True).parseFragment(page)
    page = str(render_decision(report))
    assert report.decision.meaning in page
    assert " style=" not in page
    html5lib.HTMLParser(strict=True).parseFragment(page)


def test_headings_begin_at_the_page_s_level() -> None:
    report = build_report(load(), results("banque_meridienne"), "en")
    items = next(block for item in report.sections for block in item.blocks if isinstance(block, Items))
    page = str(render_blocks([Para("a"), items, Heading("b"), items], 2))
    assert re.findall(r"<h(\d)", page) == ["2"] * len(items.items) + ["2"] + ["3"] * len(items.items)


def test_a_text_is_escaped_and_cleaned() -> None:
    assert "&lt;b style=&#34;x&#34;&gt;" in render_blocks([Para('<b style="x">\x07')])
    assert "\x07" not in render_blocks([Para("\x07")])


def test_no_rule_reaches_outside_of_its_scope() -> None:
    sheet = scoped_stylesheet(".paper")
    heads = [head.strip() for head in re.findall(r"([^{}]+)\{", sheet)]
    selectors = [one.strip() for head in heads if not head.startswith("@") for one in head.split(",")]
    assert len(selectors) > 150
    assert all(one.startswith(".paper") for one in selectors)
    assert {head for head in heads if head.startswith("@")} <= {
        "@media print",
        "@media screen",
        "@media screen and (min-width: 78rem)",
        "@media screen and (max-width: 44rem)",
    }
    assert sheet.count("{") == sheet.count("}")
    assert ".paper .step-1 { background: #e6eef3; color: #10243a }" in sheet


def test_a_report_opened_from_a_page_leads_back_to_it() -> None:
    report = build_report(load(), results("banque_meridienne"), "en")
    page = render_html(report, back=("/results?a=1&b=2", "Back to the <results>"))
    assert '<nav class="back"><a href="/results?a=1&amp;b=2">Back to the &lt;results&gt;</a></nav>' in page
    assert 'class="back"' not in render_html(report)
