"""Questionnaires as files: our own workbook there and back, and what other tools' files offer."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from questionnaires import Pack, load, load_files, shipped_files
from questionnaires.editing import put_all, retitle
from survey.files import ImportProblems
from survey.files.candidates import Found
from survey.files.pack_workbook import Sheet, pack_workbook, read_pack_workbook
from survey.files.questionnaires import read_questionnaire
from survey.phrases import Phrase


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load()


def offered(text: str | bytes, pack: Pack, name: str = "file") -> Found:
    data = text.encode() if isinstance(text, str) else text
    found = read_questionnaire(data, name, pack)
    assert isinstance(found, Found)
    return found


def problems(data: str | bytes, pack: Pack, name: str = "file") -> list[str]:
    with pytest.raises(ImportProblems) as told:
        read_questionnaire(data.encode() if isinstance(data, str) else data, name, pack)
    return [str(problem) for problem in told.value.problems]


def edited(data: bytes, *cells: tuple[str, object]) -> bytes:
    """A workbook with other values in some cells."""
    book = load_workbook(io.BytesIO(data))
    for place, value in cells:
        book.worksheets[0][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_read_back_gives_the_identical_pack(pack: Pack) -> None:
    sheet = read_questionnaire(pack_workbook(pack), "ours.xlsx", pack)
    assert isinstance(sheet, Sheet)
    files = shipped_files("ai_maturity", "v1")
    assert load_files(retitle(put_all(files, sheet.entries), sheet.titles)) == pack


def test_every_text_stands_beside_its_translation(pack: Pack) -> None:
    sheet = load_workbook(io.BytesIO(pack_workbook(pack))).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[5:9] == ["topic en", "topic fr", "text en", "text fr"]
    assert (sheet["A2"].value, sheet["H2"].value) == ("title", "AI maturity of the organisation")
    assert sheet["A3"].value == pack.questionnaire.questions[0].id
    assert sheet.max_row == 2 + len(pack.questionnaire.questions)


def test_every_problem_of_a_workbook_is_told_by_its_cell(pack: Pack) -> None:
    data = edited(
        pack_workbook(pack),
        ("B3", "toling"),
        ("C4", "firm"),
        ("A5", "Not An Id"),
        ("D6", "cio, nobody"),
        ("A8", "tooling_access"),
    )
    with pytest.raises(ImportProblems) as told:
        read_pack_workbook(data, "ours.xlsx", pack)
    places = [(problem.place, problem.value) for problem in told.value.problems]
    assert places == [
        ("Questions B3", "toling"),
        ("Questions C4", "firm"),
        ("Questions A5", "Not An Id"),
        ("Questions D6", "cio, nobody"),
        ("Questions A8", "tooling_access"),
    ]


def test_a_column_that_is_missing_or_misspelt_is_told(pack: Pack) -> None:
    data = edited(pack_workbook(pack), ("I1", "texte fr"))
    told = problems(data, pack)
    assert told[0].startswith("Questions:1: the column 'text fr' is missing")
    assert "rename it, perhaps to 'text fr'" in told[1]


def test_a_formula_is_refused_by_its_cell(pack: Pack) -> None:
    (told,) = problems(edited(pack_workbook(pack), ("H3", "=A1")), pack)
    assert told.startswith("Questions H3: “=A1”: a formula")


LIBRARY = """
urn: urn:ours:risk:library:small
locale: en
ref_id: small
name: Small library
objects:
  framework:
    requirement_nodes:
    - urn: urn:ours:node:1
      name: A heading
    - urn: urn:ours:node:2
      translations: {fr: {name: Un titre}}
      questions:
        urn:ours:q:five:
          type: unique_choice
          text: How do teams share prompts?
          translations: {fr: {text: Comment les équipes partagent-elles leurs consignes ?}}
          choices:
          - {urn: c5, value: Everywhere, add_score: 4, translations: {fr: {value: Partout}}}
          - {urn: c1, value: Nowhere, add_score: 0, translations: {fr: {value: Nulle part}}}
          - {urn: c2, value: Here, add_score: 1, translations: {fr: {value: Ici}}}
          - {urn: c3, value: There, add_score: 2, translations: {fr: {value: Là}}}
          - {urn: c4, value: Often, add_score: 3, translations: {fr: {value: Souvent}}}
        urn:ours:q:two:
          type: unique_choice
          text: Is there a register?
          choices: [{urn: a, value: No, add_score: 0}, {urn: b, value: Yes, add_score: 10}]
        urn:ours:q:unscored:
          type: unique_choice
          text: Which colour?
          choices: [{urn: a, value: Red}, {urn: b, value: Blue}]
        urn:ours:q:many:
          type: multiple_choice
          text: Which ones?
          choices: [{urn: a, value: One, add_score: 1}]
        urn:ours:q:free:
          type: text
          text: Tell us more
