"""JSON Schemas of the files of a pack, so that an editor completes keys and marks faults while one writes."""

import json
from pathlib import Path
from typing import Any

from .loader import FILES
from .model import Actions, Model

_TEXT = {"type": "string", "minLength": 1, "description": "A text in the base language of the pack."}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each file type, by file name. A Text is a plain string, as in the base files."""
    kinds: dict[str, type[Model]] = {
        **{f"{Path(file).stem}.json": kind for file, kind in FILES.items()},
        "actions.json": Actions,
    }
    return {file: _schema(kind) for file, kind in kinds.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write ``<file type>.json`` for every file type into ``folder``, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file, schema in schemas().items():
        path = folder / file
        text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _schema(kind: type[Model]) -> dict[str, Any]:
    schema = kind.model_json_schema(by_alias=True)
    if "Text" in schema.get("$defs", {}):
        schema["$defs"]["Text"] = _TEXT
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
