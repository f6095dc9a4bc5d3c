"""What is changed in a firm's draft of a questionnaire: title and questions, each with a journal line."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from questionnaires import load_files
from questionnaires.editing import Entry, detach, entry_of, leave_out, put, put_all, retitle
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..models import FirmPack
from . import packs
from .library import Detail, draft, noted, pack_named
from .tenant import Member

Change = Callable[[Mapping[str, str]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """Which draft is edited, by whom and when."""

    member: Member
    key: str
    version: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question as somebody else has saved it meanwhile; ``stored`` None where it was left out."""

    stored: Entry | None
    changed_by: str
    changed_at: datetime


def seen(entry: Entry) -> str:
    """A digest of a question as it was shown: a save says which one it was based on."""
    return hashlib.sha256(json.dumps(asdict(entry), sort_keys=True).encode()).hexdigest()[:16]


def set_titles(session: Session, at: Draft, titles: Mapping[str, str]) -> None:
    """Call a draft something else, in each language."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        pack = packs.read(row)
        base = pack.questionnaire.base
        if dict(pack.questionnaire.title.root) != dict(titles):
            before, row.title, row.titles = row.title, titles[base][:200], dict(titles)
            _keep(session, at, row, lambda files: retitle(files, titles), "library.title", before=before)


def save(session: Session, at: Draft, entry: Entry, based_on: str) -> Conflict | None:
    """Keep a question that was changed; the conflict where it is no longer the one that was shown.

    Raises InvalidAnswer for a question that is in the draft no more and never was in it.
    """
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        pack = packs.read(row)
        known = pack.question.get(entry.id)
        stored = entry_of(pack, known) if known else None
        if stored is None or seen(stored) != based_on:
            return Conflict(stored, row.changed_by, row.changed_at)
        if stored != entry:
            _keep(session, at, row, lambda files: put(files, entry), "library.edit", question=entry.id)
    return None


def add(session: Session, at: Draft, *entries: Entry) -> list[str]:
    """Add questions, and return their ids: each is made of the dimension and of what ``id`` proposes."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        taken = set(packs.read(row).question) | set(_source(session, at, row).question)
        made = []
        for entry in entries:
            name = _free(f"{entry.dimension}_{_slug(entry.id)}"[:55], taken)
            taken.add(name)
            made.append(Entry(name, entry.dimension, entry.referent, entry.wordings, entry.informants, ()))

        def change(files: Mapping[str, str]) -> dict[str, str]:
            for entry in made:
                files = put(files, entry)
            return dict(files)

        _keep(session, at, row, change, "library.add", questions=[entry.id for entry in made])
    return [entry.id for entry in made]


def take_out(session: Session, at: Draft, question: str) -> None:
    """Leave a question out. What rests on it stays, and the check tells it."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        if question not in packs.read(row).question:
            raise InvalidAnswer("there is no such question")
        change = partial(leave_out, question=question)
        _keep(session, at, row, change, "library.leave_out", question=question)


def put_back(session: Session, at: Draft, question: str) -> None:
    """Bring a question back that was left out, as it is in what the draft was copied from."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        source = _source(session, at, row)
        if question in packs.read(row).question or question not in source.question:
            raise InvalidAnswer("this question was not left out")
        entry = entry_of(source, source.question[question])
        _keep(session, at, row, lambda files: put(files, entry), "library.put_back", question=question)


def release(session: Session, at: Draft, question: str) -> None:
    """Take a question that was left out, out of the actions too; those that rest on it alone go with it."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        if question in packs.read(row).question:
            raise InvalidAnswer("this question was not left out")
        _keep(session, at, row, lambda files: detach(files, question), "library.release", question=question)


def replace_all(session: Session, at: Draft, titles: Mapping[str, str], entries: tuple[Entry, ...]) -> None:
    """Take over title and questions of a workbook, in the place of those there are."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        row.title, row.titles = titles[packs.read(row).questionnaire.base][:200], dict(titles)

        def change(files: Mapping[str, str]) -> dict[str, str]:
            return retitle(put_all(files, entries), titles)

        _keep(session, at, row, change, "library.import", questions=len(entries))


def _keep(
    session: Session, at: Draft, row: FirmPack, change: Change, action: str, **detail: Detail
) -> None:
    """Write a change, in the caller's transaction. Files that would no longer load are a fault of ours."""
    files = change(row.files)
    load_files(files)
    row.files, row.revision = files, row.revision + 1
    row.changed_at, row.changed_by = at.now, at.member.name
    noted(session, at.member, row, action, at.now, **detail)


def _source(session: Session, at: Draft, row: FirmPack) -> Pack:
    """What a draft was copied from; itself where that was thrown away."""
    return pack_named(session, at.member, row.copied_from) or packs.read(row)


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_") or "question"


def _free(name: str, taken: set[str]) -> str:
    tries = (name, *(f"{name}_{number}" for number in range(2, 10_000)))
    return next(one for one in tries if one not in taken)
