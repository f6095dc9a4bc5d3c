"""The questionnaires that a firm may ask with: those that come with the program, and its own copies."""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from questionnaires import check, load, shipped_files
from questionnaires.checks import locate
from questionnaires.editing import rename
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.fingerprint import published
from questionnaires.model import Pack
from questionnaires.yaml_lines import Fault

from ..db import transaction
from ..models import Campaign, FirmPack, Organisation
from ..phrases import phrase
from . import journal, packs
from .tenant import Member, visible

Detail = str | int | list[str]
"""What the journal may say more of a change."""
MOST: Final = 100
"""Versions that a firm may keep: each is some hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class Use:
    """A wave that asks with a version."""

    campaign_id: UUID
    client: str
    wave: int
    state: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """One version of a questionnaire. ``state``: "shipped", "draft" or "frozen"; the first never change."""

    key: str
    version: str
    title: str
    """In the base language."""
    titles: Mapping[str, str]
    """In every language."""
    state: str
    copied_from: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    uses: tuple[Use, ...] = ()

    @property
    def name(self) -> str:
        """Key and version in one, as forms and ``copied_from`` have them."""
        return f"{self.key}/{self.version}"


def shelf(session: Session, member: Member) -> list[Shelved]:
    """Every version that the member's firm may ask with: its own, newest change first, then the shipped."""
    uses = _uses(session, member)
    rows = session.execute(_listed(member).order_by(FirmPack.changed_at.desc(), FirmPack.version.desc()))
    own = [Shelved(*row, uses.get((row[0], row[1]), ())) for row in rows]
    return [*own, *(_shipped(key, version, uses) for key, version in _published())]


def found(session: Session, member: Member, key: str, version: str) -> Shelved | None:
    """One version by its name; None where neither the program nor the member's firm has it."""
    uses = _uses(session, member)
    if packs.is_shipped(key):
        return _shipped(key, version, uses) if (key, version) in _published() else None
    row = session.execute(_listed(member).where(FirmPack.key == key, FirmPack.version == version)).first()
    return Shelved(*row, uses.get((key, version), ())) if row else None


def pack_named(session: Session, member: Member, name: str) -> Pack | None:
    """The pack that "key/version" names for the member's firm; None where there is none."""
    key, _, version = name.partition("/")
    known = found(session, member, key, version)
    return packs.of_firm(session, member.firm_id, key, version) if known else None


def faults(session: Session, member: Member, shelved: Shelved) -> list[Fault]:
    """Everything incoherent in a version, with file and line; empty for one that is sound."""
    if shelved.state == "shipped":
        return []
    row = session.scalars(owned(member, shelved.key, shelved.version)).one()
    pack = packs.read(row)
    # A statement that is empty also has no words: once is enough.
    told = [line for line in check(pack) if ": 0 words; " not in line]
    return locate(row.files, pack.questionnaire.base, told)


def copy(session: Session, member: Member, source: Shelved, now: datetime) -> Shelved:
    """A draft of the firm's own with the content of a version, as a questionnaire of its own."""
    with transaction(session):
        return _add(session, member, source, (_new_key(source.title), "v1"), now)


def next_version(session: Session, member: Member, source: Shelved, now: datetime) -> Shelved:
    """A draft of the next version of a firm's own questionnaire. Raises NotReady while there is one."""
    with transaction(session):
        rows = session.execute(
            select(FirmPack.version, FirmPack.state)
            .where(FirmPack.firm_id == member.firm_id, FirmPack.key == source.key)
            .with_for_update()
        ).all()
        if drafts := [version for version, state in rows if state == "draft"]:
            raise NotReady(phrase("Version {n} is a draft already: edit that one", n=drafts[0][1:]))
        number = max(int(version[1:]) for version, _ in rows) + 1
        return _add(session, member, source, (source.key, f"v{number}"), now)


def remove(session: Session, member: Member, key: str, version: str, now: datetime) -> None:
    """Throw a draft away. Raises NotReady for one that is frozen, or that a wave is set up with."""
    with transaction(session):
        row = draft(session, member, key, version)
        if _uses(session, member).get((key, version)):
            raise NotReady(phrase("A wave is set up with this version: choose another one there first"))
        noted(session, member, row, "library.remove", now)
        session.delete(row)


