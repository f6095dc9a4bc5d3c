"""Reads what one person stated about the organisation, from a YAML file."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from questionnaires import yaml_lines
from questionnaires.answers import UNKNOWN, Case, Invited, Stated
from questionnaires.model import Fact, Pack

from ..phrases import phrase
from .documents import Reader, read_yaml
from .matching import label, suggestion
from .people import LONGEST, is_name

KEYS: Final = ("organisation", "as_of", "sponsor_name", "departments", "facts")
_DEPARTMENT: Final = ("name", "invited", "headcount")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_facts(path: Path, pack: Pack) -> Case:
    """The case in a facts file. Raises ImportProblems with every problem as ``file:line``, and OSError."""
    reader = _Facts(path, pack)
    case = reader.case()
    reader.finish()
    return case


def read_stated(path: Path, pack: Pack) -> tuple[dict[str, Stated], str]:
    """The facts alone in a facts file, and its sponsor ("" where none is named). Raises as ``read_facts``.

    Organisation, day and departments may be left empty: whoever asks for this knows them already.
    """
    reader = _Facts(path, pack)
    data = reader.mapping(reader.document.data, (), KEYS)
    stated = reader.facts(data.get("facts"))
    sponsor = reader.name(data, "sponsor_name", "") if data.get("sponsor_name") else ""
    reader.finish()
    return stated, sponsor


class _Facts(Reader):
    """One facts file being read."""

    def __init__(self, path: Path, pack: Pack) -> None:
        super().__init__(read_yaml(path))
        self.pack = pack

    def case(self) -> Case:
        data = self.mapping(self.document.data, (), KEYS)
        return Case(
            organisation=self.name(data, "organisation", phrase("write the organisation's name")),
            as_of=self.day(data),
            departments=tuple(self.departments(data.get("departments"))),
            facts=self.facts(data.get("facts")),
            sponsor_name=self.name(data, "sponsor_name", "") if data.get("sponsor_name") else "",
        )

    def mapping(self, data: Any, place: yaml_lines.Place, keys: Iterable[str]) -> dict[str, Any]:
        """A mapping with known keys only; an empty one, and a problem, for anything else."""
        keys = tuple(keys)
        if not isinstance(data, dict):
            self.wrong(
                place,
                phrase("keys and values are expected here"),
                phrase("write lines like '{key}: …'", key=keys[0]),
            )
            return {}
        for key in data:
            if key not in keys:
                otherwise = phrase("remove it, or write one of: {names}", names=", ".join(keys))
                self.wrong((*place, key), phrase("no such key"), suggestion(key, keys, otherwise))
        return data

    def name(self, data: dict[str, Any], key: str, fix: str) -> str:
        value = data.get(key)
        if value is None or value == "":
            self.wrong(
                self.given(key),
                phrase("empty") if key in data else phrase("the key {key!r} is missing", key=key),
                fix,
            )
        elif not isinstance(value, str):
            self.wrong(
                (key,), phrase("{value!r} is not a text", value=value), phrase("put it in quotation marks")
            )
        elif not is_name(label(value)):
            self.wrong(
                (key,),
                phrase("not a name"),
                phrase("write at most {n} characters, without control characters", n=LONGEST),
            )
        else:
            return label(value)
        return ""

    def day(self, data: dict[str, Any]) -> date:
        value = data.get("as_of")
        fix = phrase("write the day the facts were stated, like 2026-11-20")
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        if "as_of" not in data:
            self.wrong((), phrase("the key {key!r} is missing", key="as_of"), fix)
        else:
            fault = phrase("empty") if value in (None, "") else phrase("{value!r} is not a day", value=value)
            self.wrong(("as_of",), fault, fix)
        return date.min

    def given(self, key: str) -> yaml_lines.Place:
        """The place of a key, or of the whole file where the key is missing."""
        data = self.document.data
        return (key,) if isinstance(data, dict) and key in data else ()

    def departments(self, data: Any) -> Iterable[Invited]:
        if not isinstance(data, list) or not data:
            fix = phrase("list each department invited, as '- name: …' with 'invited: …'")
            self.wrong(self.given("departments"), phrase("no department is listed"), fix)
            return
        first: dict[str, int] = {}
        for position, item in enumerate(data):
            place: yaml_lines.Place = ("departments", position)
            entry = self.mapping(item, place, _DEPARTMENT)
            if not isinstance(item, dict):
                continue
            name = self.department(entry, place)
            line = self.document.line(place)
            if name and first.setdefault(name.casefold(), line) != line:
                message = phrase(
                    "{name!r} is listed on line {line} already", name=name, line=first[name.casefold()]
                )
                self.wrong(place, message, phrase("give each department one entry"))
            invited = self.count(entry, "invited", place)
            yield Invited(name, 1 if invited is None else invited, self.count(entry, "headcount", place))

    def department(self, entry: dict[str, Any], place: yaml_lines.Place) -> str:
        name = entry.get("name")
        if isinstance(name, str) and is_name(label(name)):
            return label(name)
        fix = phrase("write 'name:' and a text of at most {n} characters", n=LONGEST)
        self.wrong((*place, "name"), phrase("the department has no usable name"), fix)
        return ""

    def count(self, entry: dict[str, Any], key: str, place: yaml_lines.Place) -> int | None:
        value = entry.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
            return value
        self.wrong(
            (*place, key),
            phrase("{value!r} is not a whole number from 1", value=value),
            phrase("write digits only, or remove the line"),
        )
        return None

    def facts(self, data: Any) -> dict[str, Stated]:
        if data is None:
            self.wrong(
                self.given("facts"),
                phrase("no facts are stated"),
                phrase("copy the facts of the template; each may be unknown"),
            )
            return {}
        stated = self.mapping(data, ("facts",), self.pack.fact)
        known = {key: value for key, value in stated.items() if key in self.pack.fact}
        return {key: value for key, value in known.items() if self.admissible(self.pack.fact[key], value)}

    def admissible(self, fact: Fact, value: Any) -> bool:
        """Whether a fact may have this value; a problem where not."""
        place = ("facts", fact.id)
        values = [item.id for item in fact.values]
        if value == UNKNOWN:
            return True
        if value is None:
            self.wrong(place, phrase("empty"), phrase("write unknown, or a value"))
        elif fact.kind == "number":
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                return True
            self.wrong(
                place,
                phrase("{value!r} is not a whole number from 0", value=value),
                phrase("write digits only, without spaces, or unknown"),
            )
        elif isinstance(value, str) and value in values:
            return True
        else:
            allowed = (*values, UNKNOWN)
            fix = suggestion(str(value), allowed, phrase("write one of: {names}", names=", ".join(allowed)))
            self.wrong(place, phrase("{value!r} is not one of its values", value=value), fix)
        return False
