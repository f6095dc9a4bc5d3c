"""Questions brought as a file: kept, previewed against the draft they are for, taken over when confirmed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questionnaires import load_files
from questionnaires.differences import Differences, diff
from questionnaires.editing import STATEMENTS, Entry, Wording, put_all, retitle
from questionnaires.errors import InvalidAnswer
from questionnaires.model import Pack

from ..db import transaction
from ..files.candidates import Candidate, Found
from ..files.pack_workbook import Sheet
from ..files.questionnaires import read_questionnaire
from ..models import FirmUpload
from . import packs
from .library import draft, owned
from .library_edit import Draft, add, replace_all

KEPT: Final = timedelta(days=1)
TOPIC: Final = 38
"""Characters of a question's name in tables."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do: a workbook replaces what is asked, another tool's file offers questions."""

    id: UUID
    name: str
    found: Found | None = None
    sheet: Sheet | None = None
    differences: Differences | None = None
    pack: Pack | None = None
    """The draft as the workbook would make it."""


def keep(session: Session, at: Draft, name: str, content: bytes) -> UUID:
    """Keep a file that can be read, in place of the one this person brought before. Raises ImportProblems."""
    with transaction(session):
        row = draft(session, at.member, at.key, at.version)
        read_questionnaire(content, name, packs.read(row))
        session.execute(
            delete(FirmUpload).where(
                FirmUpload.firm_id == at.member.firm_id,
                FirmUpload.kind == "questions",
                (FirmUpload.account_id == at.member.account_id) | (FirmUpload.created_at < at.now - KEPT),
            )
        )
        upload = FirmUpload(
            firm_id=at.member.firm_id,
            account_id=at.member.account_id,
            kind="questions",
            name=name[:200],
            content=content,
            settings={"pack": f"{at.key}/{at.version}"},
            created_at=at.now,
        )
        session.add(upload)
        session.flush()
    return upload.id


def preview(session: Session, at: Draft, upload_id: UUID) -> Preview | None:
    """What a kept file would do now; None once it was confirmed or replaced, or is somebody else's."""
    upload = _kept(session, at, upload_id)
    row = session.scalar(owned(at.member, at.key, at.version))
    if upload is None or row is None or row.state != "draft":
        return None
    pack = packs.read(row)
    read = read_questionnaire(upload.content, upload.name, pack)
    if isinstance(read, Found):
        return Preview(upload.id, upload.name, found=read)
    after = load_files(retitle(put_all(row.files, read.entries), read.titles))
    return Preview(upload.id, upload.name, sheet=read, differences=diff(pack, after), pack=after)


def take_sheet(session: Session, at: Draft, upload_id: UUID) -> bool:
    """Take a workbook over, whole, and forget it; False where it is not there any more."""
    coming = preview(session, at, upload_id)
    if coming is None or coming.sheet is None:
        return False
    replace_all(session, at, coming.sheet.titles, coming.sheet.entries)
    _forget(session, upload_id)
    return True


def take_candidates(
    session: Session, at: Draft, upload_id: UUID, chosen: Collection[int], dimension: str
) -> list[str] | None:
    """Add the chosen questions, by their place in the file, to a dimension, and return their new ids.

    None where the file is not there any more. Raises InvalidAnswer for a dimension that there is not. The
    file stays: others of it may go to another dimension.
    """
    coming = preview(session, at, upload_id)
    if coming is None or coming.found is None:
        return None
    row = session.scalars(owned(at.member, at.key, at.version)).one()
    pack = packs.read(row)
    if dimension not in pack.dimension:
        raise InvalidAnswer("there is no such dimension")
    wanted = [item for number, item in enumerate(coming.found.candidates) if number in chosen]
    return add(session, at, *(entry_from(item, dimension, pack.questionnaire.languages) for item in wanted))


def entry_from(candidate: Candidate, dimension: str, languages: Collection[str]) -> Entry:
    """A question made of another tool's. What the file does not have is empty, for the check to tell."""
    wordings = {locale: _wording(candidate, locale) for locale in languages}
    return Entry(next(iter(candidate.texts.values())), dimension, "department", wordings)


def _wording(candidate: Candidate, locale: str) -> Wording:
    text = candidate.texts.get(locale, "")
    options = [option.get(locale, "") for option in candidate.options]
    if len(options) > STATEMENTS:
        options = []
    statements = (*options, *[""] * (STATEMENTS - len(options)))
    return Wording(topic=short(text), text=text, why="", statements=statements, proof="")


def short(text: str) -> str:
    """The first words of a question, as many as a table has room for: its name until it gets one."""
    words: list[str] = []
    for word in text.split():
        if len(" ".join([*words, word])) > TOPIC:
            break
        words.append(word)
    return " ".join(words).rstrip(" ,;:?") or text[:TOPIC]


def _kept(session: Session, at: Draft, upload_id: UUID) -> FirmUpload | None:
    upload = session.scalar(
        select(FirmUpload).where(
            FirmUpload.id == upload_id,
            FirmUpload.firm_id == at.member.firm_id,
            FirmUpload.account_id == at.member.account_id,
            FirmUpload.kind == "questions",
            FirmUpload.created_at >= at.now - KEPT,
        )
    )
    named = upload is not None and upload.settings.get("pack") == f"{at.key}/{at.version}"
    return upload if named else None


def _forget(session: Session, upload_id: UUID) -> None:
    with transaction(session):
        session.execute(delete(FirmUpload).where(FirmUpload.id == upload_id))
