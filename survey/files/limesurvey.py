"""Choice questions of a LimeSurvey survey (.lss): XML tables of questions and answers with assessment values.

Up to version 3 texts stand in the rows of ``questions`` and ``answers``, one row a language; since version 4
they stand in ``question_l10ns`` and ``answer_l10ns``.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ..phrases import phrase
from .candidates import Found, words
from .foreign_yaml import score
from .problems import refuse

CHOICE: Final = {"L", "!", "O"}
"""List as buttons, list as a menu, list with a comment."""
KINDS: Final = {
    "M": phrase("several options can be chosen at once"),
    "P": phrase("several options can be chosen at once"),
    "S": phrase("it is answered in free text"),
    "T": phrase("it is answered in free text"),
    "U": phrase("it is answered in free text"),
    "Q": phrase("it is answered in free text"),
    "N": phrase("it is answered by a number"),
    "K": phrase("it is answered by a number"),
    "D": phrase("it is answered by a date"),
    "X": phrase("it only shows a text"),
    "Y": phrase("it is answered by yes or no"),
    "G": phrase("it is answered by yes or no"),
    "R": phrase("options are put in order"),
}
OTHER: Final = phrase("it is a table of several questions, or of a kind not known here")
MOST_ROWS: Final = 50_000

Row = dict[str, str]


def is_survey(data: bytes) -> bool:
    """Whether a file looks like a survey of LimeSurvey."""
    return b"LimeSurveyDocType" in data[:2_000]


def candidates(data: bytes, name: str) -> Found:
    """The choice questions with scores of a survey, and what of it cannot be taken. Raises ImportProblems."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        message = phrase("the file declares entities of its own")
        raise refuse(name, message, phrase("bring the file as LimeSurvey exports it")) from error
    except (ParseError, ValueError, LookupError) as error:
        line = error.position[0] if isinstance(error, ParseError) else None
        raise refuse(name, phrase("the XML is damaged"), phrase("export the survey anew"), line) from error
    tables = {part: _rows(root, part, name) for part in _PARTS}
    titles = tables["surveys_languagesettings"]
    found = Found("LimeSurvey", next((words(row.get("surveyls_title")) for row in titles), ""))
    texts = _question_texts(tables)
    options = _options(tables)
    for qid, kind in _kinds(tables["questions"]).items():
        label = next(iter(texts[qid].values()), qid)
        if kind in CHOICE:
            found.offer(qid, texts[qid], options[qid])
        else:
            found.leave(label, KINDS.get(kind, OTHER))
    return found


_PARTS: Final = ("questions", "question_l10ns", "answers", "answer_l10ns", "surveys_languagesettings")


def _rows(root: Element, part: str, name: str) -> list[Row]:
    rows = root.findall(f"./{part}/rows/row")
    if len(rows) > MOST_ROWS:
        message = phrase("there are more than {n} rows", n=MOST_ROWS)
        raise refuse(name, message, phrase("export only the questions"))
    return [{cell.tag: cell.text or "" for cell in row} for row in rows]


def _kinds(rows: Iterable[Row]) -> dict[str, str]:
    """Question → its type. Sub-questions belong to another one."""
    whole = (row for row in rows if row.get("parent_qid", "0") in ("", "0"))
    return {row.get("qid", ""): row.get("type", "") for row in whole}


def _question_texts(tables: dict[str, list[Row]]) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in (*tables["questions"], *tables["question_l10ns"]):
        if text := words(row.get("question")):
            texts[row.get("qid", "")][row.get("language", "en")[:2]] = text
    return texts


def _options(tables: dict[str, list[Row]]) -> dict[str, list[tuple[float | None, dict[str, str]]]]:
    """Question → its options, each with the score and the text in each language."""
    translated: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables["answer_l10ns"]:
        translated[row.get("aid", "")][row.get("language", "en")[:2]] = words(row.get("answer"))
    grouped: dict[tuple[str, str], tuple[float | None, dict[str, str]]] = {}
    for row in tables["answers"]:
        if row.get("scale_id", "0") not in ("", "0"):
            continue
        at = row.get("qid", ""), row.get("code", "")
        value, texts = grouped.setdefault(at, (score(row.get("assessment_value", "")), {}))
        if text := words(row.get("answer")):
            texts[row.get("language", "en")[:2]] = text
        texts.update(translated.get(row.get("aid", ""), {}))
        grouped[at] = (value, texts)
    options: dict[str, list[tuple[float | None, dict[str, str]]]] = defaultdict(list)
    for (qid, _), option in grouped.items():
        options[qid].append(option)
    return options
