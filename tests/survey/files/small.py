"""A pack of three questions and four facts in two languages, and exports of it as form tools write them."""

import csv
import io
import json
from collections.abc import Sequence

from openpyxl import Workbook

from questionnaires.model import Facts, Pack, Questionnaire
from survey.files import ExportMapping, Table, parse_table

QUESTIONS = {
    "tooling_access": (
        ("AI tools in use", "Outils d'IA utilisés"),
        (
            "Which AI tools do people in your department work with?",
            "Avec quels outils d'IA travaille-t-on chez vous ?",
        ),
        (
            ("A few people use personal accounts.", "Quelques personnes utilisent un compte personnel."),
            ("Some teams have a licence; others use what they find.", "Certaines équipes ont une licence."),
            (
                "One approved list of tools, with an owner, is in use.",
                "Une liste d'outils approuvés a un responsable.",
            ),
            (
                "Use and cost, by tool, are reviewed twice a year.",
                "L'usage et le coût sont revus deux fois par an.",
            ),
            (
                "Tools are chosen, or dropped, on measured value.",
                "Les outils sont choisis selon la valeur mesurée.",
            ),
        ),
    ),
    "data_rules": (
        ("Rules on data", "Règles sur les données"),
        ("Which data may be entered into an AI tool?", "Quelles données peut-on saisir dans un outil d'IA ?"),
        (
            ("Nobody has said.", "Personne ne l'a dit."),
            (
                "A note exists, “be careful”, without examples.",
                "Une note existe, « soyez prudents », sans exemple.",
            ),
            (
                "Classes of data are written down; people know them.",
                "Les catégories de données sont écrites et connues.",
            ),
            ("Breaches are counted and discussed.", "Les écarts sont comptés et discutés."),
            ("The rules change with what is learnt.", "Les règles évoluent avec ce que l'on apprend."),
        ),
    ),
    "skills_plan": (
        ("Skills plan", "Plan de compétences"),
        (
            "Is there a skills plan for AI, role by role?",
            "Existe-t-il un plan de compétences en IA, métier par métier ?",
        ),
        (
            ("No plan.", "Aucun plan."),
            ("Some courses are offered.", "Quelques formations sont proposées."),
            ("Each role has a plan.", "Chaque métier a un plan."),
            ("Progress is measured by role.", "Les progrès sont mesurés par métier."),
            ("The plan is revised every quarter.", "Le plan est révisé chaque trimestre."),
        ),
    ),
}
ROLES = {
    "ceo": ("Chief executive", "Directeur général"),
    "finance": ("Head of finance", "Directeur financier"),
    "hr": ("Head of human resources", "Directeur des ressources humaines"),
    "other_head": ("Head of another department", "Responsable d'un autre département"),
}
FACTS = {
    "headcount": ("number", {"micro": 0, "medium": 50}),
    "high_risk_use": ("choice", {"no": None, "yes": None}),
    "country": ("choice", {"fr": None, "eu": None, "other": None}),
    "sponsor": ("choice", {"none": None, "executive": None, "ceo": None}),
}


def _text(english: str, french: str | None = None) -> dict[str, str]:
    return {"en": english, "fr": french or f"{english} (fr)"}


def pack() -> Pack:
    """The pack's questionnaire and facts; what reports need of a pack is left out."""
    questionnaire = {
        "key": "small",
        "version": "v1",
        "base": "en",
        "languages": ["en", "fr"],
        "title": _text("=Small"),
        "instruction": _text("Choose."),
        "levels": [
            {"number": n, "start": n, "name": _text(f"L{n}"), "meaning": _text("m")} for n in range(1, 6)
        ],
        "roles": [
            {"id": id_, "name": _text(*name), "leadership": id_ == "ceo"} for id_, name in ROLES.items()
        ],
        "dimensions": [
            {
                "id": "d",
                "name": _text("Dim"),
                "short": _text("D"),
                "about": _text("a"),
                "levels": [_text("l")] * 5,
            }
        ],
        "questions": [
            {
                "id": id_,
                "dimension": "d",
                "referent": "department",
                "topic": _text(*topic),
                "text": _text(*text),
                "why": _text("=1+1 is why"),
                "statements": [_text(*pair) for pair in pairs],
                "proof": _text("p"),
            }
            for id_, (topic, text, pairs) in QUESTIONS.items()
        ],
    }
    facts = {
        "instruction": _text("State."), "unknown": _text("unknown"),
        "facts": [
            {"id": id_, "group": "need", "kind": kind, "topic": _text(id_), "text": _text(f"{id_}: which?"),
             "why": _text("because"), "assumed": next(iter(values)), "mutable": True,
             "values": [
                 {"id": value, "name": _text(value), "start": start} for value, start in values.items()]}
            for id_, (kind, values) in FACTS.items()
        ],
    }  # fmt: skip
    return Pack.model_construct(
        questionnaire=Questionnaire.model_validate_json(json.dumps(questionnaire)),
        facts=Facts.model_validate_json(json.dumps(facts)),
    )


def texts(language: int) -> list[str]:
    """The questions' texts: 0 in English, 1 in French."""
    return [text[language] for _, text, _ in QUESTIONS.values()]


def statement(question: str, level: int, language: int = 0) -> str:
    """The statement of a level."""
    return QUESTIONS[question][2][level - 1][language]


def csv_bytes(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    """Rows as a workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows: Sequence[Sequence[str]]) -> Table:
    """Rows as read from a CSV."""
    return parse_table(csv_bytes(rows), "answers.csv")


def confirmed(mapping: ExportMapping) -> ExportMapping:
    """The mapping with everything confirmed as proposed."""
    from dataclasses import replace

    roles = None if mapping.roles is None else replace(mapping.roles, confirm=False)
    columns = tuple(replace(column, confirm=False) for column in mapping.columns)
    return replace(mapping, columns=columns, roles=roles, confirm_answers=False)
