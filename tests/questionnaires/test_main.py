"""The author's command line."""

from pathlib import Path

import pytest

from questionnaires import __main__ as tools
from tests.questionnaires import tiny


def test_a_sound_folder_is_said_to_be_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(tmp_path)
    assert tools.main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path}: sound\n"


def test_faults_of_types_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write(tmp_path)
    line = tiny.edit(tmp_path, "mandate.yaml", "item_floor: 0.5", "item_floor: half")
    assert tools.main(["check", str(tmp_path)]) == 1
    told = f"mandate.yaml:{line}: item_floor: a number is wanted, not 'half'; correct it"
    assert capsys.readouterr().out.splitlines() == [told, f"{tmp_path}: 1 fault"]


def test_faults_of_coherence_are_listed_and_remarks_are_no_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tiny.pack()
    source = {"id": "spare", "publisher": "x", "title": "x", "published": "x", "grade": "own"}
    files["sources.yaml"]["sources"].append(source)
    note = "note: sources.yaml: spare: nothing cites this source; cite it or remove it"
    assert tools.main(["check", str(tiny.write(tmp_path, files))]) == 0
    assert capsys.readouterr().out.splitlines() == [note, f"{tmp_path}: sound"]
    files["facts.yaml"]["facts"][1]["assumed"] = "uk"
    assert tools.main(["check", str(tiny.write(tmp_path, files))]) == 1
    told = "facts.yaml: facts.country: assumed is 'uk', which is no value; write one of fr, other"
    assert capsys.readouterr().out.splitlines() == [told, note, f"{tmp_path}: 1 fault"]


def test_an_unknown_pack_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert tools.main(["check", "ai_maturity", "v0"]) == 1
    assert "ai_maturity/v0: no such pack" in capsys.readouterr().out
    assert tools.main(["publish", "ai_maturity", "v0"]) == 1


def test_too_many_words_are_refused() -> None:
    with pytest.raises(SystemExit):
        tools.main(["check", "a", "b", "c"])
