"""Answers collected elsewhere: a file is kept while its columns are confirmed, and read again at each step.

Nothing of it is written before everything in it can be read: see ``answers_writing.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questionnaires.answers import Submission
from questionnaires.errors import InvalidAnswer, NotReady
from questionnaires.model import Pack

from ..db import transaction
from ..files import (
    ExportMapping,
    Skipped,
    Table,
    detect,
    parse_table,
    propose,
    read_answers,
    read_export,
    skipped,
)
from ..files.mapping import USES, Roles
from ..files.own import ROLE
from ..files.table import Row
from ..models import Department, Upload
from .desk import Desk

MAX_BYTES: Final = 5 * 1024 * 1024
"""What a file may bring: thousands of rows, and a request that the server can hold."""
KEPT: Final = timedelta(days=1)
"""How long a file waits to be confirmed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file on its way in: as read, with cells put right, and the mapping as it stands.

    ``mapping`` is None for our own layout, whose columns say themselves what they hold.
    """

    id: UUID
    name: str
    kind: str
    table: Table
    departments: tuple[str, ...]
    mapping: ExportMapping | None
    confirmed: bool

    def read(self, pack: Pack) -> list[Submission]:
        """The submissions in it. Raises ImportProblems with everything that cannot be read."""
        if self.mapping is None:
            return read_answers(self.table, pack, self.departments)
        return read_export(self.table, settled(self.mapping), pack, self.departments)

    def left_out(self) -> list[Skipped]:
        """The rows that hold no submission, and why."""
        return skipped(self.table, self.mapping) if self.mapping else []

    def samples(self, index: int, most: int = 3) -> list[str]:
        """The first different values of a column."""
        values = (row.cells[index].strip() for row in self.table.rows)
        return list(dict.fromkeys(value for value in values if value))[:most]


def store(session: Session, desk: Desk, name: str, content: bytes) -> UUID:
    """Keep a file that can be read as a table. Raises ImportProblems for another, NotReady when closed."""
    parse_table(content, name)
    with transaction(session):
        if desk.campaign.state != "open":
            raise NotReady("answers are taken in while a campaign is open")
        # One file a person at a time, and none for longer than a day.
        session.execute(
            delete(Upload).where(
                (Upload.created_at < desk.now - KEPT)
                | ((Upload.campaign_id == desk.campaign.id) & (Upload.account_id == desk.member.account_id)),
                Upload.kind == "answers",
            )
        )
        upload = Upload(
            organisation_id=desk.campaign.organisation_id,
            campaign_id=desk.campaign.id,
            account_id=desk.member.account_id,
            kind="answers",
            name=name[:200],
            content=content,
            created_at=desk.now,
        )
        session.add(upload)
        session.flush()
    return upload.id


def draft(session: Session, pack: Pack, desk: Desk, upload_id: UUID) -> Draft | None:
    """The file of an id; None where it is not this member's in this campaign, or was kept too long."""
    upload = own_upload(session, desk, upload_id)
    if upload is None:
        return None
    chosen: dict[str, Any] = upload.settings
    table = mended(parse_table(upload.content, upload.name), chosen.get("fixes", {}))
    departments = tuple(
        session.scalars(
            select(Department.name)
            .where(Department.organisation_id == desk.campaign.organisation_id)
            .order_by(Department.position)
        )
    )
    kind = detect(table, pack)
    mapping = None if kind == "own" else _as_chosen(propose(table, pack, departments), chosen)
    confirmed = mapping is None or bool(chosen.get("confirmed"))
    return Draft(upload.id, upload.name, kind, table, departments, mapping, confirmed)


def choose(session: Session, pack: Pack, desk: Desk, upload_id: UUID, chosen: Mapping[str, object]) -> None:
    """Keep what was chosen for columns, values and roles, on top of what was chosen before.

    ``chosen``: "uses" letter → use, "values" letter → value → meaning, "answers" code → meaning,
    "default" a role, "roles" department → role. Raises InvalidAnswer for a use or role that is none.
    """
    uses = chosen.get("uses", {})
    roles = chosen.get("roles", {})
    assert isinstance(uses, dict)  # noqa: S101 - for the reader of types
    assert isinstance(roles, dict)  # noqa: S101 - as above
    wrong = [use for use in uses.values() if use not in (*USES, *pack.question)]
    wrong += [role for role in (*roles.values(), chosen.get("default")) if role and role not in pack.role]
    if wrong:
        raise InvalidAnswer(f"{wrong[0]!r} is neither a question, nor a column of people, nor a role")
    _keep(session, desk, upload_id, {**chosen, "confirmed": True})