"""


def test_a_library_of_ciso_assistant_offers_its_scored_choices(pack: Pack) -> None:
    found = offered(LIBRARY, pack)
    assert (found.tool, found.title) == ("CISO Assistant", "Small library")
    five, two = found.candidates
    assert five.texts == {
        "en": "How do teams share prompts?",
        "fr": "Comment les équipes partagent-elles leurs consignes ?",
    }
    assert [option["en"] for option in five.options] == ["Nowhere", "Here", "There", "Often", "Everywhere"]
    assert [option["fr"] for option in five.options] == ["Nulle part", "Ici", "Là", "Souvent", "Partout"]
    assert five.notes == ()
    assert [option["en"] for option in two.options] == ["No", "Yes"]
    assert [note.template.partition(" options")[0] for note in two.notes] == [
        "{n}",
        "in one language only: the other is yours to write",
    ]
    assert found.left == [
        ("Which colour?", "not every option has a score: there is no order to ascend by"),
        ("Which ones?", "several options can be chosen at once"),
        ("Tell us more", "it is answered in free text"),
        ("Small library", "requirements without a question: 1"),
    ]


SAMM_QUESTION = """---
# A question
activity: 27bb
answerSet: set1
id: q1
text: Do you review prompts?
order: 1
quality:
- You keep a list
type: Question
"""
SAMM_ANSWERS = """---
id: set1
values:
- {text: Yes\\, always, value: 1, weight: 1, order: 3}
- {text: No, value: 0, weight: 1, order: 0}
- {text: Sometimes, value: 0.25, weight: 1, order: 1}
- {text: Often, value: 0.5, weight: 1, order: 2}
type: AnswerSet
""".replace("Yes\\, always", '"Yes, always"')


def test_questions_of_samm_come_as_one_file_of_many_documents(pack: Pack) -> None:
    lost = SAMM_QUESTION.replace("q1", "q2").replace("set1", "none").replace("review", "store")
    found = offered(SAMM_QUESTION + SAMM_ANSWERS + lost, pack)
    (question,) = found.candidates
    assert (question.name, question.texts) == ("q1", {"en": "Do you review prompts?"})
    assert [option["en"] for option in question.options] == ["No", "Sometimes", "Often", "Yes, always"]
    assert [str(note) for note in question.notes] == [
        "4 options, lowest first: the other statements are yours to write",
        "in one language only: the other is yours to write",
    ]
    assert found.left == [
        ("Do you store prompts?", "the file has no answer set for it: add the folder answer_sets")
    ]


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/") + ".yml", text)
    return out.getvalue()


def test_questions_of_samm_come_as_an_archive_of_the_model(pack: Pack) -> None:
    data = archive(model__questions__q=SAMM_QUESTION, model__answer_sets__z=SAMM_ANSWERS)
    assert [item.name for item in offered(data, pack).candidates] == ["q1"]


def test_an_archive_that_unpacks_without_end_is_refused(pack: Pack) -> None:
    data = archive(model__questions__q="#" * 21 * 1024 * 1024)
    assert "the archive is larger than the model" in problems(data, pack)[0]


def table(name: str, *rows: dict[str, str]) -> str:
    """A table of a survey file, as XML."""
    cells = ["".join(f"<{key}>{value}</{key}>" for key, value in row.items()) for row in rows]
    return f"<{name}><rows>{''.join(f'<row>{row}</row>' for row in cells)}</rows></{name}>"


def survey(*tables: str) -> str:
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>400</DBVersion>"
    return f'<?xml version="1.0" encoding="UTF-8"?><document>{head}{"".join(tables)}</document>'


def answer(qid: str, code: str, text: str, value: str, language: str = "en") -> dict[str, str]:
    row = {"qid": qid, "code": code, "answer": text, "assessment_value": value, "language": language}
    return {**row, "scale_id": "0"}


def question(qid: str, kind: str, text: str, language: str = "en", parent: str = "0") -> dict[str, str]:
    return {"qid": qid, "parent_qid": parent, "type": kind, "question": text, "language": language}


OLD_LSS = survey(
    table(
        "answers",
        answer("1", "<![CDATA[A2]]>", "Some", "2"),
        answer("1", "A1", "<![CDATA[<b>None</b> at&nbsp;all]]>", "1"),
        answer("1", "A2", "Un peu", "2", "fr"),
        answer("1", "A1", "Rien", "1", "fr"),
        answer("4", "A1", "Same", "0"),
        answer("4", "A2", "Equal", "0"),
    ),
    table(
        "questions",
        question("1", "L", "<![CDATA[<p>How much?</p>]]>"),
        question("1", "L", "Combien ?", "fr"),
        question("2", "T", "Say more"),
        question("3", "F", "A grid"),
        question("4", "!", "Unscored"),
        question("5", "T", "A line of the grid", parent="3"),
    ),
    table("surveys_languagesettings", {"surveyls_title": "Ours"}),
)
NEW_LSS = survey(
    table(
        "answers",
        {"aid": "11", "qid": "1", "code": "A1", "assessment_value": "5", "scale_id": "0"},
        {"aid": "12", "qid": "1", "code": "A2", "assessment_value": "3", "scale_id": "0"},
    ),
    table(
        "answer_l10ns",
        {"aid": "11", "answer": "High", "language": "en"},
        {"aid": "12", "answer": "Low", "language": "en"},
    ),
    table("questions", {"qid": "1", "parent_qid": "0", "type": "O"}),
    table("question_l10ns", {"qid": "1", "question": "How high?", "language": "en"}),
)


def test_an_older_survey_of_limesurvey_offers_its_scored_lists(pack: Pack) -> None:
    found = offered(OLD_LSS, pack)
    (question,) = found.candidates
    assert (found.tool, found.title, question.texts) == (
        "LimeSurvey",
        "Ours",
        {"en": "How much?", "fr": "Combien ?"},
    )
    assert question.options == ({"en": "None at all", "fr": "Rien"}, {"en": "Some", "fr": "Un peu"})
    assert found.left == [
        ("Say more", "it is answered in free text"),
        ("A grid", "it is a table of several questions, or of a kind not known here"),
        ("Unscored", "two options have the same score: there is no order to ascend by"),
    ]


def test_a_newer_survey_of_limesurvey_has_its_texts_in_tables_of_their_own(pack: Pack) -> None:
    (question,) = offered(NEW_LSS, pack).candidates
    assert question.texts == {"en": "How high?"}
    assert question.options == ({"en": "Low"}, {"en": "High"})


BOMB = """<?xml version="1.0"?><!DOCTYPE document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions>&b;</questions></document>"""


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (BOMB, "the file declares entities of its own"),
        ("<document><LimeSurveyDocType>Survey</LimeSurveyDocType>", "the XML is damaged"),
        ("a: &x [1]\nb: *x\n", "a YAML alias (*name) is not read"),
        ("a: !!python/object:os.system x\n", "is not read"),
        ("a: " + "[" * 500 + "]" * 500, "nested more than 30 deep"),
        ("a: " + "9" * 5000, "thousands of digits"),
        ("type: Nothing\n", "this is no questionnaire that can be read here"),
        ("<html></html>", "this is no questionnaire that can be read here"),
        (b"PK\x03\x04garbage", "the workbook is damaged"),
        (b"a: \xff\xfe\n", "is not UTF-8"),
        (b"", "this is no questionnaire that can be read here"),
        (b"a: b\n" * 1_100_000, "the file is larger than 5 MB"),
    ],
    ids=[
        "entities",
        "cut",
        "alias",
        "tag",
        "deep",
        "digits",
        "other",
        "html",
        "zip",
        "latin",
        "empty",
        "large",
    ],
)
def test_a_hostile_or_foreign_file_is_refused_with_the_reason(
    data: str | bytes, told: str, pack: Pack
) -> None:
    assert told in problems(data, pack)[0]


@pytest.mark.parametrize(
    "data", ["a: &x [1]\nb: *x\n", "a: 1\na: 2\n", "a: !!set x\n", "a: [1\n", "\ta: 1\n", "? [1]\n: 2\n"]
)
def test_what_is_wrong_with_the_yaml_can_be_told_in_french(data: str, pack: Pack) -> None:
    with pytest.raises(ImportProblems) as told:
        read_questionnaire(data.encode(), "file.yaml", pack)
    for problem in told.value.problems:
        assert isinstance(problem.message, Phrase), problem.message
        assert isinstance(problem.fix, Phrase), problem.fix
