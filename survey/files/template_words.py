"""The few words of our own in the templates, in each language they are written in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. ``headings`` stand under the ids of department, role and respondent."""

    headings: tuple[str, str, str]
    sheets: tuple[str, str, str]
    """Names of the sheets that explain: read me, statements, roles."""
    statement_columns: tuple[str, ...]
    role_columns: tuple[str, str]
    readme: tuple[str, ...]
    refused: str
    """What the spreadsheet says when a cell is filled with something else."""
    facts: tuple[str, ...]
    """The head of the facts file."""
    organisation: str
    as_of: str
    sponsor: str
    departments: str
    example: str
    why: str
    values: str
    number: str
    delimiter: str
    """What separates the cells of a CSV in spreadsheets of this language."""


WORDS = {
    "en": Words(
        headings=(
            "Department, named as in the facts",
            "Role, an id from the sheet roles",
            "Anything that tells respondents apart; may stay empty",
        ),
        sheets=("read me", "statements", "roles"),
        statement_columns=("Id", "Dimension", "Question", "Why it is asked", "1", "2", "3", "4", "5"),
        role_columns=("Id", "Role"),
        readme=(
            "One row per respondent in the sheet answers, from row 3 on.",
            "Under each question: the number of the statement true today, from 1 to 5 (sheet statements).",
            "dk: the respondent does not know. na: the question does not apply. Empty: not answered.",
            "Between two statements, the lower one holds until the higher one is wholly true.",
            "Columns may be left out or moved; their ids in row 1 must stay. Formulas are not read.",
        ),
        refused="Write 1, 2, 3, 4, 5, dk or na, or leave the cell empty.",
        facts=(
            "What one person states about the organisation, as checkable facts.",
            "Leave unknown where you do not know: the report says what would change with the answer.",
        ),
        organisation="Name of the organisation, as the report prints it.",
        as_of="The day these facts were stated, like 2026-11-20.",
        sponsor="Optional: who asked for the report.",
        departments="Every department invited: its name, how many people were, and its headcount if known.",
        example="Finance",
        why="Why",
        values="Values",
        number="Value: a whole number, digits only",
        delimiter=",",
    ),
    "fr": Words(
        headings=(
            "Direction, nommée comme dans les faits",
            "Rôle, un identifiant de la feuille rôles",
            "De quoi distinguer les personnes ; peut rester vide",
        ),
        sheets=("lisez-moi", "énoncés", "rôles"),
        statement_columns=(
            "Identifiant",
            "Dimension",
            "Question",
            "Pourquoi cette question",
            "1",
            "2",
            "3",
            "4",
            "5",
        ),
        role_columns=("Identifiant", "Rôle"),
        readme=(
            "Une ligne par personne dans la feuille answers, à partir de la ligne 3.",
            "Sous chaque question : le numéro de l'énoncé vrai aujourd'hui, de 1 à 5 (feuille énoncés).",
            "dk ou nsp : la personne ne sait pas. na ou s.o. : sans objet. Vide : sans réponse.",
            "Entre deux énoncés, le plus bas l'emporte tant que le plus haut n'est pas entièrement vrai.",
            "Des colonnes peuvent manquer ou changer de place ; gardez leurs identifiants en ligne 1.",
            "Les formules ne sont pas lues.",
        ),
        refused="Écrivez 1, 2, 3, 4, 5, dk ou na, ou laissez la cellule vide.",
        facts=(
            "Ce qu'une personne déclare de l'organisation, sous forme de faits vérifiables.",
            "Laissez unknown là où vous ne savez pas : le rapport dit ce que la réponse changerait.",
        ),
        organisation="Nom de l'organisation, tel que le rapport l'imprime.",
        as_of="Jour où ces faits ont été déclarés, par exemple 2026-11-20.",
        sponsor="Facultatif : qui a demandé le rapport.",
        departments="Chaque direction invitée : son nom, le nombre d'invités, l'effectif s'il est connu.",
        example="Finances",
        why="Pourquoi",
        values="Valeurs",
        number="Valeur : un nombre entier, en chiffres seulement",
        delimiter=";",
    ),
}
