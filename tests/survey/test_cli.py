"""The command line as a consultant uses it: templates, assessments, exports, samples, errors."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from questionnaires import load
from reports.results import from_json
from survey.cli import main
from tests.reports.render.cases import SAMPLES, sample

SAMPLE = Path("survey/samples/forges_valmont")


def mandate(*words: object) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what else is written: a PDF takes seconds, and is that of the library's own tests."""
    monkeypatch.setattr("reports.render.render_pdf_isolated", lambda *_: b"%PDF-")


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_assess_writes_three_files_that_agree(tmp_path: Path, locale: str) -> None:
    run = mandate(
        "assess", SAMPLE / "facts.yaml", SAMPLE / "answers.csv", "--lang", locale, "--out", tmp_path / "out"
    )
    assert run.exit_code == 0, run.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.html",
        "report.pdf",
        "results.json",
    ]
    results = from_json((tmp_path / "out" / "results.json").read_text())
    assert results.mandate.verdict == "extended_mandate"
    assert f'lang="{locale}"' in (tmp_path / "out" / "report.html").read_text()[:400]
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.usefixtures("no_pdf")
def test_assess_makes_the_boards_pages_and_a_file_for_each_department_that_answered(tmp_path: Path) -> None:
    facts, answers = SAMPLE / "facts.yaml", SAMPLE / "answers.csv"
    run = mandate("assess", facts, answers, "--also", "board", "--also", "departments", "--out", tmp_path)
    assert run.exit_code == 0, run.output
    made = {path.name for path in tmp_path.iterdir()} - {"report.html", "report.pdf", "results.json"}
    assert made == {"board.pdf", *(f"department-{place:02d}.pdf" for place in range(1, 9))}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for out in ("a", "b"):
        mandate("assess", SAMPLE / "facts.yaml", SAMPLE / "answers.csv", "--out", tmp_path / out)
    for name in ("results.json", "report.html", "report.pdf"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_bad_answers_are_told_in_a_table_and_nothing_is_written(tmp_path: Path) -> None:
    text = (SAMPLE / "answers.csv").read_text().replace("Finance,finance", "Fynance,finanse", 1)
    (tmp_path / "answers.csv").write_text(text)
    run = mandate("assess", SAMPLE / "facts.yaml", tmp_path / "answers.csv", "--out", tmp_path / "out")
    assert run.exit_code == 2
    assert "Fynance" in run.output
    assert "Finance" in run.output
    assert "Nothing was written." in run.output
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_pdf")
def test_a_brand_is_applied_and_a_pale_accent_refused(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(
        'name: "Cabinet Fictif"\naccent: "#7a1f5c"\nprepared_by: "Cabinet Fictif"\n'
    )
    run = mandate(
        "assess",
        SAMPLE / "facts.yaml",
        SAMPLE / "answers.csv",
        "--brand",
        tmp_path / "brand.yaml",
        "--out",
        tmp_path / "out",
    )
    assert run.exit_code == 0, run.output
    assert "#7a1f5c" in (tmp_path / "out" / "report.html").read_text()
    (tmp_path / "brand.yaml").write_text('accent: "#ffee00"\n')
    run = mandate(
        "assess",
        SAMPLE / "facts.yaml",
        SAMPLE / "answers.csv",
        "--brand",
        tmp_path / "brand.yaml",
        "--out",
        tmp_path / "no",
    )
    assert run.exit_code == 2
    assert "4.5" in run.output
    assert not (tmp_path / "no").exists()


def microsoft_forms(path: Path) -> None:
    """The sample's answers as Microsoft Forms exports them, in French, with full statement texts."""
    pack = load()
    _, submissions = sample("forges_valmont")
    book = Workbook()
    sheet = book.active
    questions = pack.questionnaire.questions
    words = {"dk": "Je ne sais pas", "na": "Ne s'applique pas"}
    sheet.append(
        [
            "ID",
            "Heure de début",
            "Heure de fin",
            "Adresse de messagerie",
            "Nom",
            "Votre direction",
            "Votre fonction",
        ]
        + [question.text["fr"] for question in questions]
    )
    for number, item in enumerate(submissions, start=1):
        row: list[object] = [number, "11/16/26 9:02:11", "11/16/26 9:20:43", "anonymous", ""]
        row += [item.department, pack.role[item.role].name["fr"]]
        for question in questions:
            answer = item.answers.get(question.id)
            text = (
                "" if answer is None else words.get(str(answer)) or question.statements[int(answer) - 1]["fr"]
            )
            row.append(text)
        sheet.append(row)
    book.save(path)


@pytest.mark.usefixtures("no_pdf")
def test_a_microsoft_forms_export_gives_the_results_of_our_own_format(tmp_path: Path) -> None:
    microsoft_forms(tmp_path / "export.xlsx")
    run = mandate("assess", SAMPLE / "facts.yaml", tmp_path / "export.xlsx", "--out", tmp_path / "out")
    assert run.exit_code == 2
    assert "Microsoft Forms" in run.output
    mapping = tmp_path / "mapping.yaml"
    run = mandate("mapping", SAMPLE / "facts.yaml", tmp_path / "export.xlsx", "--out", mapping)
    assert run.exit_code == 0, run.output
    confirmed = "".join(
        line for line in mapping.read_text().splitlines(True) if line.strip() != "confirm: true"
    )
    mapping.write_text(confirmed)
    run = mandate(
        "assess",
        SAMPLE / "facts.yaml",
        tmp_path / "export.xlsx",
        "--mapping",
        mapping,
        "--out",
        tmp_path / "out",
    )
    assert run.exit_code == 0, run.output
    mandate("assess", SAMPLE / "facts.yaml", SAMPLE / "answers.csv", "--out", tmp_path / "own")
    assert (tmp_path / "out" / "results.json").read_text() == (tmp_path / "own" / "results.json").read_text()


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_template_is_an_empty_pair_that_says_what_is_missing(tmp_path: Path, locale: str) -> None:
    assert mandate("template", "--lang", locale, "--out", tmp_path).exit_code == 0
    run = mandate("assess", tmp_path / "facts.yaml", tmp_path / "answers.xlsx", "--out", tmp_path / "out")
    assert run.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_questions_are_listed_for_programs() -> None:
    rows = json.loads(mandate("questions", "--json", "--lang", "fr").output)
    assert [row["id"] for row in rows] == list(load().question)
    assert {row["referent"] for row in rows} == {"department", "organisation"}


def test_samples_are_written_and_can_be_assessed(tmp_path: Path) -> None:
    run = mandate("sample", "--out", tmp_path)
    assert run.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SAMPLES)
    with (tmp_path / "atelier_kerlan" / "answers.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == 5


def test_doctor_names_what_it_looked_at() -> None:
    run = mandate("doctor")
    assert "python" in run.output.lower()
