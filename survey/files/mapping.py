"""A mapping: what each column of an export holds, and what its values mean. Written for people to confirm."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.model import Pack

from .documents import Reader, read_yaml
from .matching import suggestion
from .own import DEPARTMENT, PEOPLE, ROLE

Kind: TypeAlias = Literal["microsoft_forms", "google_forms", "limesurvey", "other"]
SUBMITTED: Final = "submitted"
"""A column that is empty as long as the respondent has not sent the form: such rows are left out."""
IGNORE: Final = "ignore"
USES: Final = (*PEOPLE, SUBMITTED, IGNORE)

UNANSWERED: Final = "unanswered"
Meaning: TypeAlias = Answer | Literal["unanswered"]
"""What a value of a question's column means."""
_MEANINGS: Final = (1, 2, 3, 4, 5, DONT_KNOW, NOT_APPLICABLE, UNANSWERED)

_COLUMN: Final = ("column", "heading", "use", "score", "confirm", "values")
_ROLES: Final = ("confirm", "default", "by_department")
_ANSWERS: Final = ("confirm", "values")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``use`` is a question's id or one of ``USES``; ``score`` from 0 to 1 says how sure that is.

    ``values`` gives meanings: to a question's answers, a department's spellings, a role's names.
    """

    letter: str
    heading: str
    use: str
    score: float = 1.0
    confirm: bool = False
    values: Mapping[str, Meaning | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of respondents where no column holds it: by department, or else ``default``."""

    default: str | None = None
    by_department: Mapping[str, str] = field(default_factory=dict)
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """Everything needed to read exports of one form. ``answers`` holds for every question's column."""

    kind: Kind
    columns: tuple[Column, ...]
    roles: Roles | None = None
    answers: Mapping[str, Meaning] = field(default_factory=dict)
    confirm_answers: bool = False

    def unconfirmed(self) -> list[str]:
        """What still has ``confirm: true``, in words, in the order of the file."""
        open_ = ["the meaning of the codes, under answers"] if self.confirm_answers else []
        if self.roles is not None and self.roles.confirm:
            open_.append("the roles, under role")
        return open_ + [
            f"column {column.letter} ({' '.join(column.heading.split())[:60]}) as {column.use}"
            for column in self.columns
            if column.confirm
        ]


def write_mapping(mapping: ExportMapping) -> str:
    """The mapping as YAML with comments, for a person to read, correct and confirm."""
    lines = [
        "# What each column of your export holds. Check it, correct it, then read the export with it.",
        "# Where 'confirm: true' stands, a match is uncertain: correct it if needed, then delete that line.",
        "# The export is not read while one is left. The same file reads later exports of the same form.",
        "",
        f"kind: {mapping.kind}",
    ]
    if mapping.answers:
        lines += [
            "",
            "# What the answers mean in every question's column: 1 to 5, dk (does not know),",
            "# na (does not apply) or unanswered. Codes were taken in their order.",
            "answers:",
        ]
        lines += ["  confirm: true"] if mapping.confirm_answers else []
        lines += ["  values:", *_pairs(mapping.answers, "    ")]
    if mapping.roles is not None:
        lines += _role_lines(mapping.roles)
    lines += [
        "",
        f"# 'use' is the id of a question, or one of: {', '.join(USES)}.",
        "# 'score' says how sure the match is, from 0 to 1. 'values' says what those answers mean that",
        "# are none of the question's statements word for word.",
        "columns:",
    ]
    for column in mapping.columns:
        lines += [
            f"  - column: {column.letter}",
            f"    heading: {quoted(column.heading)}",
            f"    use: {column.use}",
            f"    score: {column.score:.2f}",
        ]
        lines += ["    confirm: true"] if column.confirm else []
        lines += ["    values:", *_pairs(column.values, "      ")] if column.values else []
    return "\n".join(lines) + "\n"


def _role_lines(roles: Roles) -> list[str]:
    lines = ["", "# No column holds the role of respondents, so it is taken from here.", "role:"]
    lines += ["  confirm: true"] if roles.confirm else []
    lines += [f"  default: {roles.default}"] if roles.default else []
    lines += ["  by_department:", *_pairs(roles.by_department, "    ")] if roles.by_department else []
    return lines


def _pairs(values: Mapping[str, Meaning | str], indent: str) -> list[str]:
    return [
        f"{indent}{quoted(key)}: {value if isinstance(value, int) else quoted(value)}"
        for key, value in values.items()
    ]


def quoted(text: str) -> str:
    """A text as a YAML scalar on one line, whatever is in it."""
    # A JSON string is a YAML one but for characters that YAML takes for line ends or does not admit.
    return "".join(
        character if character.isprintable() else f"\\U{ord(character):08x}"
        for character in json.dumps(text, ensure_ascii=False)
    )


def read_mapping(path: Path, pack: Pack) -> ExportMapping:
    """The mapping in a file. Raises ImportProblems with every problem by line, and OSError."""
    reader = _Reader(path, pack)
    mapping = reader.mapping()
    reader.finish()
    return mapping


