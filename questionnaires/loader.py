"""Reads content packs. All faults of all files are told at once, each as ``file:line: what, and the fix``."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from .errors import DefinitionError
from .explain import explain
from .model import Actions, Appointment, Context, Facts, Law, Mandate, Model, Pack, Questionnaire, Sources
from .translations import join
from .yaml_lines import MISSING, Document, Fault, nearest, parse

ROOT: Final = Path(__file__).parent
"""The folder of the shipped packs: ``<key>/<version>/``."""

FILES: Final[Mapping[str, type[Model]]] = {
    "questionnaire.yaml": Questionnaire,
    "facts.yaml": Facts,
    "mandate.yaml": Mandate,
    "appointment.yaml": Appointment,
    "law.yaml": Law,
    "context.yaml": Context,
    "sources.yaml": Sources,
}
"""The files of a pack and their types, besides the catalogue ``actions/*.yaml`` (Actions)."""

_LANGUAGE = re.compile("[a-z]{2}")
_PATTERNS: Final = ("*.y*ml", "actions/*.y*ml", "[a-z][a-z]/*.y*ml", "[a-z][a-z]/actions/*.y*ml")


def catalogue() -> tuple[tuple[str, str], ...]:
    """The (key, version) of every shipped pack, versions in ascending order."""
    folders = [path.parent for path in ROOT.glob("*/v*/questionnaire.yaml") if path.parent.name[1:].isdigit()]
    folders.sort(key=lambda folder: (folder.parent.name, int(folder.name[1:])))
    return tuple((folder.parent.name, folder.name) for folder in folders)


def load(key: str = "ai_maturity", version: str = "v1") -> Pack:
    """A shipped pack, read once per process. Raises DefinitionError for an unknown or a faulty one."""
    return _load(key, version)


@cache
def _load(key: str, version: str) -> Pack:
    shipped = [f"{known_key}/{known_version}" for known_key, known_version in catalogue()]
    if f"{key}/{version}" not in shipped:
        raise DefinitionError([f"{key}/{version}: no such pack; {nearest(f'{key}/{version}', shipped)}"])
    pack = load_folder(ROOT / key / version)
    named = (pack.questionnaire.key, pack.questionnaire.version)
    if named != (key, version):
        text = f"key and version say {'/'.join(named)}, the folder {key}/{version}; make them the same"
        raise DefinitionError([str(Fault("questionnaire.yaml", 1, text))])
    return pack


def load_folder(path: Path) -> Pack:
    """Read the pack in a folder, not cached. Raises DefinitionError with every fault of every file."""
    folder = Path(path)
    if not folder.is_dir():
        raise DefinitionError([f"{folder}: no such folder; give the one that holds questionnaire.yaml"])
    return load_files(files_of(folder))


