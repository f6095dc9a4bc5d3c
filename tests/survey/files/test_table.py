"""Tables as people bring them: every encoding, delimiter and kind of line end; and what is refused."""

import io
import warnings
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from survey.files import ImportProblems, Problem, parse_table, read_table
from tests.survey.files.small import csv_bytes, xlsx_bytes

ROWS = [
    ["Département", "Quels outils,\nou quelles règles ; et où ?", 'Un mot "entre guillemets"', "Note"],
    ["Études", "3,5", "l'été", "œuvre €"],
    ["Qualité", "", "a;b,c\td", "4,25"],
    ["Achats", "ligne 1\r\nligne 2", "", "2"],
]


def problems_of(data: bytes, name: str = "x.csv") -> tuple[Problem, ...]:
    with pytest.raises(ImportProblems) as raised:
        parse_table(data, name)
    return raised.value.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_csv_of_every_encoding_and_delimiter_reads_the_same(delimiter: str, encoding: str, ends: str) -> None:
    data = csv_bytes(ROWS, delimiter, encoding)
    if ends == "\n":
        data = data.decode(encoding).replace('"\r\n', '"\n').encode(encoding)
    found = parse_table(data, "x.csv")
    assert [list(found.header.cells), *(list(row.cells) for row in found.rows)] == ROWS
    assert [row.number for row in found.rows] == [2, 3, 4]
    assert found.letters == ("A", "B", "C", "D")


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    found = parse_table(b'"a\nb",c\n\n1,2\n"x\ny\nz",3\n4\n', "x.csv")
    assert [(row.number, row.cells) for row in found.rows] == [
        (3, ("1", "2")),
        (4, ("x\ny\nz", "3")),
        (5, ("4", "")),
    ]


def test_a_hint_on_the_delimiter_is_followed() -> None:
    found = parse_table(b"sep=;\r\na,b;c\r\n1;2\r\n", "x.csv")
    assert found.header.cells == ("a,b", "c")
    assert found.rows[0].number == 3


def test_xlsx_numbers_dates_and_booleans_become_texts() -> None:
    found = parse_table(xlsx_bytes([["a", "b", "c", "d", "e"], [3, 3.0, 3.5, True, None]]), "x.xlsx")
    assert found.sheet == "Sheet1"
    assert found.rows[0].cells == ("3", "3", "3.5", "TRUE", "")


def test_the_sheet_called_answers_is_read_or_the_one_asked_for(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["first"])
    book.create_sheet("Answers").append(["second"])
    book.save(tmp_path / "x.xlsx")
    assert read_table(tmp_path / "x.xlsx").header.cells == ("second",)
    assert read_table(tmp_path / "x.xlsx", "Sheet").header.cells == ("first",)
    with pytest.raises(ImportProblems, match="no sheet 'Nowhere'; name one of: Sheet, Answers"):
        read_table(tmp_path / "x.xlsx", "Nowhere")


def test_every_formula_and_error_value_is_named() -> None:
    found = problems_of(xlsx_bytes([["a", "b"], ["=1+1", 2], [3, "=SUM(A1:A2)"], ["#N/A", 1]]), "x.xlsx")
    assert [(item.sheet, item.row, item.column, item.value) for item in found] == [
        ("Sheet1", 2, "A", "=1+1"), ("Sheet1", 3, "B", "=SUM(A1:A2)"), ("Sheet1", 4, "A", "#N/A"),
    ]  # fmt: skip
    assert found[0].message == "a formula"
    assert "paste as values" in found[0].fix


def member(size: int, level: int = 9, count: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(count):
            archive.writestr(f"xl/{number}.xml", b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (member(60 * 1024 * 1024), "unpacks to 60 MB, more than 50"),
        (member(2 * 1024 * 1024), "compressed more than 100 times"),
        (member(1, count=300), "has 301 parts, more than 200"),
        (member(10), "the workbook is damaged"),
        (b"PK\x03\x04 and nothing else", "the workbook is damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old .xls kind"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0", "neither a CSV nor an XLSX"),
        (b"a;b\n\x81;c", "line 2 is neither UTF-8 nor Windows-1252"),
        (b"", "the table is empty"),
        (b"\n \r\n", "the table is empty"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(data: bytes, message: str) -> None:
    (problem,) = problems_of(data, "theirs.xlsx")
    assert message in problem.message
    assert problem.sheet == "theirs.xlsx"
    assert problem.fix


def test_other_archives_are_told_apart() -> None:
    for names, message in ((("mimetype", "content.xml"), "OpenDocument"), (("a.txt",), "not a workbook")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        assert message in problems_of(out.getvalue())[0].message


def test_a_workbook_with_a_huge_row_number_ends_soon() -> None:
    data = xlsx_bytes([["a", "b"], ["x", "y"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            text = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                text = text.replace(b'r="2"', b'r="999999999"').replace(b'"A2"', b'"A999999999"')
            new.writestr(item.filename, text)
    assert "below the last row" in problems_of(out.getvalue())[0].message


def test_too_long_too_wide_and_too_many() -> None:
    (found,) = problems_of(csv_bytes([["a", "b"], ["x", "y" * 50_000]]))
    assert (found.row, found.column, found.message) == (2, "B", "the cell holds 50000 characters")
    (found,) = problems_of(csv_bytes([["a", "b"], ["x", "y" * 1_000_000]]))
    assert found.row == 2
    assert "far too long" in found.message
    (found,) = problems_of(xlsx_bytes([["a"] * 501]), "x.xlsx")
    assert "more than 500 columns" in found.message
    (found,) = problems_of(b"a;b\n" + b"1;2\n" * 20_001)
    assert found.row == 20_002
    assert "more than 20000 rows" in found.message


def test_cells_far_to_the_right_end_soon() -> None:
    (found,) = problems_of(b"a" + b"," * 100_000 + b"b\n")
    assert (found.column, found.message) == ("SG", "there are more than 500 columns")
    book = Workbook()
    for row in range(1, 1_400):
        book.worksheets[0].cell(row, 1, "x")
        book.worksheets[0].cell(row, 16_384).font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    (found,) = problems_of(out.getvalue())
    assert found.message == "empty cells with formatting stand far to the right"


def test_a_row_longer_than_the_header_is_a_problem() -> None:
    (found,) = problems_of(b"a,b\n1,2\n1,2,3\n")
    assert (found.row, found.column, found.value) == (3, "C", "3")


def test_reading_a_workbook_leaves_no_file_open_and_warns_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(xlsx_bytes([["a"], ["b"]]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_table(tmp_path / "x.xlsx")
    (tmp_path / "x.xlsx").unlink()
