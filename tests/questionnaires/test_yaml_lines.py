"""Reading YAML: values by the 1.2 core rules, the line of each, and a sentence for what is not read."""

from pathlib import Path

import pytest
import yaml

from questionnaires import yaml_lines
from questionnaires.yaml_lines import Fault, nearest, read


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    # libyaml is not everywhere: both parsers must give the same values and lines.
    monkeypatch.setattr(yaml_lines, "_LOADER", getattr(yaml, request.param, yaml.BaseLoader))


def values_of(folder: Path, text: str) -> object:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    document = read(path, "x.yaml", faults)
    assert faults == []
    assert document is not None
    return document.data


def faults_of(folder: Path, text: str | bytes) -> list[str]:
    path = folder / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    faults: list[Fault] = []
    read(path, "x.yaml", faults)
    return [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("no", "no"), ("No", "No"), ("off", "off"), ("yes", "yes"), ("on", "on"), ("y", "y"),
        ("1:30", "1:30"), ("2025-08-02", "2025-08-02"), ("007", "007"), ("1_000", "1_000"), ("0x1F", "0x1F"),
        ("0o14", "0o14"), (".inf", ".inf"), (".nan", ".nan"), ("<<", "<<"), ("=", "="), ("1.2.3", "1.2.3"),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("0", 0), ("-12", -12), ("+3", 3), ("1.10", 1.1), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0),
        ('"true"', "true"), ("'1'", "1"), ('""', ""), ('"no"', "no"),
    ],
)
def test_a_scalar_is_read_by_the_core_rules(tmp_path: Path, written: str, read_as: object) -> None:
    data = values_of(tmp_path, f"key: {written}\n")
    assert isinstance(data, dict)
    assert (data["key"], type(data["key"])) == (read_as, type(read_as))


def test_keys_are_always_texts(tmp_path: Path) -> None:
    assert values_of(tmp_path, "no: 1\n1: 2\ntrue: 3\n") == {"no": 1, "1": 2, "true": 3}


def test_every_place_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "# first\na:\n  - id: one\n    text: >-\n      long\n      text\n  - id: two\nb: {c: 1,\n  d: 2}\n"
    )
    document = read(path, "x.yaml", [])
    assert document is not None
    assert document.line(("a",)) == 2
    assert document.line(("a", 0, "text")) == 4
    assert document.line(("a", 1)) == 7
    assert document.line(("b", "d")) == 9
    assert document.line(("a", 1, "missing", "deeper")) == 7, "the nearest place around it"
    assert document.words(("a", 1, "missing")) == "a.two.missing"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: the key 'a' is given twice, first on line 1; keep one"),
        ("a: &n [1]\nb: *n\n",
         "x.yaml:2: a YAML alias (*name) is not read; write the value out in both places"),
        ("a: 1\nb: !!python/name:os.system x\n",
         "x.yaml:2: the tag 'tag:yaml.org,2002:python/name:os.system' is not read; remove it"),
        ("a: !!int '1'\n", "x.yaml:1: the tag 'tag:yaml.org,2002:int' is not read; remove it"),
        ("? [a]\n: 1\n", "x.yaml:1: a key is a plain word, not a list or a mapping; put the text in quotes"),
        ("# nothing\n", "x.yaml:1: the file is empty; write its content or remove it"),
        (b"a: \xe9\n", "x.yaml:1: byte 3 is not UTF-8; save the file as UTF-8"),
        ("a: one: two\n",
         ("x.yaml:1: not YAML: mapping values are not allowed in this context; "
         "put a text that holds ': ' in double quotes")),
        ("a: 1\n---\nb: 2\n", "x.yaml:2: more than one document; remove the line '---'"),
    ],
)
def test_what_is_not_read_is_told_with_line_and_fix(tmp_path: Path, text: str | bytes, fault: str) -> None:
    told = faults_of(tmp_path, text)
    # The two parsers of PyYAML word one syntax fault differently.
    told = [line.replace("not allowed here", "not allowed in this context") for line in told]
    assert told == [fault]


def test_a_tab_is_told_with_the_fix(tmp_path: Path) -> None:
    (told,) = faults_of(tmp_path, "a:\n\tb: 1\n")
    assert told.startswith("x.yaml:2: not YAML: found character")
    assert told.endswith("; indent with spaces, quote a text that starts with a special character")


def test_a_control_character_is_told(tmp_path: Path) -> None:
    (told,) = faults_of(tmp_path, "a: \x01\n")
    assert told.startswith("x.yaml:1: not YAML: ")
    assert told.endswith("; remove the character")


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))]
    told = faults_of(tmp_path, "\n".join(lines))
    assert told
    assert all("alias" in line for line in told)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read(tmp_path / "none.yaml", "none.yaml", faults) is None
    assert [str(fault) for fault in faults] == ["none.yaml:1: the file is missing; add it"]


def test_the_fix_for_an_unknown_name_is_short() -> None:
    assert nearest("dta", ["data", "skills"]) == "did you mean 'data'?"
    assert nearest("x", ["data", "skills"]) == "known: data, skills"
    assert nearest("x", []) == "known: none"
    assert nearest("x", [f"name_{n}" for n in range(32)]).endswith("name_29 and 2 more")
