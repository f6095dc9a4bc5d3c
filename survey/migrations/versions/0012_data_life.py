"""The journal's chain over salted digests of what is about people; erasure in editions; people forgotten."""

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# As in 0011, but for the erasure of a person, which says so.
CHANGED = (
    "(NEW.results IS DISTINCT FROM OLD.results OR NEW.reports::text IS DISTINCT FROM OLD.reports::text"
    " OR NEW.accent IS DISTINCT FROM OLD.accent OR NEW.logo IS DISTINCT FROM OLD.logo"
    " OR NEW.digest IS DISTINCT FROM OLD.digest OR NEW.campaign_id IS DISTINCT FROM OLD.campaign_id"
    " OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number))"
)
ERASURE = " AND NOT (NEW.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at)"


def upgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    _drop_trigger()
    # On SQLite too a new column without a rule changes the table in place: nothing refers to a copy.
    op.add_column("edition", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _make_trigger(CHANGED + ERASURE)
    op.add_column("event", sa.Column("salt", sa.String(length=32), nullable=False, server_default=""))
    op.add_column("event", sa.Column("personal", sa.String(length=64), nullable=False, server_default=""))
    _chain(_new_digest)


def downgrade() -> None:
    _chain(_old_digest)
    op.drop_column("event", "personal")
    op.drop_column("event", "salt")
    _drop_trigger()
    op.drop_column("edition", "erased_at")
    _make_trigger(CHANGED)
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("forgotten_at")


def _drop_trigger() -> None:
    on = " ON edition" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER edition_unchangeable{on}")


def _make_trigger(when: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        does = "EXECUTE FUNCTION edition_unchangeable()"
    else:
        when = when.replace("::text", "").replace("IS DISTINCT FROM", "IS NOT")
        does = "BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END"
    op.execute(
        f"CREATE TRIGGER edition_unchangeable BEFORE UPDATE ON edition FOR EACH ROW WHEN ({when}) {does}"
    )


EVENT = sa.table(
    "event",
    *(
        sa.column(name, kind)
        for name, kind in (
            ("id", sa.Uuid()),
            ("firm_id", sa.Uuid()),
            ("organisation_id", sa.Uuid()),
            ("number", sa.Integer()),
            ("at", sa.DateTime(timezone=True)),
            ("actor", sa.String()),
            ("actor_id", sa.Uuid()),
            ("actor_name", sa.String()),
            ("action", sa.String()),
            ("subject", sa.String()),
            ("detail", sa.JSON()),
            ("salt", sa.String()),
            ("personal", sa.String()),
            ("previous", sa.String()),
            ("digest", sa.String()),
        )
    ),
)


def _chain(digest_of: Any) -> None:
    """Write each firm's digests anew. A line that was wrong before stays wrong: it keeps its old digest."""
    bind = op.get_bind()
    wrong_before = _old_digest if digest_of is _new_digest else _new_digest
    firm, old, new = None, "", ""
    for row in bind.execute(sa.select(EVENT).order_by(EVENT.c.firm_id, EVENT.c.number)).mappings().all():
        if row["firm_id"] != firm:
            firm, old, new = row["firm_id"], "", ""
        line = dict(row)
        line["at"] = (
            line["at"].replace(tzinfo=UTC) if line["at"].tzinfo is None else line["at"].astimezone(UTC)
        )
        holds = wrong_before(line) == row["digest"]
        if row["previous"] == old:
            line["previous"] = new
        if digest_of is _new_digest:
            line["salt"] = secrets.token_hex(16)
            line["personal"] = _personal(line)
        line["digest"] = digest_of(line) if holds else row["digest"]
        values = {name: line[name] for name in ("salt", "personal", "previous", "digest")}
        bind.execute(EVENT.update().where(EVENT.c.id == row["id"]).values(**values))
        old, new = row["digest"], line["digest"]


def _old_digest(line: dict[str, Any]) -> str:
    return _digest(
        [
            str(line["firm_id"]),
            str(line["organisation_id"] or ""),
            line["number"],
            line["at"].isoformat(),
            line["actor"],
            str(line["actor_id"] or ""),
            line["actor_name"],
            line["action"],
            line["subject"],
            line["detail"],
            line["previous"],
        ]
    )


def _new_digest(line: dict[str, Any]) -> str:
    return _digest(
        [
            str(line["firm_id"]),
            line["number"],
            line["at"].isoformat(),
            line["actor"],
            line["action"],
            line["personal"],
            line["previous"],
        ]
    )


def _personal(line: dict[str, Any]) -> str:
    return _digest(
        [
            line["salt"],
            str(line["organisation_id"] or ""),
            str(line["actor_id"] or ""),
            line["actor_name"],
            line["subject"],
            line["detail"],
        ]
    )


def _digest(content: list[Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