def mend(session: Session, desk: Desk, upload_id: UUID, fixes: Mapping[str, object]) -> None:
    """Keep what cells are to be read as: ``fixes`` maps "D4", or "D" and a value, to another text."""
    _keep(session, desk, upload_id, {"fixes": fixes})


def discard(session: Session, desk: Desk, upload_id: UUID) -> None:
    """Forget a file."""
    with transaction(session):
        upload = own_upload(session, desk, upload_id)
        if upload is not None:
            session.delete(upload)


def mended(table: Table, fixes: Mapping[str, Any]) -> Table:
    """The table with cells put right: single ones by "D4", and every cell of a column with the same text."""
    if not fixes:
        return table
    letters = table.letters

    def right(row: Row) -> Row:
        cells = list(row.cells)
        for index, letter in enumerate(letters):
            alike = fixes.get(letter, {})
            cells[index] = fixes.get(f"{letter}{row.number}", alike.get(cells[index], cells[index]))
        return Row(row.number, tuple(cells))

    return replace(table, rows=tuple(right(row) for row in table.rows))


def settled(mapping: ExportMapping) -> ExportMapping:
    """The mapping with everything confirmed: a person looked it over on the screen."""
    roles = replace(mapping.roles, confirm=False) if mapping.roles else None
    columns = tuple(replace(column, confirm=False) for column in mapping.columns)
    return replace(mapping, columns=columns, roles=roles, confirm_answers=False)


def own_upload(session: Session, desk: Desk, upload_id: UUID) -> Upload | None:
    """The file of an id, if this member brought it to this campaign within a day."""
    return session.scalar(
        select(Upload).where(
            Upload.id == upload_id,
            Upload.organisation_id == desk.campaign.organisation_id,
            Upload.campaign_id == desk.campaign.id,
            Upload.account_id == desk.member.account_id,
            Upload.kind == "answers",
            Upload.created_at > desk.now - KEPT,
        )
    )


def _keep(session: Session, desk: Desk, upload_id: UUID, chosen: Mapping[str, object]) -> None:
    with transaction(session):
        upload = own_upload(session, desk, upload_id)
        if upload is None:
            raise InvalidAnswer("this file is not kept any more: bring it again")
        kept = dict(upload.settings)
        for key, value in chosen.items():
            before = kept.get(key)
            if isinstance(value, Mapping) and isinstance(before, Mapping):
                kept[key] = {
                    name: {**before[name], **new}
                    if isinstance(new, Mapping) and isinstance(before.get(name), Mapping)
                    else new
                    for name, new in ({**before, **value}).items()
                }
            else:
                kept[key] = value
        upload.settings = kept


def _as_chosen(proposal: ExportMapping, chosen: Mapping[str, Any]) -> ExportMapping:
    """The proposal, but for what a person chose."""
    uses, values = chosen.get("uses", {}), chosen.get("values", {})
    columns = []
    for column in proposal.columns:
        use = uses.get(column.letter, column.use)
        # Meanings were proposed for the use that was proposed.
        meanings = column.values if use == column.use else {}
        changed = replace(column, use=use, values={**meanings, **values.get(column.letter, {})})
        columns.append(replace(changed, confirm=False) if column.letter in uses else changed)
    roles = proposal.roles
    if ROLE not in {column.use for column in columns}:
        roles = roles or Roles()
        default = chosen.get("default") or roles.default
        by_department = {**roles.by_department, **chosen.get("roles", {})}
        by_department = {name: role for name, role in by_department.items() if role}
        roles = Roles(default, by_department, confirm=roles.confirm and "default" not in chosen)
    else:
        roles = None
    answers = {**proposal.answers, **chosen.get("answers", {})}
    unsure = proposal.confirm_answers and "answers" not in chosen
    return ExportMapping(proposal.kind, tuple(columns), roles, answers, unsure)
