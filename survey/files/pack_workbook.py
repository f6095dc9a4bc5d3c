"""A questionnaire as a workbook: to be read and edited side by side, and read back to the same pack."""

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from questionnaires.editing import STATEMENTS, Entry, Wording, entry_of
from questionnaires.model import Pack

from ..phrases import phrase
from .matching import best
from .problems import Problems
from .table import Row, Table, parse_table

QUESTIONS: Final = "Questions"
TITLE: Final = "title"
"""What stands in the first column of the row that holds the questionnaire's title."""
WORDS: Final = 4
"""Words with their meaning that the sheet has columns for, unless a question has more."""
HEAD: Final = ("id", "dimension", "referent", "informants", "sources")
_TEXTS: Final = ("topic", "text", "why")
_AFTER: Final = ("proof", "awareness")
_REFERENTS: Final = ("department", "organisation")
_WIDE: Final = 46


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a workbook holds: the title by language, and every question in its order."""

    titles: dict[str, str]
    entries: tuple[Entry, ...]


def pack_workbook(pack: Pack) -> bytes:
    """A pack's title and questions as a workbook, each text beside its translation. Texts stay texts."""
    from openpyxl import Workbook  # noqa: PLC0415 - 20 MB, for those who want a workbook
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    languages = pack.questionnaire.languages
    entries = [entry_of(pack, question) for question in pack.questionnaire.questions]
    most = max([WORDS, *(len(words.words) for entry in entries for words in entry.wordings.values())])
    columns = _columns(languages, most)
    bold, shade = Font(bold=True), PatternFill("solid", fgColor="EDEFF2")
    lines = Alignment(wrap_text=True, vertical="top")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = QUESTIONS
    titles = {f"text {locale}": pack.questionnaire.title[locale] for locale in languages}
    rows = [dict.fromkeys(columns, ""), *(_cells(entry) for entry in entries)]
    rows[0] |= {"id": TITLE, **titles}
    for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows], 1):
        for column, name in enumerate(columns, 1):
            cell = sheet.cell(number, column, row.get(name, ""))
            # A text that begins like a formula would be stored as one.
            cell.data_type = "s"
            cell.alignment = lines
            if number == 1:
                cell.font, cell.fill = bold, shade
    for column, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18 if name in HEAD else _WIDE
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_pack_workbook(data: bytes, name: str, pack: Pack) -> Sheet:
    """The questions of a workbook for a pack with these languages, dimensions, roles and sources.

    Raises ImportProblems with every problem, by sheet, row and column. Texts may be empty: they are told by
    the check of the questionnaire.
    """
    return _Reader(parse_table(data, name, QUESTIONS), pack).sheet()


def _columns(languages: Sequence[str], words: int) -> list[str]:
    texts = [*_TEXTS, *(f"statement {number}" for number in range(1, STATEMENTS + 1)), *_AFTER]
    for number in range(1, words + 1):
        texts += [f"word {number}", f"meaning {number}"]
    return [*HEAD, *(f"{text} {locale}" for text in texts for locale in languages)]


def _cells(entry: Entry) -> dict[str, str]:
    cells = {
        "id": entry.id,
        "dimension": entry.dimension,
        "referent": entry.referent,
        "informants": ", ".join(entry.informants),
        "sources": ", ".join(entry.sources),
    }
    for locale, words in entry.wordings.items():
        texts = {"topic": words.topic, "text": words.text, "why": words.why}
        texts |= {f"statement {number}": text for number, text in enumerate(words.statements, 1)}
        texts |= {"proof": words.proof, "awareness": words.awareness}
        for number, (term, meaning) in enumerate(words.words, 1):
            texts |= {f"word {number}": term, f"meaning {number}": meaning}
        cells |= {f"{key} {locale}": text for key, text in texts.items()}
    return cells


