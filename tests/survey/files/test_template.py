"""Templates: empty ones say that nobody answered, filled ones come back, and texts stay texts."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from questionnaires.answers import Submission
from survey.files import ImportProblems, read_answers, read_facts, read_table, write_template
from tests.survey.files import small

PACK = small.pack()


@pytest.fixture(params=["en", "fr"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_template(PACK, request.param, tmp_path / request.param)
    return tmp_path / str(request.param)


def test_an_empty_template_says_that_nobody_answered(folder: Path) -> None:
    for name in ("answers.csv", "answers.xlsx"):
        with pytest.raises(ImportProblems) as raised:
            read_answers(read_table(folder / name), PACK)
        (problem,) = raised.value.problems
        assert problem.message == "no respondent yet"
        assert problem.fix == "write one row per respondent under the headings"


def test_an_empty_facts_file_says_what_to_fill_in_and_has_every_fact_unknown(folder: Path) -> None:
    with pytest.raises(ImportProblems) as raised:
        read_facts(folder / "facts.yaml", PACK)
    messages = [problem.message for problem in raised.value.problems]
    assert messages == [
        "organisation: empty",
        "as_of: empty",
        "departments.1.name: the department has no usable name",
    ]
    text = (folder / "facts.yaml").read_text()
    text = text.replace('organisation: ""', "organisation: X").replace('as_of: ""', "as_of: 2026-11-20")
    (folder / "facts.yaml").write_text(text.replace('name: ""', "name: Finance"))
    case = read_facts(folder / "facts.yaml", PACK)
    assert case.facts == dict.fromkeys(small.FACTS, "unknown")
    assert [invited.name for invited in case.departments] == ["Finance"]


def test_a_filled_workbook_comes_back(folder: Path) -> None:
    book = load_workbook(folder / "answers.xlsx")
    sheet = book["answers"]
    sheet.append(["Finance", "finance", "anna", 3, "dk", "na"])
    sheet.append(["R&D <b>", "other_head", None, None, "5", 1.0])
    book.save(folder / "filled.xlsx")
    assert read_answers(read_table(folder / "filled.xlsx"), PACK) == [
        Submission(
            "Finance", "finance", {"tooling_access": 3, "data_rules": "dk", "skills_plan": "na"}, "anna"
        ),
        Submission("R&D <b>", "other_head", {"data_rules": 5, "skills_plan": 1}, ""),
    ]


def test_a_filled_csv_comes_back(folder: Path) -> None:
    text = (folder / "answers.csv").read_bytes().decode("utf-8-sig")
    delimiter = ";" if folder.name == "fr" else ","
    rows = [*csv.reader(io.StringIO(text), delimiter=delimiter), ["Finance", "finance", "", "3", "nsp", ""]]
    (folder / "filled.csv").write_bytes(small.csv_bytes(rows, delimiter, "cp1252"))
    assert read_answers(read_table(folder / "filled.csv"), PACK) == [
        Submission("Finance", "finance", {"tooling_access": 3, "data_rules": "dk"})
    ]


def test_the_workbook_offers_lists_and_statements_and_holds_no_formula(folder: Path) -> None:
    book = load_workbook(folder / "answers.xlsx")
    sheet = book["answers"]
    assert book.active == sheet
    assert [cell.value for cell in sheet[1]] == ["department", "role", "respondent", *small.QUESTIONS]
    assert [cell.value for cell in sheet[2]][3:] == small.texts(["en", "fr"].index(folder.name))
    assert sheet.freeze_panes == "D3"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists == {"B3:B2000": f"'{book.sheetnames[3]}'!$A$2:$A$5", "D3:F2000": '"1,2,3,4,5,dk,na"'}
    statements = [[cell.value for cell in row] for row in book[book.sheetnames[2]].iter_rows()]
    assert statements[1][4:] == [
        small.statement("tooling_access", n, ["en", "fr"].index(folder.name)) for n in range(1, 6)
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(str(cell.value).startswith("=1+1") for cell in cells)


def test_nothing_is_overwritten_and_no_other_language_written(tmp_path: Path) -> None:
    paths = write_template(PACK, "en", tmp_path)
    assert [path.name for path in paths] == ["facts.yaml", "answers.xlsx", "answers.csv"]
    with pytest.raises(FileExistsError, match=r"facts\.yaml"):
        write_template(PACK, "fr", tmp_path)
    with pytest.raises(ValueError, match="no template in 'de'; one of en, fr"):
        write_template(PACK, "de", tmp_path / "new")
    assert not (tmp_path / "new").exists()
