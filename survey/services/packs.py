"""Which content pack a campaign asks with: a shipped one, or the firm's own. Nothing else looks packs up.

A pack is named by key and version. The keys of shipped packs are nobody's to take; any other is looked up
among the packs of the campaign's own firm, so that two firms may call theirs the same.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import catalogue, check, load, load_files
from questionnaires.errors import DefinitionError, NotReady
from questionnaires.model import Pack

from ..models import Campaign, FirmPack, Organisation
from ..phrases import phrase
from .visitors import Visitor

_Stamp = tuple[UUID, int, datetime]
"""What the content of a firm's pack follows from: its row, and which save of it."""

_KEPT: Final = 16
"""Packs of firms that are kept read in a process; each takes some megabytes."""
_packs: Final[OrderedDict[_Stamp, Pack]] = OrderedDict()


def of_campaign(session: Session, campaign: Campaign) -> Pack:
    """The pack that a campaign asks with. Raises DefinitionError where there is none of its name."""
    key, version = campaign.pack_key, campaign.pack_version
    if is_shipped(key):
        return load(key, version)
    firm = session.scalar(select(Organisation.firm_id).where(Organisation.id == campaign.organisation_id))
    return _own(session, firm, key, version)


def of_visitor(session: Session, visitor: Visitor) -> Pack:
    """The pack that whoever stands behind a link was asked with. Raises as ``of_campaign``."""
    key, version = visitor.pack
    return load(key, version) if is_shipped(key) else _own(session, visitor.firm_id, key, version)


def of_firm(session: Session, firm_id: UUID, key: str, version: str) -> Pack:
    """A pack that a firm may ask with, by name. Raises as ``of_campaign``."""
    return load(key, version) if is_shipped(key) else _own(session, firm_id, key, version)


def read(row: FirmPack) -> Pack:
    """The pack that a firm's row holds, read once for each of its revisions."""
    return _kept((row.id, row.revision, row.changed_at), lambda: row.files)


def freeze(session: Session, campaign: Campaign) -> FirmPack | None:
    """Fix for good what a campaign asks with, and return the row that was a draft until now; None else.

    Part of the caller's transaction. Raises NotReady for a questionnaire that still has faults.
    """
    if is_shipped(campaign.pack_key):
        return None
    firm = select(Organisation.firm_id).where(Organisation.id == campaign.organisation_id).scalar_subquery()
    row = session.scalar(
        select(FirmPack)
        .where(
            FirmPack.firm_id == firm,
            FirmPack.key == campaign.pack_key,
            FirmPack.version == campaign.pack_version,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise _missing(campaign.pack_key, campaign.pack_version)
    if row.state == "frozen":
        return None
    if faults := check(read(row)):
        raise NotReady(phrase("the questionnaire has faults ({n}); mend them first", n=len(faults)))
    row.state = "frozen"
    return row


@cache
def is_shipped(key: str) -> bool:
    """Whether a key is that of a pack that comes with the program."""
    return key in {shipped for shipped, _ in catalogue()}


def _own(session: Session, firm_id: UUID | None, key: str, version: str) -> Pack:
    named = (FirmPack.firm_id == firm_id, FirmPack.key == key, FirmPack.version == version)
    row = session.execute(select(FirmPack.id, FirmPack.revision, FirmPack.changed_at).where(*named)).first()
    if row is None:
        raise _missing(key, version)
    # The files are some hundred kilobytes: they are fetched where they have not been read yet.
    files = select(FirmPack.files).where(*named)
    return _kept((row[0], row[1], row[2]), lambda: session.scalars(files).one())


def _kept(stamp: _Stamp, files: Callable[[], Mapping[str, str]]) -> Pack:
    pack = _packs.get(stamp)
    if pack is None:
        pack = _packs[stamp] = load_files(files())
        for oldest in list(_packs)[:-_KEPT]:
            _packs.pop(oldest, None)
    return pack


def _missing(key: str, version: str) -> DefinitionError:
    return DefinitionError([f"{key}/{version}: no such pack, shipped or of this firm"])
