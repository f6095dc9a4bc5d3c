"""The shipped pack: its templates, and the exports of a form that asks its questions, in either language."""

from pathlib import Path

import pytest

from questionnaires import load
from survey.files import (
    propose,
    read_answers,
    read_export,
    read_mapping,
    read_table,
    write_mapping,
    write_template,
)
from tests.survey.files import small

HEAD = ["ID", "Start time", "Completion time", "Email", "Name", "Department", "Role"]


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_form_with_the_shipped_questions_needs_nothing_confirmed(
    tmp_path: Path, locale: str, level: int
) -> None:
    pack = load()
    questions = pack.questionnaire.questions
    rows = [
        [*HEAD, *(question.text[locale] for question in questions)],
        ["1", "11/20/26 9:00:00", "11/20/26 9:10:00", "anonymous", "", "Finance",
         pack.role["finance"].name[locale],
         *(question.statements[level - 1][locale] for question in questions)],
    ]  # fmt: skip
    table = small.table(rows)
    mapping = propose(table, pack, ["Finance"])
    assert mapping.unconfirmed() == []
    (tmp_path / "mapping.yaml").write_text(write_mapping(mapping))
    (found,) = read_export(table, read_mapping(tmp_path / "mapping.yaml", pack), pack, ["Finance"])
    assert found.role == "finance"
    assert dict(found.answers) == {question.id: level for question in questions}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_abbreviated_headings_find_their_questions(locale: str) -> None:
    pack = load()
    questions = pack.questionnaire.questions
    headings = [question.text[locale][:60] + ".." for question in questions]
    rows = [
        ["id", "submitdate", "lastpage", "Department", "Role", *headings],
        [
            "1",
            "2026-11-20",
            "3",
            "Finance",
            "ceo",
            *(question.statements[0][locale] for question in questions),
        ],
    ]
    uses = [column.use for column in propose(small.table(rows), pack).columns]
    assert uses[5:] == [question.id for question in questions]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_shipped_template_comes_back(tmp_path: Path, locale: str) -> None:
    pack = load()
    _, _, path = write_template(pack, locale, tmp_path)
    text = path.read_bytes().decode("utf-8-sig")
    line = (";" if locale == "fr" else ",").join(["Finance", "finance", "", *("3" for _ in pack.question)])
    path.write_text(text + line + "\r\n", encoding="cp1252", errors="replace")
    (found,) = read_answers(read_table(path), pack, ["Finance"])
    assert found.department == "Finance"
    assert set(found.answers.values()) == {3}
