"""The JSON Schemas beside a questionnaire are those of the types."""

import json
from pathlib import Path

import pytest

from questionnaires import catalogue
from questionnaires.loader import ROOT
from questionnaires.schema import schemas, write_schemas


@pytest.mark.parametrize("key", sorted({key for key, _ in catalogue()}))
def test_the_schemas_are_in_step_with_the_types(tmp_path: Path, key: str) -> None:
    folder = ROOT / key / "schema"
    written = {path.name: path.read_bytes() for path in write_schemas(tmp_path)}
    shipped = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    assert shipped == written, "run: python -m questionnaires schema"


def test_there_is_one_for_each_file_type() -> None:
    assert set(schemas()) == {
        "questionnaire.json", "facts.json", "mandate.json", "appointment.json", "actions.json", "law.json",
        "context.json", "sources.json",
    }


def test_a_text_is_a_string_and_keys_are_those_of_the_files() -> None:
    schema = schemas()["mandate.json"]
    assert schema["$defs"]["Text"]["type"] == "string"
    assert {"is", "all", "any", "not"} < set(schema["$defs"]["Condition"]["properties"])
    assert schema["$defs"]["Row"]["additionalProperties"] is False
    assert '"additionalProperties": {"type": "string"' not in json.dumps(schema["$defs"]["Verdict"])
