"""Proposes a mapping for an export: compares headings and values with the pack's texts in every language."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.model import Pack

from .exports import DONT_KNOWS, NOT_APPLICABLES, Meanings
from .headings import (
    DEPARTMENTS,
    EMAIL,
    RESPONSE_ID,
    ROLES,
    SUBMIT_DATE,
    TOKEN,
    detect,
    is_fixed,
    uncoded,
)
from .mapping import IGNORE, SUBMITTED, UNANSWERED, Column, ExportMapping, Kind, Meaning, Roles
from .matching import best, label, likeness, plain
from .own import DEPARTMENT, RESPONDENT, ROLE
from .table import Table

SURE: Final = 0.95
"""From this score on, a match by heading needs no confirmation."""
LIKELY: Final = 0.6
"""From this score on, a match is proposed."""
MARGIN: Final = 0.05
"""A second question closer than this makes a match uncertain."""
OTHERWISE: Final = "other_head"
"""The role proposed for respondents whose role nothing tells, where the pack has it."""

_DISTINCT: Final = 50
"""Different values of a column that are looked at."""
_CODE: Final = re.compile(r"([A-Za-z]{1,4})0*([1-7])")
_BRACKETS: Final = re.compile(r"\[([^\[\]]+)\]\s*$")
_COUNTED: Final = re.compile(r"^\(?(?:q|question )?\d{1,3}[a-z]?\s*[-.):]\s*")
_CUT: Final = re.compile(r"(?:\.{2,}|…)$")


def propose(table: Table, pack: Pack, departments: Iterable[str] = ()) -> ExportMapping:
    """A mapping for a table that is not in our own format. Whatever is uncertain has ``confirm`` set.

    ``departments`` are the names listed in the facts: values of the department's column are matched to them.
    """
    found = detect(table, pack)
    return _Proposal(table, pack, "other" if found == "own" else found, departments).mapping()


class _Proposal:
    """One table being matched."""

    def __init__(self, table: Table, pack: Pack, kind: Kind, departments: Iterable[str]) -> None:
        self.table = table
        self.pack = pack
        self.kind = kind
        self.departments = [label(name) for name in departments]
        self.meanings = {question.id: Meanings(question) for question in pack.questionnaire.questions}
        self.named = {
            text: question.id
            for question in pack.questionnaire.questions
            for text in (
                question.id,
                question.id.replace("_", ""),
                *question.topic.root.values(),
                *question.text.root.values(),
            )
        }
        self.exact = {plain(text): question for text, question in self.named.items()}
        self.role_names = {
            name: role.id for role in pack.questionnaire.roles for name in (role.id, *role.name.root.values())
        }

    def mapping(self) -> ExportMapping:
        columns = [self.column(index) for index in range(len(self.table.header.cells))]
        self.one_each(columns)
        self.people(columns)
        answers, coded = self.shared_answers(columns)
        columns = [self.with_values(index, column, answers) for index, column in enumerate(columns)]
        roles = None if ROLE in {column.use for column in columns} else self.roles(columns)
        return ExportMapping(self.kind, tuple(columns), roles, answers, coded)

    def values(self, index: int) -> list[str]:
        """The different values of a column, in their order, as far as they are looked at."""
        found = dict.fromkeys(row.cells[index].strip() for row in self.table.rows if row.cells[index].strip())
        return list(found)[:_DISTINCT]

    def column(self, index: int) -> Column:
        """A column as a question or to be ignored; who answered is found afterwards."""
        heading, letter = self.table.header.cells[index], self.table.letters[index]
        if not heading.strip() or is_fixed(heading, self.kind):
            return Column(letter, heading, IGNORE)
        question, score, rival = self.by_heading(heading)
        told, share = self.by_values(index)
        if told is not None and share >= 0.5 and (score < SURE or told == question):
            # Statements word for word prove a question better than a heading that is nearly alike.
            certain = (
                told == question if score >= SURE else share == 1.0 and (told == question or score < LIKELY)
            )
            return Column(letter, heading, told, max(share, score if told == question else 0.0), not certain)
        if question is None or score < LIKELY or score < self.person(heading):
            return Column(letter, heading, IGNORE)
        if score < 1.0 and self.values(index) and not self.tells(index, question):
            # A question on the same matter, or remarks about it.
            return Column(letter, heading, IGNORE, score, confirm=True)
        contradicted = told is not None and told != question
        return Column(
            letter, heading, question, score, score < SURE or score - rival < MARGIN or contradicted
        )

    def by_heading(self, heading: str) -> tuple[str | None, float, float]:
        """The question a heading names, its score, and the score of the next question."""
        forms = _forms(heading)
        for form in forms:
            if form in self.exact:
                return self.exact[form], 1.0, 0.0
        for form in forms:
            inside = {question for text, question in self.exact.items() if len(text) > 20 and text in form}
            if len(inside) == 1:
                return inside.pop(), 0.95, 0.0
            cut = _CUT.sub("", form).strip()
            starts = {
                question for text, question in self.exact.items() if len(cut) > 11 and text.startswith(cut)
            }
            if cut != form and len(starts) == 1:
                return starts.pop(), 0.85, 0.0
        scores: dict[str, float] = {}
        for form in forms:
            question_texts = dict(self.named)
            text, score = best(form, question_texts)
            if text is not None:
                first = question_texts[text]
                scores[first] = max(score, scores.get(first, 0.0))
                others = [other for other, question in question_texts.items() if question != first]
                rival, second = best(form, others)
                if rival is not None:
                    scores[question_texts[rival]] = max(second, scores.get(question_texts[rival], 0.0))
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if not ranked:
            return None, 0.0, 0.0
        return ranked[0][0], ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0

    def person(self, heading: str) -> float:
        """How alike a heading is to those of department and role: questions speak of departments too."""
        return max(likeness(form, phrase) for form in _forms(heading) for phrase in DEPARTMENTS + ROLES)

    def tells(self, index: int, question: str) -> bool:
        """Whether any value of a column could be an answer to a question."""
        meanings = self.meanings[question]
        return any(
            meanings.of(value) is not None or _CODE.fullmatch(value) or meanings.nearest(value)[2] >= LIKELY
            for value in self.values(index)
        )

    def by_values(self, index: int) -> tuple[str | None, float]:
        """The question whose statements a column holds word for word, and the share of its values."""
        said = DONT_KNOWS | NOT_APPLICABLES
        telling = [value for value in self.values(index) if len(value) > 5 and plain(value) not in said]
        if not telling:
            return None, 0.0
        hits = {
            question: sum(plain(value) in meanings.levels for value in telling)
            for question, meanings in self.meanings.items()
        }
        question = max(hits, key=lambda name: hits[name])
        return (question, hits[question] / len(telling)) if hits[question] else (None, 0.0)

    def one_each(self, columns: list[Column]) -> None:
        """Leave each question to its best column; the others are ignored, to be confirmed."""
        taken: dict[str, int] = {}
        for index, column in sorted(enumerate(columns), key=lambda pair: -pair[1].score):
            if column.use == IGNORE:
                continue
            if column.use in taken:
                columns[index] = replace(column, use=IGNORE, confirm=True)
                columns[taken[column.use]] = replace(columns[taken[column.use]], confirm=True)
            else:
                taken[column.use] = index

    def people(self, columns: list[Column]) -> None:
        """Find the columns of department, role, respondent and date of sending among those left."""
        self.phrase(columns, DEPARTMENT, DEPARTMENTS, self.departments)
        self.phrase(columns, ROLE, ROLES, self.role_names)
        for names in (TOKEN, EMAIL, RESPONSE_ID):
            index = self.fixed(columns, names)
            if index is not None and len(self.values(index)) == min(len(self.table.rows), _DISTINCT):
                columns[index] = replace(columns[index], use=RESPONDENT, score=1.0, confirm=False)
                break
        sent = self.fixed(columns, SUBMIT_DATE)
        if sent is not None and self.kind == "limesurvey":
            columns[sent] = replace(columns[sent], use=SUBMITTED, score=1.0, confirm=False)

    def fixed(self, columns: list[Column], names: frozenset[str]) -> int | None:
        free = (index for index, column in enumerate(columns) if column.use == IGNORE)
        return next((index for index in free if set(uncoded(columns[index].heading)) & names), None)

    def phrase(self, columns: list[Column], use: str, phrases: tuple[str, ...], known: Iterable[str]) -> None:
        """Give ``use`` to the free column whose heading, or whose values, are most like what is known."""
        names = {plain(name) for name in known}
        ranked: list[tuple[float, int]] = []
        for index, column in enumerate(columns):
            if column.use != IGNORE or column.confirm or is_fixed(column.heading, self.kind):
                continue
            values = self.values(index)
            share = sum(plain(value) in names for value in values) / len(values) if values else 0.0
            heading = max(
                likeness(form, phrase) for form in _forms(column.heading) or [""] for phrase in phrases
            )
            ranked.append((max(heading, share, _mentions(column.heading, phrases)), index))
        score, index = max(ranked, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        if score >= LIKELY:
            columns[index] = replace(columns[index], use=use, score=score, confirm=score < SURE)

    def shared_answers(self, columns: list[Column]) -> tuple[dict[str, Meaning], bool]:
        """Meanings for all questions' columns: codes by their order, which must be confirmed."""
        codes: dict[str, tuple[str, int]] = {}
        answers: dict[str, Meaning] = {}
        for index, column in enumerate(columns):
            if column.use not in self.meanings:
                continue
            for value in self.values(index):
                code = _CODE.fullmatch(value)
                if code and self.meanings[column.use].of(value) is None:
                    codes[value] = code[1].upper(), int(code[2])
                elif self.kind == "limesurvey" and plain(value) == "n/a":
                    # LimeSurvey writes this where a question was not shown, which says nothing about it.
                    answers[value] = UNANSWERED
        by_number: dict[int, Meaning] = {6: DONT_KNOW, 7: NOT_APPLICABLE}
        prefixes = {prefix for prefix, _ in codes.values()}
        if len(prefixes) == 1:
            ordered = sorted(codes.items(), key=lambda item: item[1][1])
            answers |= {value: by_number.get(number, number) for value, (_, number) in ordered}
        return answers, bool(answers)

    def with_values(self, index: int, column: Column, answers: dict[str, Meaning]) -> Column:
        """The column with proposed meanings of those values that are nothing word for word."""
        values: dict[str, Meaning | str] = {}
        if column.use in self.meanings:
            for value in self.values(index):
                meanings = self.meanings[column.use]
                if value not in answers and meanings.of(value) is None:
                    level, _, score = meanings.nearest(value)
                    if level is not None and score >= LIKELY:
                        values[value] = level
        elif column.use == ROLE:
            values = self.nearest_names(index, self.role_names)
        elif column.use == DEPARTMENT:
            values = self.nearest_names(index, {name: name for name in self.departments})
        return replace(
            column, values=values, score=round(column.score, 2), confirm=column.confirm or bool(values)
        )

    def nearest_names(self, index: int, names: dict[str, str]) -> dict[str, Meaning | str]:
        exact = {plain(name) for name in names} if names is self.role_names else set(names)
        found: dict[str, Meaning | str] = {}
        for value in self.values(index):
            name, score = best(value, names)
            same = plain(value) if names is self.role_names else label(value)
            if same not in exact and name is not None and score >= LIKELY:
                found[value] = names[name]
        return found

    def roles(self, columns: list[Column]) -> Roles:
        """Roles by department where their names are alike; the rest are heads of other departments."""
        index = next((index for index, column in enumerate(columns) if column.use == DEPARTMENT), None)
        by_department: dict[str, str] = {}
        for value in [] if index is None else self.values(index):
            given = columns[index].values.get(value, value) if index is not None else value
            name, score = best(str(given), self.role_names)
            if name is not None and score >= LIKELY:
                by_department[str(given)] = self.role_names[name]
        return Roles(OTHERWISE if OTHERWISE in self.pack.role else None, by_department, confirm=True)


def _forms(heading: str) -> list[str]:
    """The texts a heading may be read as: whole, without code or number, and a grid row in brackets."""
    code, text = uncoded(heading)
    forms = [plain(heading), code, text, plain(_COUNTED.sub("", text))]
    for form in (code, text):
        if row := _BRACKETS.search(form):
            forms.append(plain(row[1]))
            forms.append(plain(_COUNTED.sub("", plain(row[1]))))
    return [form for form in dict.fromkeys(forms) if form]


def _mentions(heading: str, phrases: tuple[str, ...]) -> float:
    """A low score for a short heading in which one of the one-word phrases stands."""
    words = set(re.findall(r"\w+", plain(heading)))
    single = {plain(phrase) for phrase in phrases if " " not in phrase}
    return 0.7 if len(words) <= 12 and words & single else 0.0
