"""Our own format of answers: what it accepts, and how it tells everything that is wrong at once."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import Answer, Submission
from survey.files import ImportProblems, parse_table, read_answers
from survey.files.own import ALLOWED
from tests.survey.files import small

PACK = small.pack()
HEAD = ["department", "role", "respondent", *small.QUESTIONS]


def read(rows: Sequence[Sequence[str]], departments: Sequence[str] | None = None) -> list[Submission]:
    return read_answers(small.table(rows), PACK, departments)


def told(rows: Sequence[Sequence[str]], departments: Sequence[str] | None = None) -> list[tuple[object, ...]]:
    with pytest.raises(ImportProblems) as raised:
        read(rows, departments)
    return [(item.row, item.column, item.value, item.message, item.fix) for item in raised.value.problems]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("1", 1), (" 5 ", 5), ("3.0", 3), ("4,0", 4), ("DK", "dk"), (" Dk", "dk"), ("NSP", "dk"), ("na", "na"),
     ("NA ", "na"), ("s.o.", "na"), ("SO", "na")],
)  # fmt: skip
def test_answers_are_read_whatever_their_case_and_spaces(cell: str, answer: Answer) -> None:
    (found,) = read([HEAD, ["Finance", "finance", "", cell, "", "2"]])
    assert found == Submission("Finance", "finance", {"tooling_access": answer, "skills_plan": 2}, "")


@pytest.mark.parametrize(
    "cell", ["0", "6", "3.5", "3,5", "n/a", "#N/A", "yes", "1-2", "²", "-1", "1e0", "TRUE"]
)
def test_anything_else_is_not_an_answer(cell: str) -> None:
    ((row, column, value, message, fix),) = told([HEAD, ["Finance", "finance", "", cell, "", ""]])
    assert (row, column, value, message) == (2, "D", cell, "not an answer to tooling_access")
    assert fix == "write 1, 2, 3, 4, 5, dk (does not know), na (does not apply), or leave the cell empty"


def test_columns_may_be_moved_left_out_and_headed_in_capitals() -> None:
    rows = [["Skills_Plan ", "ROLE", "Department"], ["2", "CEO", "General  management"]]
    assert read(rows) == [Submission("General management", "ceo", {"skills_plan": 2})]


def test_a_second_row_of_question_texts_is_passed_over() -> None:
    for language in (0, 1):
        rows = [HEAD, ["", "", "", *small.texts(language)], ["Finance", "finance", "", "1", "2", "3"]]
        assert len(read(rows)) == 1


def test_all_problems_are_told_at_once_with_their_fix() -> None:
    rows = [
        HEAD,
        ["Finance", "fnance", "a", "7", "1", ""],
        ["", "Directeur financier", "b", "1", "x", ""],
        ["Legal", "ceo", "c", "", "", ""],
        ["Finance", "finance", "d", "1", "", ""],
        ["Finance", "finance", "D", "1", "", ""],
    ]
    assert told(rows, ["Finance", "Legal affairs"]) == [
        (2, "D", "7", "not an answer to tooling_access", ALLOWED),
        (2, "B", "fnance", "unknown role", "write 'finance'"),
        (3, "E", "x", "not an answer to data_rules", ALLOWED),
        (3, "A", "", "the department is missing", "write the department's name"),
        (3, "B", "Directeur financier", "unknown role", "write 'finance'"),
        (4, "", "", "a respondent without any answer",
         "delete the row: who was invited and did not answer is counted by the facts; or write an answer"),
        (4, "A", "Legal", "no such department in the facts",
         "list it in the facts, or write one of: Finance, Legal affairs"),
        (6, "C", "D", "this respondent has answered for the department in row 5 already",
         "delete one of the two rows"),
    ]  # fmt: skip


def test_the_nearest_department_is_named() -> None:
    found = told([HEAD, ["Finances", "finance", "", "1", "", ""]], ["Finance", "Legal"])
    assert found[0][-1] == "write 'Finance'"


def test_headings_that_are_unknown_or_twice_end_reading() -> None:
    found = told(
        [["department", "role", "data_rule", "skills_plan", "skills_plan"], ["x", "y", "z", "1", "1"]]
    )
    assert [(row, column, message, fix) for row, column, _, message, fix in found] == [
        (1, "C", "no such column", "write 'data_rules'"),
        (1, "E", "a second column 'skills_plan'", "keep one of them"),
    ]
    found = told([["team", "answer"], ["x", "1"]])
    assert [item[3] for item in found] == [
        "no such column", "no such column", "the column 'department' is missing",
        "the column 'role' is missing",
        "no column is headed with the id of a question",
    ]  # fmt: skip


def test_two_spellings_of_one_department_are_a_problem_and_two_forms_of_an_accent_are_not() -> None:
    found = told([HEAD, ["Qualité", "ceo", "", "1", "", ""], ["qualité", "ceo", "", "1", "", ""]])
    assert found == [(3, "A", "qualité", "spelt 'Qualité' in row 2", "write 'Qualité' in both")]
    rows = [HEAD, ["Qualite\u0301", "ceo", "", "1", "", ""], ["Qualit\u00e9", "ceo", "", "1", "", ""]]
    assert {item.department for item in read(rows)} == {"Qualit\u00e9"}


def test_no_row_at_all_is_no_respondent_yet() -> None:
    assert told([HEAD])[0][3] == "no respondent yet"
    assert told([HEAD, ["", "", "", *small.texts(0)]])[0][3] == "no respondent yet"


def test_reading_stops_after_a_thousand_problems_and_says_so() -> None:
    rows = [HEAD] + [["Finance", "finance", "", "9", "9", "9"]] * 400
    with pytest.raises(ImportProblems) as raised:
        read(rows)
    assert len(raised.value.problems) == 1_000
    page = raised.value.as_table()
    assert page.endswith("and 950 more.\nReading stopped after 1000 problems.")


def test_the_table_of_problems_is_plain_text_that_no_cell_can_break() -> None:
    rows = [HEAD, ["Finance", "finance", "", "\x1b[2J[bold]boo[/bold]\u202e", "", ""]]
    with pytest.raises(ImportProblems) as raised:
        read(rows)
    page = raised.value.as_table(240)
    assert "\\u001b[2J[bold]boo[/bold]\\u202e" in page
    assert "\x1b" not in page
    assert page.splitlines()[0].split("  ")[0] == "Sheet"
    assert all(word in page for word in ("answers.csv", "D", "2", "not an answer", "tooling_access"))
    assert all(len(line) <= 90 for line in raised.value.as_table(90).splitlines())
    assert "answers.csv D2: “\\u001b[2J" in str(raised.value)


answers = st.dictionaries(
    st.sampled_from(list(small.QUESTIONS)), st.sampled_from([1, 2, 3, 4, 5, "dk", "na"]), min_size=1
)


@given(
    st.lists(st.tuples(st.sampled_from(["Finance", 'Qualité & R;D, "x"', "=1+1"]),
                       st.sampled_from(list(small.ROLES)),
                       answers), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "xlsx"]), st.sampled_from(["utf-8-sig", "cp1252"]),
)  # fmt: skip
def test_our_own_format_comes_back_as_it_went(
    people: list[tuple[str, str, dict[str, Answer]]], form: str, encoding: str
) -> None:
    wanted = [Submission(name, role, given_, f"p{n}") for n, (name, role, given_) in enumerate(people)]
    rows = [HEAD] + [
        [
            one.department,
            one.role,
            one.respondent,
            *(str(one.answers.get(id_, "")) for id_ in small.QUESTIONS),
        ]
        for one in wanted
    ]
    if form == "xlsx":
        rows = [[cell.replace("=1+1", "1+1") for cell in row] for row in rows]
        wanted = [
            Submission(one.department.replace("=1+1", "1+1"), one.role, one.answers, one.respondent)
            for one in wanted
        ]
        data = small.xlsx_bytes(rows)
    else:
        data = small.csv_bytes(rows, form, encoding)
    assert read_answers(parse_table(data, "x"), PACK) == wanted
