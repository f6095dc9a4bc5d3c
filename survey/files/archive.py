"""The client archive as a file: a ZIP with a manifest and one JSON list of rows a table.

``manifest.json`` names the format, the program that wrote it, when, the client, and of each other member its
SHA-256, bytes and rows. What is in the rows is not known here: ``services/archive.py`` writes them, and
``services/archive_import.py`` reads them.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn

from ..phrases import phrase
from .problems import refuse

FORMAT: Final = 1
"""Counts the formats. Another one is refused: the installation that reads it must be of a fitting version."""
MOST_BYTES: Final = 20_000_000
MOST_MEMBERS: Final = 100
MOST_UNPACKED: Final = 100_000_000
MANIFEST: Final = "manifest.json"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)
"""What zipfile raises on a damaged file."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Contents:
    """An archive that is whole. ``tables``: name → rows, as plain JSON values; ``packs``: name → digest."""

    program: str
    created_at: str
    client: str
    packs: dict[str, str]
    tables: dict[str, list[dict[str, Any]]]
    digest: str
    """SHA-256 of the file."""


def write_archive(
    tables: Mapping[str, Rows],
    journal: Rows,
    *,
    program: str,
    client: str,
    packs: Mapping[str, str],
    now: datetime,
    results: str = "",
) -> bytes:
    """An archive of these rows, which are plain JSON values.

    ``journal``, and the ``results`` of one version as JSON where they are given, are for people to read.
    """
    members = {f"tables/{name}.json": (_lines(rows), len(rows)) for name, rows in tables.items()}
    members["journal.json"] = (_lines(journal), len(journal))
    if results:
        members["results.json"] = (results.encode(), 1)
    manifest = {
        "format": FORMAT,
        "program": program,
        "created_at": now.isoformat(),
        "client": client,
        "packs": dict(packs),
        "members": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": rows}
            for name, (content, rows) in members.items()
        },
    }
    head = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((MANIFEST, head), *((name, item[0]) for name, item in members.items())):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def read_archive(data: bytes, name: str) -> Contents:
    """An archive's contents, its size looked at before anything is unpacked and each digest recomputed.

    Raises ImportProblems for a file that is none, is damaged, was changed, or has another format.
    """
    if len(data) > MOST_BYTES:
        message = phrase("the file is larger than {n} MB", n=MOST_BYTES // 1_000_000)
        raise refuse(name, message, phrase("choose a client archive"))
    members = _unpacked(data, name)
    manifest = _manifest(members.pop(MANIFEST, b""), name)
    told = _of_kind(manifest, "members", dict, name)
    for member, content in members.items():
        facts = told.get(member)
        digest = hashlib.sha256(content).hexdigest()
        if not isinstance(facts, dict) or facts.get("sha256") != digest:
            _changed(name, phrase("its part {part} is not what the manifest says", part=member))
    if missing := sorted(told.keys() - members.keys()):
        _changed(name, phrase("its part {part} is missing", part=missing[0]))
    packs = _of_kind(manifest, "packs", dict, name)
    created_at = _of_kind(manifest, "created_at", str, name)
    try:
        datetime.fromisoformat(created_at)
    except ValueError:
        _damaged(name)
    return Contents(
        program=_of_kind(manifest, "program", str, name),
        created_at=created_at,
        client=_of_kind(manifest, "client", str, name),
        packs={str(key): str(value) for key, value in packs.items()},
        tables={
            member.removeprefix("tables/").removesuffix(".json"): _rows(content, member)
            for member, content in members.items()
            if member.startswith("tables/")
        },
        digest=hashlib.sha256(data).hexdigest(),
    )


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(entries) > MOST_MEMBERS or len(set(names)) != len(names):
                _damaged(name)
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                message = phrase("it unpacks to more than {n} MB", n=MOST_UNPACKED // 1_000_000)
                raise refuse(name, message, phrase("choose a client archive"))
            if any(entry.flag_bits & 1 for entry in entries):
                _damaged(name)
            # zipfile reads no more than a member declares, and the sum of that was looked at.
            return {entry.filename: archive.read(entry) for entry in entries}
    except _BROKEN:
        _damaged(name)


def _manifest(content: bytes, name: str) -> dict[str, Any]:
    if not content:
        message = phrase("it has no manifest, so it is not a client archive")
        raise refuse(name, message, phrase("choose the file that was taken away as client archive"))
    found = _parsed(content, MANIFEST)
    if not isinstance(found, dict):
        _damaged(name)
    if (version := found.get("format")) != FORMAT:
        message = phrase("it has format {n}; this installation reads format {mine}", n=version, mine=FORMAT)
        fix = phrase("update the older of the two installations, then take the archive away again")
        raise refuse(name, message, fix)
    return found


def _of_kind(manifest: dict[str, Any], key: str, kind: type[Any], name: str) -> Any:
    found = manifest.get(key)
    if not isinstance(found, kind):
        _damaged(name)
    return found


def _rows(content: bytes, member: str) -> list[dict[str, Any]]:
    found = _parsed(content, member)
    if not isinstance(found, list):
        _damaged(member)
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict):
            raise refuse(member, phrase("row {n} is no row", n=number), _again())
    return found


def _parsed(content: bytes, member: str) -> Any:
    try:
        return json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _damaged(member)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _lines(rows: Rows) -> bytes:
    """One row a line, so that people can compare two archives."""
    inside = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return f"[\n{inside}\n]\n".encode()


def _again() -> str:
    return phrase("take the archive away again where it came from")


def _damaged(name: str) -> NoReturn:
    raise refuse(name, phrase("the archive is damaged"), _again())


def _changed(name: str, message: str) -> NoReturn:
    raise refuse(name, message, _again())
