"""Exports of form tools, in their own layouts: detected, proposed, confirmed, read."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from questionnaires.answers import Submission
from survey.files import (
    ExportMapping,
    ImportProblems,
    Table,
    detect,
    parse_table,
    propose,
    read_export,
    skipped,
)
from tests.survey.files import small

PACK = small.pack()
Q1, Q2, Q3 = small.QUESTIONS
Rows = list[list[str]]

MS = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
MS_FR = [
    "ID",
    "Heure de début",
    "Heure de fin",
    "Adresse de messagerie",
    "Nom",
    "Heure de la dernière modification",
]
LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr"]
LIME_TEXT = ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Access code",
             "Date started",
             "Date last action", "IP address"]  # fmt: skip
LIME_FR = ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Graine",
           "Code d'accès",
           "Date de lancement", "Date de la dernière action", "Adresse IP"]  # fmt: skip

WANTED = [
    Submission("Finance", "finance", {Q1: 3, Q2: 1, Q3: "dk"}, "a@x.org"),
    Submission("Human resources", "hr", {Q1: 5, Q2: "na"}, "b@x.org"),
]


def by_texts(language: int) -> Rows:
    """Department, role, and answers in full texts."""
    unknown, void = (("I don’t know", "Does not apply"), ("Je ne sais pas", "Sans objet"))[language]
    return [
        ["Finance", small.ROLES["finance"][language], small.statement(Q1, 3, language),
         small.statement(Q2, 1, language), unknown],
        ["Human resources", small.ROLES["hr"][language], small.statement(Q1, 5, language), void, ""],
    ]  # fmt: skip


def microsoft(language: int = 0) -> Rows:
    who = (
        ("What is your department?", "What is your role?"),
        ("Votre direction", "Quelle est votre fonction ?"),
    )
    fixed = (MS, MS_FR)[language]
    rows = [[*fixed, *who[language], *(text.replace(" ", "\u00a0", 1) for text in small.texts(language))]]
    for number, (mail, cells) in enumerate(zip(("a@x.org", "b@x.org"), by_texts(language), strict=True), 1):
        times = ["11/20/26 9:01:12", "11/20/26 9:14:40"]
        rows.append(
            [
                str(number),
                *times,
                mail,
                "",
                "",
                *(cell + ";" if cell and number == 2 else cell for cell in cells),
            ]
        )
    return rows


def google(language: int = 0) -> Rows:
    fixed = (["Timestamp", "Email Address", "Score"], ["Horodateur", "Adresse e-mail", "Score"])[language]
    who = (("Department", "Role"), ("Département", "Rôle"))[language]
    rows = [[*fixed, *who, *(f"About AI\n{text}" for text in small.texts(language))]]
    times = ("2026/11/20 3:00:00 PM GMT+1", "2026/11/21 9:00:00 AM GMT+1")
    for time, mail, cells in zip(times, ("a@x.org", "b@x.org"), by_texts(language), strict=True):
        rows.append([time, mail, "", *cells])
    return rows


def lime(fixed: Sequence[str], headings: Sequence[str], cells: Rows) -> Rows:
    rows = [[*fixed, *headings, "interviewtime", "groupTime41", f"{Q1.replace('_', '')}Time"]]
    for number, (mail, line) in enumerate(zip(("a@x.org", "b@x.org"), cells, strict=True), 1):
        times = [
            "2026-11-20 09:14:40",
            "4",
            "en",
            "1841",
            mail,
            "2026-11-20 09:00:00",
            "2026-11-20 09:14:40",
            "10.0.0.1",
        ]
        rows.append([str(number), *times, *line, "812.4", "400.2", "30.1"])
    return rows


def codes(prefix: str = "A") -> Rows:
    rows = [["Finance", "finance", "3", "1", "6"], ["Human resources", "hr", "5", "7", ""]]
    return [[prefix + cell if cell.isdigit() else cell for cell in row] for row in rows]


CODES = ["department", "role", *(id_.replace("_", "") for id_ in small.QUESTIONS)]
EXPORTS = {
    "microsoft": ("microsoft_forms", microsoft()),
    "microsoft_fr": ("microsoft_forms", microsoft(1)),
    "google": ("google_forms", google()),
    "google_fr": ("google_forms", google(1)),
    "lime_codes": ("limesurvey", lime(LIME, CODES, codes())),
    "lime_ao": ("limesurvey", lime(LIME, CODES, codes("AO0"))),
    "lime_texts": ("limesurvey", lime(LIME_TEXT, ["Department", "Role", *small.texts(0)], by_texts(0))),
    "lime_texts_fr": ("limesurvey", lime(LIME_FR, ["Direction", "Fonction", *small.texts(1)], by_texts(1))),
    "lime_both": ("limesurvey", lime(
        [f"{code}. {text}" for code, text in zip(LIME, LIME_TEXT, strict=True)],
        ["G1. Department", "G2. Role", *(f"Q{n}. {text}" for n, text in enumerate(small.texts(0), 1))],
        by_texts(0))),
    "lime_grid": ("limesurvey", lime(
        LIME,
        ["department", "role", *(f"AI[SQ{n}]. How? [{text}]" for n, text in enumerate(small.texts(0)))],
        by_texts(0))),
}  # fmt: skip


def refused(
    table: Table, mapping: ExportMapping, departments: Sequence[str] | None = None
) -> list[tuple[object, ...]]:
    with pytest.raises(ImportProblems) as raised:
        read_export(table, mapping, PACK, departments)
    return [(item.row, item.column, item.value, item.message, item.fix) for item in raised.value.problems]


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("form", ["csv", "semicolon", "xlsx"])
def test_each_export_is_detected_matched_and_read(name: str, form: str) -> None:
    kind, rows = EXPORTS[name]
    data = {
        "csv": lambda: small.csv_bytes(rows, ",", "utf-8-sig"),
        "semicolon": lambda: small.csv_bytes(rows, ";", "cp1252"),
        "xlsx": lambda: small.xlsx_bytes(rows),
    }[form]()
    table = parse_table(data, "export")
    assert detect(table, PACK) == kind
    mapping = propose(table, PACK)
    uses = [column.use for column in mapping.columns if column.use != "ignore"]
    if kind == "limesurvey":
        assert uses.pop(0) == "submitted"
    assert uses == ["respondent", "department", "role", Q1, Q2, Q3]
    uncertain = mapping.unconfirmed()
    # Nothing to confirm but the order of codes.
    assert uncertain == (
        ["the meaning of the codes, under answers"] if name in ("lime_codes", "lime_ao") else []
    )
    if uncertain:
        assert "not confirmed: the meaning of the codes" in str(refused(table, mapping)[0][3])
    assert read_export(table, small.confirmed(mapping), PACK) == WANTED


def test_our_own_format_is_told_apart_from_exports() -> None:
    assert detect(small.table([["department", "role", Q1], ["a", "b", "1"]]), PACK) == "own"
    assert detect(small.table([["Team", *small.texts(0)], ["a", "", "", ""]]), PACK) == "other"


def test_quiz_columns_and_remarks_are_left_aside() -> None:
    rows = microsoft()
    rows[0] += [
        "Total points",
        "Quiz feedback",
        f"Points - {small.texts(0)[0]}",
        f"Feedback - {small.texts(0)[0]}",
    ]
    mapping = propose(small.table([row + [""] * (len(rows[0]) - len(row)) for row in rows]), PACK)
    assert [column.use for column in mapping.columns[-4:]] == ["ignore"] * 4
    rows = lime(
        LIME, [*CODES, f"{CODES[2]}[comment]", f"{CODES[2]}[other]"], [[*row, "Well", "x"] for row in codes()]
    )
    mapping = propose(small.table(rows), PACK)
    assert [column.use for column in mapping.columns[14:16]] == ["ignore", "ignore"]
    assert mapping.unconfirmed() == ["the meaning of the codes, under answers"]


def test_reworded_headings_are_proposed_and_must_be_confirmed() -> None:
    rows = [["Team", "Role", "Which AI tools are people in your department working with?",
             "Rules concerning data",
             "What else should we know about AI here?"],
            ["Finance", "finance", "2", "4", "Nothing at all"]]  # fmt: skip
    table = small.table(rows)
    mapping = propose(table, PACK)
    assert [column.use for column in mapping.columns] == ["department", "role", Q1, Q2, "ignore"]
    assert [column.confirm for column in mapping.columns[:4]] == [False, False, True, True]
    found = refused(table, mapping)
    assert (
        found[0][3]
        == f"not confirmed: column C (Which AI tools are people in your department working with?) as {Q1}"
    )
    assert found[0][4] == "check it in the mapping, then delete its line 'confirm: true'"
    assert read_export(table, small.confirmed(mapping), PACK) == [
        Submission("Finance", "finance", {Q1: 2, Q2: 4})
    ]


def test_values_prove_a_question_when_its_heading_says_nothing() -> None:
    rows = [["Department", "Role", "Question 12"], ["Finance", "finance", small.statement(Q2, 3)]]
    assert propose(small.table(rows), PACK).columns[2].use == Q2


def test_two_columns_of_one_question_are_never_both_read() -> None:
    rows = [
        ["Department", "Role", small.texts(0)[0], f"{small.texts(0)[0]}2"],
        ["Finance", "finance", "1", "2"],
    ]
    mapping = propose(small.table(rows), PACK)
    assert [column.use for column in mapping.columns[2:]] == [Q1, "ignore"]
    assert [column.confirm for column in mapping.columns[2:]] == [True, True]


def test_levels_with_labels_and_nearly_exact_statements() -> None:
    near = small.statement(Q2, 2).replace("exists", "does exist")
    rows = [["Department", "Role", small.texts(0)[0], small.texts(0)[1]],
            ["Finance", "finance", f"3 - {small.statement(Q1, 3)}", near],
            ["Legal", "other_head", f"Level 4: {small.statement(Q1, 4)}", "5"]]  # fmt: skip
    table = small.table(rows)
    mapping = propose(table, PACK)
    assert dict(mapping.columns[3].values) == {near: 2}
    assert mapping.columns[3].confirm
    assert [item.answers for item in read_export(table, small.confirmed(mapping), PACK)] == [
        {Q1: 3, Q2: 2},
        {Q1: 4, Q2: 5},
    ]


def test_a_cell_that_is_no_statement_is_told_with_the_nearest() -> None:
    rows = microsoft()
    rows[1][-3] = "People use personal accounts, and more"
    rows[1][-2] = f"{small.statement(Q2, 1)};{small.statement(Q2, 2)};"
    rows[2][-3] = f"3 - {small.statement(Q1, 4)}"
    table = small.table(rows)
    mapping = propose(small.table(microsoft()), PACK)
    line = "add it under values: of this column in the mapping, as 1 to 5, dk, na or unanswered"
    found = refused(table, mapping)
    assert found[0] == (
        2, "I", "People use personal accounts, and more", f"no statement of {Q1} reads so",
        f"nearest is level 1, “{small.statement(Q1, 1)}”: {line}",
    )  # fmt: skip
    assert found[1][:2] == (2, "J")
    assert found[1][3:] == (f"several answers to {Q2}", "keep one of them")
    assert found[2][:2] == (3, "I")
    assert len(found) == 3


def test_without_a_column_for_roles_they_come_from_the_mapping() -> None:
    rows = [
        ["Department", small.texts(0)[0]],
        ["Finance", "1"],
        ["RH", "2"],
        ["Head of human resources", "3"],
    ]
    table = small.table(rows)
    mapping = propose(table, PACK)
    assert mapping.roles is not None
    assert mapping.roles.default == "other_head"
    assert dict(mapping.roles.by_department) == {"Finance": "finance", "Head of human resources": "hr"}
    assert mapping.unconfirmed() == ["the roles, under role"]
    assert [item.role for item in read_export(table, small.confirmed(mapping), PACK)] == [
        "finance",
        "other_head",
        "hr",
    ]
    bare = replace(mapping, roles=replace(mapping.roles, default=None, confirm=False))
    assert refused(table, bare)[0][3:] == (
        "no role is given for this department",
        "add it under role: by_department: in the mapping, or give a default",
    )
    assert refused(table, replace(mapping, roles=None))[0][3] == "no column holds the role"


def test_departments_are_matched_to_those_of_the_facts() -> None:
    rows = [
        ["Department", "Role", small.texts(0)[0]],
        ["finance dept", "ceo", "1"],
        ["Legal", "ceo", "2"],
        ["IT", "ceo", "3"],
    ]
    table = small.table(rows)
    mapping = propose(table, PACK, ["Finance", "Legal", "Operations"])
    assert dict(mapping.columns[0].values) == {"finance dept": "Finance"}
    found = refused(table, small.confirmed(mapping), ["Finance", "Legal", "Operations"])
    assert found == [(4, "A", "IT", "no such department in the facts",
                      "list it in the facts, or write one of: Finance, Legal, Operations")]  # fmt: skip


def test_rows_never_sent_or_empty_are_skipped_by_name() -> None:
    rows = lime(LIME, CODES, codes())
    rows.append(["3", "", *rows[1][2:5], "c@x.org", *rows[1][6:]])
    rows.append(
        ["4", *rows[1][1:5], "d@x.org", *rows[1][6:9], "Finance", "finance", "", "", "", "1", "1", "1"]
    )
    table = small.table(rows)
    mapping = small.confirmed(propose(table, PACK))
    assert len(read_export(table, mapping, PACK)) == 2
    assert [(item.row, item.reason) for item in skipped(table, mapping)] == [
        (4, "the form was begun and not sent"),
        (5, "no question is answered"),
    ]
    only = small.table([rows[0], rows[3]])
    assert refused(only, mapping)[0][3] == "no respondent yet"


def test_what_limesurvey_did_not_show_is_unanswered() -> None:
    rows = lime(LIME_TEXT, ["Department", "Role", *small.texts(0)], by_texts(0))
    rows[1][-5] = "N/A"
    table = small.table(rows)
    mapping = propose(table, PACK)
    assert dict(mapping.answers) == {"N/A": "unanswered"}
    assert mapping.unconfirmed()
    assert read_export(table, small.confirmed(mapping), PACK)[0].answers == {Q1: 3, Q3: "dk"}


def test_anonymous_answers_are_told_apart_by_number() -> None:
    rows = microsoft()
    for row in rows[1:]:
        row[3] = "anonymous"
    found = read_export(small.table(rows), propose(small.table(rows), PACK), PACK)
    assert [item.respondent for item in found] == ["1", "2"]


def test_a_mapping_reads_later_exports_with_columns_moved() -> None:
    mapping = propose(small.table(microsoft()), PACK)
    moved = [[*row[:6], *row[6:][::-1]] for row in microsoft()]
    assert read_export(small.table(moved), mapping, PACK) == WANTED


def test_a_column_gone_or_new_is_a_problem() -> None:
    mapping = propose(small.table(microsoft()), PACK)
    rows = [[*row[:-1], "new"] for row in microsoft()]
    found = refused(small.table(rows), mapping)
    assert [item[3] for item in found] == [
        f"no column is headed like the mapping's K, {Q3}",
        "the mapping does not name this column",
    ]


def test_somebody_who_answered_twice_is_told() -> None:
    rows = microsoft()
    rows.append(["3", *rows[1][1:]])
    table = small.table(rows)
    mapping = propose(small.table(microsoft()), PACK)
    assert refused(table, mapping)[0][:4] == (
        4, "D", "a@x.org", "this respondent has answered for the department in row 2 already",
    )  # fmt: skip
