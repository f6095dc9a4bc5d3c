"""The roadmap as a plan: the same actions, owners and days as the report prints."""

from questionnaires import load
from reports.build import build_report, planned
from reports.report import Timeline
from tests.builders import a_busy_case

PACK = load()


def test_the_plan_is_the_report_s_roadmap() -> None:
    results = a_busy_case().results()
    for locale in ("en", "fr"):
        found = planned(PACK, results, locale)
        steps = next(item for item in build_report(PACK, results, locale).sections if item.id == "steps")
        (chart,) = [block for block in steps.blocks if isinstance(block, Timeline)]
        assert [(item.title, item.owner) for item in found] == [(row.label, row.owner) for row in chart.rows]
        assert [item.action for item in found] == [item.action for item in results.roadmap]
        assert [item.due for item in found] == [item.due for item in results.roadmap]
        assert all(item.proof for item in found)