def files_of(folder: Path) -> dict[str, bytes]:
    """What the YAML files of a pack's folder hold, by their names inside it: ``fr/actions/data.yaml``."""
    found = [path for pattern in _PATTERNS for path in folder.glob(pattern) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def shipped_files(key: str, version: str) -> dict[str, str]:
    """The text of every file of a shipped pack, by name: what a copy of it begins with."""
    return {name: content.decode("utf-8-sig") for name, content in files_of(ROOT / key / version).items()}


def load_files(files: Mapping[str, bytes | str]) -> Pack:
    """The pack that these files make, by name inside its folder. Raises as ``load_folder``."""
    faults: list[Fault] = []
    kinds = _kinds(files, faults)
    language, others = _languages(_read(files, "questionnaire.yaml", faults), files, faults)
    for item in others:
        _refuse_other_files(files, f"{item}/", kinds, faults)
    parts: dict[str, Any] = {}
    for file, kind in kinds.items():
        names = (file, *(f"{item}/{file}" for item in others))
        texts = tuple((name, files[name]) for name in names if name in files)
        try:
            parts[file] = _part(file, kind, language, tuple(others), texts)
        except _Faulty as error:
            faults.extend(error.faults)
    if faults:
        raise DefinitionError([str(fault) for fault in sorted(set(faults))])
    return _pack(parts)


class _Faulty(Exception):
    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


@lru_cache(maxsize=256)
def _part(
    file: str,
    kind: type[Model],
    language: str,
    others: tuple[str, ...],
    texts: tuple[tuple[str, bytes | str], ...],
) -> Model:
    """What one file and its translations make. Raises _Faulty.

    Kept, because a firm's questionnaire is saved with one file of some fifty changed: only that one is read
    again, and all packs share what they have in common.
    """
    files, faults = dict(texts), list[Fault]()
    document = _read(files, file, faults)
    translations = _translations(files, file, kind, others, faults)
    if document is not None:
        data = join(kind, document, language, translations, faults)
        part = _validate(kind, data, document, faults)
        if part is not None and not faults:
            return part
    raise _Faulty(faults)


def _read(files: Mapping[str, bytes | str], file: str, faults: list[Fault]) -> Document | None:
    if file in files:
        return parse(files[file], file, faults)
    faults.append(Fault(file, 1, MISSING))
    return None


def _kinds(files: Mapping[str, Any], faults: list[Fault]) -> dict[str, type[Model]]:
    """The files of the base language with their types: the fixed ones and the action catalogue's."""
    actions = sorted(name for name in files if name.startswith("actions/") and name.endswith(".yaml"))
    if not actions:
        faults.append(Fault("actions", 1, "no file here; add the catalogue as actions/<dimension>.yaml"))
    kinds: dict[str, type[Model]] = {**FILES, **dict.fromkeys(actions, Actions)}
    _refuse_other_files(files, "", kinds, faults)
    return kinds


def _refuse_other_files(
    files: Mapping[str, Any], prefix: str, known: Mapping[str, Any], faults: list[Fault]
) -> None:
    """A file that nobody reads is a misspelt name, or content that silently would not count."""
    for name in sorted(file.removeprefix(prefix) for file in files if file.startswith(prefix)):
        elsewhere = "/" in name and not name.startswith("actions/")
        if name not in known and not elsewhere:
            text = f"no file of a pack has this name; {nearest(name, known)}"
            faults.append(Fault(f"{prefix}{name}", 1, text))


def _languages(
    document: Document | None, files: Mapping[str, Any], faults: list[Fault]
) -> tuple[str, list[str]]:
    """The base language and the others, as the questionnaire says, checked against the folders."""
    data = document.data if document and isinstance(document.data, dict) else {}
    base: Any = data.get("base")
    languages: Any = data.get("languages")
    inside = {name.partition("/")[0] for name in files if "/" in name}
    folders = sorted(name for name in inside if _LANGUAGE.fullmatch(name))
    named = isinstance(languages, list) and all(isinstance(item, str) for item in [base, *languages])
    if document is None or not named:
        # The model will say what is wrong with the names; the folders still let every text be checked.
        return "en", folders
    if base not in languages:
        faults.append(document.fault(("languages",), f"the base language is missing; add {base!r}"))
    for name in folders:
        if name not in languages:
            text = f"the folder {name}/ is not named here; add {name!r} or remove the folder"
            faults.append(document.fault(("languages",), text))
    return base, [item for item in languages if item != base]


def _translations(
    files: Mapping[str, bytes | str],
    file: str,
    kind: type[Model],
    languages: Sequence[str],
    faults: list[Fault],
) -> dict[str, Document]:
    """The translations of one file that are there; for sources, which have no texts, none is due."""
    if kind is Sources:
        languages = [item for item in languages if f"{item}/{file}" in files]
    found = {item: _read(files, f"{item}/{file}", faults) for item in languages}
    return {item: document for item, document in found.items() if document is not None}


def _validate(kind: type[Model], data: Any, document: Document, faults: list[Fault]) -> Model | None:
    # Through JSON, because only there strict types take a list for a tuple and a text for a date.
    try:
        return kind.model_validate_json(json.dumps(data))
    except ValidationError as error:
        faults.extend(explain(error.errors(include_url=False), kind, document))
        return None


def _pack(parts: Mapping[str, Any]) -> Pack:
    catalogues = [part for file, part in parts.items() if file.startswith("actions/")]
    return Pack(
        questionnaire=parts["questionnaire.yaml"],
        facts=parts["facts.yaml"],
        mandate=parts["mandate.yaml"],
        appointment=parts["appointment.yaml"],
        actions=tuple(action for part in catalogues for action in part.actions),
        law=parts["law.yaml"].facts,
        context=parts["context.yaml"],
        sources=parts["sources.yaml"].sources,
    )
