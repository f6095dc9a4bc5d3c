"""Holds published versions of packs fast: the hash of each is written down, and compared by a test."""

import hashlib
import re
from pathlib import Path
from typing import Final

from .errors import DefinitionError
from .loader import ROOT, catalogue
from .yaml_lines import Fault, nearest, read

PUBLISHED: Final = ROOT / "published.yaml"

_HASH = re.compile("[0-9a-f]{64}")
_HEADER = """\
# The published versions of packs and the hash of their files. A published version never changes.
# Written by: python -m questionnaires publish KEY VERSION
"""


def pack_hash(folder: Path) -> str:
    """SHA-256, in hexadecimal, over names and contents of a version's YAML files, whatever its line ends."""
    digest = hashlib.sha256()
    for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")):
        content = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def published(file: Path = PUBLISHED) -> dict[str, str]:
    """The published versions, ``key/version`` to hash. Raises DefinitionError for a faulty entry."""
    # A file of comments alone says that nothing is published yet, which is no fault as it is in a pack.
    if not any(line.strip() and not line.startswith("#") for line in file.read_text("utf-8").splitlines()):
        return {}
    faults: list[Fault] = []
    document = read(file, file.name, faults)
    entries = document.data if document and isinstance(document.data, dict) else {}
    for name, value in entries.items():
        if document and not (isinstance(value, str) and _HASH.fullmatch(value)):
            faults.append(document.fault((name,), "not a hash; let the command 'publish' write it"))
    if faults:
        raise DefinitionError([str(fault) for fault in faults])
    return {name: str(value) for name, value in entries.items()}


def changed(root: Path = ROOT, file: Path = PUBLISHED) -> list[str]:
    """The published versions whose files are no longer those that were published, each with the fix."""
    faults = []
    for name, value in published(file).items():
        if not (root / name).is_dir():
            faults.append(f"{name}: published, but its folder is gone; bring it back")
        elif pack_hash(root / name) != value:
            faults.append(f"{name}: a published version is immutable: copy it to vN+1")
    return faults


def publish(key: str, version: str, root: Path = ROOT, file: Path = PUBLISHED) -> str:
    """Write down the hash of a version, and return it. Publishing the same files again changes nothing.

    Raises DefinitionError for an unknown pack, and for one already published with other content.
    Whether the pack is sound is for the caller to check first.
    """
    name = f"{key}/{version}"
    if not (root / name / "questionnaire.yaml").is_file():
        shipped = ["/".join(item) for item in catalogue()]
        raise DefinitionError([f"{name}: no such pack; {nearest(name, shipped)}"])
    entries = published(file)
    found = pack_hash(root / name)
    if entries.get(name, found) != found:
        raise DefinitionError([f"{name}: a published version is immutable: copy it to vN+1"])
    entries[name] = found
    lines = [f'{entry}: "{value}"\n' for entry, value in sorted(entries.items())]
    file.write_text(_HEADER + "".join(lines), encoding="utf-8", newline="\n")
    return found
