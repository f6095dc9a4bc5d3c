"""Writes what a consultant fills in: the facts as YAML, the answers as XLSX and as CSV."""

import csv
import io
import textwrap
from pathlib import Path
from typing import Final

from questionnaires.answers import UNKNOWN
from questionnaires.model import Fact, Pack

from .own import PEOPLE
from .template_words import WORDS, Words

FILES: Final = ("facts.yaml", "answers.xlsx", "answers.csv")


def write_template(pack: Pack, locale: str, folder: Path) -> tuple[Path, ...]:
    """Write an empty facts.yaml, answers.xlsx and answers.csv into ``folder``, made if needed; their paths.

    Raises ValueError for a language that the pack does not have, FileExistsError rather than overwrite.
    """
    if locale not in pack.questionnaire.languages or locale not in WORDS:
        known = ", ".join(language for language in pack.questionnaire.languages if language in WORDS)
        raise ValueError(f"no template in {locale!r}; one of {known}")
    paths = tuple(folder / name for name in FILES)
    if there := [str(path) for path in paths if path.exists()]:
        raise FileExistsError(f"already there: {', '.join(there)}; name another folder, or move them")
    from .template_workbook import answers_workbook  # noqa: PLC0415 - imports openpyxl

    # Everything is made before anything is written.
    made = (
        facts_text(pack, locale).encode(),
        answers_workbook(pack, locale, WORDS[locale]),
        answers_csv(pack, locale).encode("utf-8-sig"),
    )
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in zip(paths, made, strict=True):
        path.write_bytes(data)
    return paths


def answers_csv(pack: Pack, locale: str) -> str:
    """The headings of the answers, with the questions' texts in a second row, as CSV."""
    words = WORDS[locale]
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=words.delimiter)
    rows.writerow([*PEOPLE, *pack.question])
    rows.writerow([*words.headings, *(question.text[locale] for question in pack.questionnaire.questions)])
    return out.getvalue()


def facts_text(pack: Pack, locale: str) -> str:
    """The facts file: every fact unknown, with its text, why it is asked, and the values it may have."""
    words = WORDS[locale]
    lines = [*_comment(" ".join(words.facts)), *_comment(pack.facts.instruction[locale]), ""]
    lines += [*_comment(words.organisation), 'organisation: ""', "", *_comment(words.as_of), 'as_of: ""', ""]
    lines += [*_comment(words.sponsor), 'sponsor_name: ""', "", *_comment(words.departments)]
    lines += [
        "departments:",
        '  - name: ""',
        "    invited: 1",
        f"  # - name: {words.example}",
        "  #   invited: 2",
    ]
    lines += ["  #   headcount: 40", "", "facts:"]
    for fact in pack.facts.facts:
        lines += _fact_lines(fact, locale, words)
    return "\n".join(lines).rstrip() + "\n"


def _fact_lines(fact: Fact, locale: str, words: Words) -> list[str]:
    colon = " :" if locale == "fr" else ":"
    lines = _comment(f"{fact.topic[locale]}. {fact.text[locale]}", "  ")
    lines += _comment(f"{words.why}{colon} {fact.why[locale]}", "  ")
    if fact.kind == "number":
        unit = f" ({fact.unit[locale]})" if fact.unit else ""
        lines += _comment(f"{words.number}{unit}", "  ")
    else:
        lines += _comment(f"{words.values}{colon}", "  ")
        for value in fact.values:
            lines += _comment(f"{value.id} = {value.name[locale]}", "  ", "   ")
    return [*lines, f"  {fact.id}: {UNKNOWN}", ""]


def _comment(text: str, indent: str = "", more: str = "") -> list[str]:
    first = f"{indent}# {more}"
    return textwrap.wrap(
        " ".join(text.split()), 100, initial_indent=first, subsequent_indent=f"{first}  " if more else first
    )
