"""A published version never changes: its hash is on record, and compared here."""

from pathlib import Path

import pytest

from questionnaires import DefinitionError
from questionnaires.fingerprint import changed, pack_hash, publish, published
from tests.questionnaires import tiny


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tiny.write(tmp_path / "tiny/v1")
    (tmp_path / "published.yaml").write_text("# nothing yet\n")
    return tmp_path


def test_every_published_pack_is_unchanged() -> None:
    assert changed() == []


def test_the_hash_follows_content_and_names_and_not_line_ends(root: Path) -> None:
    folder = root / "tiny/v1"
    before = pack_hash(folder)
    law = folder / "fr/law.yaml"
    text = law.read_bytes()
    law.write_bytes(text.replace(b"\n", b"\r\n"))
    assert pack_hash(folder) == before
    law.write_bytes(text + b"# more\n")
    assert pack_hash(folder) != before
    law.write_bytes(text)
    law.rename(folder / "fr/lwa.yaml")
    assert pack_hash(folder) != before


def test_publishing_writes_the_hash_once(root: Path) -> None:
    file = root / "published.yaml"
    assert published(file) == {}
    found = publish("tiny", "v1", root, file)
    assert published(file) == {"tiny/v1": found} == {"tiny/v1": pack_hash(root / "tiny/v1")}
    assert publish("tiny", "v1", root, file) == found
    assert changed(root, file) == []


def test_a_change_after_publishing_is_told_and_cannot_be_published(root: Path) -> None:
    file = root / "published.yaml"
    publish("tiny", "v1", root, file)
    tiny.edit(root / "tiny/v1", "facts.yaml", "Headcount", "Staff")
    told = "tiny/v1: a published version is immutable: copy it to vN+1"
    assert changed(root, file) == [told]
    with pytest.raises(DefinitionError) as raised:
        publish("tiny", "v1", root, file)
    assert raised.value.faults == (told,)


def test_a_published_folder_that_is_gone_is_told(root: Path) -> None:
    file = root / "published.yaml"
    publish("tiny", "v1", root, file)
    (root / "tiny/v1").rename(root / "tiny/v2")
    assert changed(root, file) == ["tiny/v1: published, but its folder is gone; bring it back"]


def test_what_is_not_a_hash_is_told(root: Path) -> None:
    file = root / "published.yaml"
    file.write_text("# head\ntiny/v1: soon\n")
    with pytest.raises(DefinitionError) as raised:
        published(file)
    assert raised.value.faults == (
        "published.yaml:2: tiny/v1: not a hash; let the command 'publish' write it",
    )


def test_only_a_pack_can_be_published(root: Path) -> None:
    with pytest.raises(DefinitionError, match="tiny/v9: no such pack"):
        publish("tiny", "v9", root, root / "published.yaml")