def owned(member: Member, key: str, version: str) -> Select[FirmPack]:
    """The row of the member's own firm that has this name."""
    return select(FirmPack).where(
        FirmPack.firm_id == member.firm_id, FirmPack.key == key, FirmPack.version == version
    )


def draft(session: Session, member: Member, key: str, version: str) -> FirmPack:
    """The firm's draft of this name under the lock, in the caller's transaction.

    Raises InvalidAnswer where there is none, and NotReady for a version that was used and is frozen.
    """
    query = owned(member, key, version).with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise InvalidAnswer("there is no such questionnaire")
    if row.state == "frozen":
        raise NotReady(phrase("This version was used and stays as it is: make a new version"))
    return row


def noted(
    session: Session, member: Member, row: FirmPack, action: str, now: datetime, **detail: Detail
) -> None:
    """Add a line about a questionnaire to the journal, in the caller's transaction."""
    known: dict[str, Any] = {"pack": f"{row.key}/{row.version}", **detail}
    subject = f"{row.title}, {row.version}"
    journal.note(session, member.firm_id, journal.by(member), action, now, subject=subject, **known)


def _listed(member: Member) -> Select[str, str, str, dict[str, str], str, str, datetime, str]:
    return select(
        FirmPack.key,
        FirmPack.version,
        FirmPack.title,
        FirmPack.titles,
        FirmPack.state,
        FirmPack.copied_from,
        FirmPack.changed_at,
        FirmPack.changed_by,
    ).where(FirmPack.firm_id == member.firm_id)


def _published() -> Sequence[tuple[str, str]]:
    names = [name.partition("/") for name in published()]
    return sorted(((key, version) for key, _, version in names), key=lambda one: (one[0], -int(one[1][1:])))


def _shipped(key: str, version: str, uses: dict[tuple[str, str], tuple[Use, ...]]) -> Shelved:
    asked = load(key, version).questionnaire
    title, titles = asked.title[asked.base], asked.title.root
    return Shelved(key, version, title, titles, "shipped", uses=uses.get((key, version), ()))


def _uses(session: Session, member: Member) -> dict[tuple[str, str], tuple[Use, ...]]:
    """The waves of the clients that a member may see, by the version that they ask with."""
    rows = session.execute(
        select(
            Campaign.pack_key,
            Campaign.pack_version,
            Campaign.id,
            Organisation.name,
            Campaign.wave,
            Campaign.state,
        )
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(visible(member))
        .order_by(Organisation.name, Campaign.wave)
    )
    uses: dict[tuple[str, str], tuple[Use, ...]] = {}
    for key, version, campaign_id, client, wave, state in rows:
        use = Use(campaign_id, client, wave, state)
        uses[key, version] = (*uses.get((key, version), ()), use)
    return uses


def _add(
    session: Session, member: Member, source: Shelved, name: tuple[str, str], now: datetime
) -> Shelved:
    key, version = name
    if source.state == "shipped":
        files = shipped_files(source.key, source.version)
    else:
        files = session.scalars(owned(member, source.key, source.version)).one().files
    kept = session.scalars(select(FirmPack.id).where(FirmPack.firm_id == member.firm_id)).all()
    if len(kept) >= MOST:
        raise NotReady(phrase("There are {n} versions: throw drafts away first", n=MOST))
    row = FirmPack(
        firm_id=member.firm_id,
        key=key,
        version=version,
        title=source.title,
        titles=dict(source.titles),
        copied_from=source.name,
        files=rename(files, key, version),
        created_at=now,
        changed_at=now,
        changed_by=member.name,
    )
    session.add(row)
    session.flush()
    action = "library.version" if key == source.key else "library.copy"
    noted(session, member, row, action, now, copied_from=source.name)
    return Shelved(key, version, row.title, row.titles, row.state, row.copied_from, now, member.name)


def _new_key(title: str) -> str:
    """A key for a firm's questionnaire: readable, and no other's, shipped or of any firm."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub("[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    stem = words if words[:1].isalpha() else "questionnaire"
    return f"{stem}_{secrets.token_hex(4)}"
