"""The findings board: order, what is left out, findings of one's own, owners, how sure."""

from dataclasses import replace

import pytest

from questionnaires import load
from questionnaires.errors import InvalidAnswer
from reports.board import Board, OwnFinding, board_from_json, board_to_json, check_board
from reports.build import build_report, compose
from reports.passages import Unfillable, Unprintable
from reports.report import Item, Items, Report, Table
from tests.builders import a_case

PACK = load()
FOUND = a_case().answering(3, tooling=5, data=2, governance=2, data_access="dk").results()
OWN = OwnFinding(
    "own_crm",
    {"en": "Nobody dares to clean the CRM", "fr": "Personne n'ose nettoyer le CRM"},
    {"en": "Three heads said it, unasked.", "fr": "Trois directeurs l'ont dit : sans question."},
    ("data", "data_ownership", "data_access"),
)


def items(report: Report) -> tuple[Item, ...]:
    chapter = next(item for item in report.sections if item.id == "findings")
    return next(block for block in chapter.blocks if isinstance(block, Items)).items


def keys(**given: object) -> list[str]:
    """Keys of the findings that print, in their order."""
    found = compose(PACK, FOUND, "en", **given).passages  # type: ignore[arg-type]
    return [
        item.key.split(".")[1]
        for item in found
        if item.sections and item.key.startswith("findings.") and item.key.endswith(".claim")
    ]


def test_the_results_propose_findings_in_the_order_of_the_method() -> None:
    assert keys() == [
        "dont_know_data_access",
        "outrun_tooling_data",
        "outrun_tooling_governance",
        "outrun_tooling_skills",
        "who_decides_ai_owner",
    ]


def test_the_board_puts_its_own_order_first_and_leaves_findings_out() -> None:
    board = Board(
        order=("outrun_tooling_skills", "unheard_of_today", "who_decides_ai_owner", "outrun_tooling_skills"),
        left_out=("dont_know_data_access",),
    )
    assert keys(board=board) == [
        "outrun_tooling_skills",
        "who_decides_ai_owner",
        "outrun_tooling_data",
        "outrun_tooling_governance",
    ]
    report = build_report(PACK, FOUND, "en", board=board)
    assert [item.number for item in items(report)] == ["1", "2", "3", "4"]
    chapter = next(item for item in report.sections if item.id == "findings")
    assert chapter.headline == "Tooling outruns skills"


def test_what_is_left_out_can_still_be_read_and_taken_back() -> None:
    composed = compose(PACK, FOUND, "en", board=Board(left_out=("dont_know_data_access",)))
    left = {item.key: item for item in composed.passages if not item.sections}
    assert list(left) == ["findings.dont_know_data_access.claim", "findings.dont_know_data_access.text"]
    claim = left["findings.dont_know_data_access.claim"]
    assert claim.text == "Many cannot say: obtaining data for a new use"


def test_a_finding_of_ones_own_prints_with_the_scores_of_the_day_as_its_evidence() -> None:
    board = Board(order=("own_crm",), own=(OWN,), owners={"own_crm": "cio"}, confidence={"own_crm": "likely"})
    first = items(build_report(PACK, FOUND, "en", board=board))[0]
    assert (first.title, first.text) == ("Nobody dares to clean the CRM", "Three heads said it, unasked.")
    topic = PACK.question["data_ownership"].topic["en"]
    unknown = PACK.question["data_access"].topic["en"]
    assert first.lines == (
        ("Rests on", f"Data quality (2.0); {topic} (2.0); {unknown} (–)"),
        ("Confidence", "Likely"),
        ("Owner", PACK.role["cio"].name["en"]),
    )
    french = items(build_report(PACK, FOUND, "fr", board=board))[0]
    assert french.title == "Personne n’ose nettoyer le CRM"
    assert french.text == "Trois directeurs l’ont dit\u00a0: sans question."
    assert french.lines[1] == ("Degré de certitude", "Probable")


def test_an_owner_may_be_the_sponsor_or_whoever_is_appointed() -> None:
    board = Board(owners={"outrun_tooling_data": "sponsor", "outrun_tooling_skills": "ai_holder"})
    lines = {item.title: dict(item.lines) for item in items(build_report(PACK, FOUND, "en", board=board))}
    assert lines["Tooling outruns data quality"] == {"Owner": "Sponsor (A. Sponsor)"}
    assert lines["Tooling outruns governance"] == {}
    assert "Owner" in lines["Tooling outruns skills"]


def test_a_finding_without_words_in_a_language_stops_the_report_in_that_language() -> None:
    board = Board(own=(replace(OWN, text={"en": "Three heads said it.", "fr": "  "}),))
    assert len(items(build_report(PACK, FOUND, "en", board=board))) == 6
    composed = compose(PACK, FOUND, "fr", board=board)
    assert composed.unprintable == (Unprintable("findings.own_crm.claim", ()),)
    assert len(items(composed.report)) == 5
    with pytest.raises(Unfillable, match=r"findings\.own_crm\.claim has no words in this language"):
        build_report(PACK, FOUND, "fr", board=board)
    build_report(PACK, FOUND, "fr", board=replace(board, left_out=("own_crm",)))


def test_the_table_beside_the_findings_follows_them() -> None:
    draft = a_case().answering(3).told_by(Finance="ceo")
    found = draft.but("Finance", **{key: 5 for key in PACK.question if key.startswith("tooling")}).results()
    chapter = next(item for item in build_report(PACK, found, "en").sections if item.id == "findings")
    assert any(isinstance(block, Table) for block in chapter.blocks)
    without = build_report(PACK, found, "en", board=Board(left_out=("perception_tooling",)))
    chapter = next(item for item in without.sections if item.id == "findings")
    assert not any(isinstance(block, Table) for block in chapter.blocks)


@pytest.mark.parametrize(
    ("board", "message"),
    [
        (Board(owners={"own_crm": "cioo"}), "finding own_crm: 'cioo' owns nothing; did you mean 'cio'?"),
        (
            Board(own=(replace(OWN, key="crm"),)),
            "finding crm: begin the key of a finding of your own with 'own_'",
        ),
        (Board(own=(OWN, OWN)), "finding own_crm: two findings have this key"),
        (Board(own=(replace(OWN, evidence=("dat",)),)), "finding own_crm: 'dat' is no question or dimension"),
        (Board(own=(replace(OWN, claim={"de": "x"}),)), "finding own_crm: 'de' is no language"),
    ],
)
def test_a_board_that_does_not_fit_the_pack_is_refused(board: Board, message: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        check_board(PACK, board)
    assert message in str(caught.value)


def test_a_board_is_kept_as_json() -> None:
    board = Board(("own_crm",), ("a",), (OWN,), {"own_crm": "cio"}, {"own_crm": "clear"})
    check_board(PACK, board)
    assert board_from_json(board_to_json(board)) == board
    assert board_from_json("{}") == Board()