class _Reader:
    """One sheet being read: every problem is told with the row and the column it concerns."""

    def __init__(self, table: Table, pack: Pack) -> None:
        self.table = table
        self.pack = pack
        self.problems = Problems(table.sheet)
        self.languages = pack.questionnaire.languages
        heads = [cell.strip().casefold() for cell in table.header.cells]
        self.at = {head: index for index, head in reversed(list(enumerate(heads))) if head}

    def sheet(self) -> Sheet:
        self._check_columns()
        titles = dict(self.pack.questionnaire.title.root)
        entries: dict[str, Entry] = {}
        for row in self.table.rows:
            if self.cell(row, "id") == TITLE:
                titles = {locale: self.cell(row, f"text {locale}") or titles[locale] for locale in titles}
                continue
            entry = self._entry(row)
            if entry.id in entries:
                fix = phrase("give each question an id of its own")
                self.wrong(row, "id", phrase("this id stands further up already"), fix)
            entries[entry.id] = entry
        if not entries:
            text = phrase("the sheet has no questions")
            self.problems.add(text, phrase("write one row for each question"))
        self.problems.raise_any()
        return Sheet(titles, tuple(entries.values()))

    def cell(self, row: Row, head: str) -> str:
        """The text under a heading, on one line; "" where there is no such column."""
        return " ".join(row.cells[self.at[head]].split()) if head in self.at else ""

    def wrong(self, row: Row, head: str, message: str, fix: str) -> None:
        """Note a problem of a cell."""
        letter = self.table.letters[self.at[head]]
        self.problems.add(message, fix, row.number, letter, self.cell(row, head))

    def _check_columns(self) -> None:
        known = _columns(self.languages, max(WORDS, len(self.at) // 4))
        needed = [name for name in _columns(self.languages, 0) if name not in ("informants", "sources")]
        for name in needed:
            if name not in self.at and not name.startswith("awareness"):
                text = phrase("the column {name!r} is missing", name=name)
                self.problems.add(text, phrase("add it, or start from the workbook of a questionnaire"), 1)
        for head, index in self.at.items():
            if head not in known:
                near, _ = best(head, known)
                text = phrase("no column of a questionnaire has this name")
                fix = phrase("rename it, perhaps to {name!r}, or remove it", name=near)
                self.problems.add(text, fix, self.table.header.number, self.table.letters[index], head)
        self.problems.raise_any()

    def _entry(self, row: Row) -> Entry:
        name = self.cell(row, "id")
        if not (name[:1].isalpha() and name.isascii() and name.replace("_", "").isalnum() and name.islower()):
            fix = phrase("write lower-case letters, digits and underscores, beginning with a letter")
            self.wrong(row, "id", phrase("this is no id"), fix)
        self._one_of(row, "dimension", [self.cell(row, "dimension")], self.pack.dimension)
        self._one_of(row, "referent", [self.cell(row, "referent")], _REFERENTS)
        informants = self._listed(row, "informants")
        self._one_of(row, "informants", informants, self.pack.role)
        sources = self._listed(row, "sources")
        self._one_of(row, "sources", sources, self.pack.source)
        return Entry(
            id=name[:60],
            dimension=self.cell(row, "dimension"),
            referent=self.cell(row, "referent"),
            wordings=self._wordings(row),
            informants=tuple(informants),
            sources=tuple(sources),
        )

    def _listed(self, row: Row, head: str) -> list[str]:
        return [part.strip() for part in self.cell(row, head).split(",") if part.strip()]

    def _one_of(self, row: Row, head: str, given: list[str], known: Collection[str]) -> None:
        for value in given:
            if value not in known:
                fix = phrase("write one of: {names}", names=", ".join(known))
                self.wrong(row, head, phrase("{value!r} is not known here", value=value), fix)

    def _wordings(self, row: Row) -> dict[str, Wording]:
        # A word in one language alone still has its place in the other: the check tells what is empty.
        numbers = [number for number in self._word_numbers() if any(self._word(row, number))]
        return {
            locale: Wording(
                topic=self.cell(row, f"topic {locale}"),
                text=self.cell(row, f"text {locale}"),
                why=self.cell(row, f"why {locale}"),
                statements=tuple(
                    self.cell(row, f"statement {number} {locale}") for number in range(1, STATEMENTS + 1)
                ),
                proof=self.cell(row, f"proof {locale}"),
                awareness=self.cell(row, f"awareness {locale}"),
                words=tuple(
                    (self.cell(row, f"word {number} {locale}"), self.cell(row, f"meaning {number} {locale}"))
                    for number in numbers
                ),
            )
            for locale in self.languages
        }

    def _word_numbers(self) -> Iterator[int]:
        number = 1
        while any(f"word {number} {locale}" in self.at for locale in self.languages):
            yield number
            number += 1

    def _word(self, row: Row, number: int) -> list[str]:
        return [
            self.cell(row, f"{part} {number} {locale}")
            for part in ("word", "meaning")
            for locale in self.languages
        ]
