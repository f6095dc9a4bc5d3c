"""What a start keeps for the next one is read again as it was made, and never where it might be wrong."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from survey import cache
from survey.web import fonts


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


def test_files_come_back_as_they_were_kept(instance: Path) -> None:
    cache.opened(instance).keep("faces.zip", {"a": b"one", "b": b"two"})
    assert cache.opened(instance).kept("faces.zip") == {"a": b"one", "b": b"two"}
    assert cache.opened(instance).kept("other.zip") == {}


def test_a_file_that_is_not_whole_is_as_good_as_none(instance: Path) -> None:
    cache.opened(instance).keep("faces.zip", {"a": b"typeface" * 20})
    (file,) = instance.rglob("faces.zip")
    whole = file.read_bytes()
    for spoilt in (b"", whole[:60], whole.replace(b"typeface", b"otherone")):
        file.write_bytes(spoilt)
        assert cache.opened(instance).kept("faces.zip") == {}


def test_what_another_state_of_the_program_kept_goes(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.opened(instance).keep("faces.zip", {"a": b"one"})
    monkeypatch.setattr(cache, "version", lambda name: f"{name} of tomorrow")
    assert cache.opened(instance).kept("faces.zip") == {}
    assert len([*(instance / "cache").iterdir()]) == 1


def test_where_nothing_can_be_kept_all_is_made_anew(instance: Path) -> None:
    instance.mkdir()
    (instance / "cache").write_text("in the way of the folder")
    nowhere = cache.opened(instance)
    nowhere.keep("faces.zip", {"a": b"one"})
    assert nowhere.kept("faces.zip") == {}
    assert nowhere.templates() is None


def test_a_disk_without_room_stops_nobody(instance: Path) -> None:
    kept = cache.opened(instance)
    (folder,) = (instance / "cache").iterdir()
    folder.rmdir()  # nothing can be written now
    kept.keep("faces.zip", {"a": b"one"})
    assert rendered(kept, "Hello") == "Hello"


def test_templates_are_compiled_once_and_anew_when_they_change(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered(cache.opened(instance), "Hello") == "Hello"
    with monkeypatch.context() as patch:
        patch.delattr(Environment, "compile")
        assert rendered(cache.opened(instance), "Hello") == "Hello"
    assert rendered(cache.opened(instance), "Good day") == "Good day"


def rendered(kept: cache.Cache, source: str) -> str:
    environment = Environment(loader=DictLoader({"page": source}), autoescape=True)
    environment.bytecode_cache = kept.templates()
    return environment.get_template("page").render()


def test_typefaces_are_cut_once(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_cuts", cuts := {})
    with fonts.prepared(cache.opened(instance)):
        pass
    made = dict(cuts)
    assert made.keys() == fonts.FACES.keys()
    cuts.clear()
    monkeypatch.delattr(fonts, "beside")
    with fonts.prepared(cache.opened(instance)):
        assert cuts == made