class _Reader(Reader):
    """One mapping file being read."""

    def __init__(self, path: Path, pack: Pack) -> None:
        super().__init__(read_yaml(path))
        self.pack = pack

    def mapping(self) -> ExportMapping:
        data = self.keys(self.document.data, (), ("kind", "answers", "role", "columns"))
        answers = self.keys(data.get("answers", {}), ("answers",), _ANSWERS)
        meanings = answers.get("values", {})
        return ExportMapping(
            kind=self.one_of(data, (), "kind", get_args(Kind)),
            columns=tuple(self.columns(data.get("columns"))),
            roles=self.roles(data["role"]) if "role" in data else None,
            answers=self.meanings(meanings, ("answers", "values")),
            confirm_answers=self.flag(answers, ("answers",)),
        )

    def columns(self, data: Any) -> list[Column]:
        if not isinstance(data, list) or not data:
            self.wrong(
                ("columns",) if isinstance(self.document.data, dict) else (),
                "no column is listed",
                "let the mapping be proposed anew from the export",
            )
            return []
        columns = [self.column(item, ("columns", position)) for position, item in enumerate(data)]
        taken: dict[str, str] = {}
        for position, column in enumerate(columns):
            if column.use != IGNORE and taken.setdefault(column.use, column.letter) != column.letter:
                message = f"{column.use} is taken from column {taken[column.use]} already"
                self.wrong(("columns", position, "use"), message, "write ignore at one of the two")
        return columns

    def column(self, item: Any, place: tuple[str | int, ...]) -> Column:
        data = self.keys(item, place, _COLUMN)
        use = self.one_of(data, place, "use", (*USES, *self.pack.question))
        values = data.get("values", {})
        kept: Mapping[str, Meaning | str]
        if use == ROLE:
            kept = self.role_ids(values, (*place, "values"))
        elif use == DEPARTMENT:
            kept = self.texts(values, (*place, "values"))
        else:
            kept = self.meanings(values, (*place, "values"))
        heading, score = data.get("heading"), data.get("score", 1.0)
        if not isinstance(heading, str):
            self.wrong(
                (*place, "heading"), "the heading is missing", "write the column's heading in quotation marks"
            )
        if isinstance(score, bool) or not isinstance(score, int | float):
            self.wrong((*place, "score"), f"{score!r} is not a number", "write a number from 0 to 1")
            score = 0.0
        letter = str(data.get("column", ""))
        return Column(letter, str(heading), use, float(score), self.flag(data, place), kept)

    def roles(self, data: Any) -> Roles:
        data = self.keys(data, ("role",), _ROLES)
        default = data.get("default")
        if default is not None and default not in self.pack.role:
            self.one_of(data, ("role",), "default", tuple(self.pack.role))
        by_department = self.role_ids(data.get("by_department", {}), ("role", "by_department"))
        return Roles(default, by_department, self.flag(data, ("role",)))

    def keys(self, data: Any, place: tuple[str | int, ...], known: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.wrong(place, "keys and values are expected here", f"write lines like '{known[0]}: …'")
            return {}
        for key in data:
            if key not in known:
                fix = suggestion(key, known, f"remove it, or write one of: {', '.join(known)}")
                self.wrong((*place, key), "no such key", fix)
        return data

    def one_of(
        self, data: dict[str, Any], place: tuple[str | int, ...], key: str, known: tuple[str, ...]
    ) -> Any:
        value = data.get(key)
        if value in known:
            return value
        message = f"{value!r} is not known" if key in data else f"the key {key!r} is missing"
        self.wrong((*place, key), message, suggestion(str(value), known, f"write one of: {', '.join(known)}"))
        return known[-1]

    def flag(self, data: dict[str, Any], place: tuple[str | int, ...]) -> bool:
        value = data.get("confirm", False)
        if isinstance(value, bool):
            return value
        self.wrong((*place, "confirm"), f"{value!r} is neither true nor false", "delete the line to confirm")
        return True

    def texts(self, data: Any, place: tuple[str | int, ...]) -> dict[str, str]:
        if not isinstance(data, dict):
            self.wrong(
                place, "values and meanings are expected here", "write lines like '\"value\": meaning'"
            )
            return {}
        for key, value in data.items():
            if not isinstance(value, str) or not value.strip():
                self.wrong((*place, key), f"{value!r} is not a text", "put it in quotation marks")
        return data

    def role_ids(self, data: Any, place: tuple[str | int, ...]) -> dict[str, str]:
        names = self.texts(data, place)
        for key, value in names.items():
            if value not in self.pack.role:
                fix = suggestion(value, self.pack.role, f"write one of: {', '.join(self.pack.role)}")
                self.wrong((*place, key), f"unknown role {value!r}", fix)
        return names

    def meanings(self, data: Any, place: tuple[str | int, ...]) -> dict[str, Meaning]:
        if not isinstance(data, dict):
            self.wrong(place, "values and meanings are expected here", "write lines like '\"A1\": 1'")
            return {}
        for key, value in data.items():
            if isinstance(value, bool | float) or value not in _MEANINGS:
                self.wrong((*place, key), f"{value!r} is no answer", "write 1 to 5, dk, na or unanswered")
        return data
