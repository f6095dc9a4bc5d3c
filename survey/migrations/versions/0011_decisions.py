"""Versions of the report and who reads them, decisions, workshops, a firm's questionnaires, retention."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# What was sent for review and published stays as it was, whoever asks and whatever a later program does.
CHANGED = (
    "NEW.results IS DISTINCT FROM OLD.results OR NEW.reports::text IS DISTINCT FROM OLD.reports::text"
    " OR NEW.accent IS DISTINCT FROM OLD.accent OR NEW.logo IS DISTINCT FROM OLD.logo"
    " OR NEW.digest IS DISTINCT FROM OLD.digest OR NEW.campaign_id IS DISTINCT FROM OLD.campaign_id"
    " OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number)"
)
UNCHANGEABLE = {
    "sqlite": (
        "CREATE TRIGGER edition_unchangeable BEFORE UPDATE ON edition FOR EACH ROW WHEN "
        + CHANGED.replace("::text", "").replace("IS DISTINCT FROM", "IS NOT")
        + " BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END",
    ),
    "postgresql": (
        (
            "CREATE FUNCTION edition_unchangeable() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN RAISE EXCEPTION 'an edition never changes' USING ERRCODE = '23514'; END$$"
        ),
        "CREATE TRIGGER edition_unchangeable BEFORE UPDATE ON edition FOR EACH ROW WHEN ("
        + CHANGED
        + ") EXECUTE FUNCTION edition_unchangeable()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "firm_pack",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("copied_from", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'frozen')", name=op.f("ck_firm_pack_state")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_firm_pack_title")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_firm_pack_firm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_pack")),
        sa.UniqueConstraint("firm_id", "key", "version", name=op.f("uq_firm_pack_firm_id_key_version")),
    )
    with op.batch_alter_table("firm_pack", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_pack_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "firm_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('questions', 'archive')", name=op.f("ck_firm_upload_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_firm_upload_account_id")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_firm_upload_firm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_upload")),
    )
    with op.batch_alter_table("firm_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_upload_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("board", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_draft_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_draft_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_draft_campaign_id")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('published', 'withdrawn')) = (number IS NOT NULL)", name=op.f("ck_edition_number")
        ),
        sa.CheckConstraint(
            "(state IN ('returned', 'withdrawn')) = (ended_at IS NOT NULL)", name=op.f("ck_edition_ended_at")
        ),
        sa.CheckConstraint(
            "state IN ('review', 'returned', 'published', 'withdrawn')", name=op.f("ck_edition_state")
        ),
        sa.CheckConstraint("(number IS NULL) = (published_at IS NULL)", name=op.f("ck_edition_published_at")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_edition_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_edition_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_edition_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_edition_campaign_id_number")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_edition_organisation_id_id")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("passage", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_remark_text")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_remark_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_remark_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remark_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "wording",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("passage", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("based_on", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_wording_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_wording_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint(
            "campaign_id", "locale", "passage", name=op.f("uq_wording_campaign_id_locale_passage")
        ),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "workshop",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("stage IN ('vote', 'shown')", name=op.f("ck_workshop_stage")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_workshop_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_workshop_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_workshop_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("digest", name=op.f("uq_workshop_digest")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_workshop_organisation_id_id")),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "bundle",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'making') = (finished_at IS NULL)", name=op.f("ck_bundle_finished_at")),
        sa.CheckConstraint("state IN ('making', 'ready', 'failed')", name=op.f("ck_bundle_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bundle_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_bundle_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_bundle_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bundle_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_bundle_organisation_id_id")),
    )
    with op.batch_alter_table("bundle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bundle_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "consensus",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=2), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_consensus_reason")),
        sa.CheckConstraint(
            "value IS NULL OR value IN ('1', '2', '3', '4', '5', 'dk')", name=op.f("ck_consensus_value")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "workshop_id"],
            ["workshop.organisation_id", "workshop.id"],
            name=op.f("fk_consensus_organisation_id_workshop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_consensus_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
    )
    with op.batch_alter_table("consensus", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consensus_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consensus_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("option", sa.String(length=60), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("amendments", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("decided_by <> ''", name=op.f("ck_decision_decided_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_decision_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_decision_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_decision_organisation_id_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_seat_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "department_id"],
            ["department.organisation_id", "department.id"],
            name=op.f("fk_seat_organisation_id_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "workshop_id"],
            ["workshop.organisation_id", "workshop.id"],
            name=op.f("fk_seat_organisation_id_workshop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_seat_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("digest", name=op.f("uq_seat_digest")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_seat_organisation_id_id")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "deliverable",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'made') = (content IS NOT NULL)", name=op.f("ck_deliverable_content")),
        sa.CheckConstraint(
            "state IN ('waiting', 'made', 'skipped', 'failed')", name=op.f("ck_deliverable_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "bundle_id"],
            ["bundle.organisation_id", "bundle.id"],
            name=op.f("fk_deliverable_organisation_id_bundle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_deliverable_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
        sa.UniqueConstraint("bundle_id", "position", name=op.f("uq_deliverable_bundle_id_position")),
    )
    with op.batch_alter_table("deliverable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliverable_bundle_id"), ["bundle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliverable_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'started', 'done', 'dropped')", name=op.f("ck_follow_up_state")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_follow_up_title")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_follow_up_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "decision_id"],
            ["decision.organisation_id", "decision.id"],
            name=op.f("fk_follow_up_organisation_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_follow_up_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=2), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("value IN ('1', '2', '3', '4', '5', 'dk')", name=op.f("ck_vote_value")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "seat_id"],
            ["seat.organisation_id", "seat.id"],
            name=op.f("fk_vote_organisation_id_seat_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "workshop_id"],
            ["workshop.organisation_id", "workshop.id"],
            name=op.f("fk_vote_organisation_id_workshop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_vote_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("seat_id", "question", name=op.f("uq_vote_seat_id_question")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "read_code",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_read_code_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invitation_id"],
            ["invitation.organisation_id", "invitation.id"],
            name=op.f("fk_read_code_organisation_id_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_read_code_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_code")),
    )
    with op.batch_alter_table("read_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_code_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_code_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "reading",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reading_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_reading_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_reading_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invitation_id"],
            ["invitation.organisation_id", "invitation.id"],
            name=op.f("fk_reading_organisation_id_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reading_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_organisation_id"), ["organisation_id"], unique=False)

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shows_previous", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("shows_results", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("firm", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keep_months", sa.Integer(), nullable=True))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=320), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("locale", sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column("asks_code", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invitation_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_mail_invitation_id"), "invitation", ["invitation_id"], ["id"]
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("benchmark_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("benchmark_by", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("keep_months", sa.Integer(), nullable=True))

    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.Boolean(), nullable=False, server_default=sa.false()))

    for statement in UNCHANGEABLE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.drop_column("carried")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("keep_months")
        batch_op.drop_column("benchmark_by")
        batch_op.drop_column("benchmark_at")

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mail_invitation_id"), type_="foreignkey")
        batch_op.drop_column("invitation_id")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("asks_code")
        batch_op.drop_column("locale")
        batch_op.drop_column("email")

    with op.batch_alter_table("firm", schema=None) as batch_op:
        batch_op.drop_column("keep_months")

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("shows_results")
        batch_op.drop_column("shows_previous")

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_reading_campaign_id"))

    op.drop_table("reading")
    with op.batch_alter_table("read_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_read_code_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_read_code_invitation_id"))

    op.drop_table("read_code")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_vote_organisation_id"))

    op.drop_table("vote")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_campaign_id"))

    op.drop_table("follow_up")
    with op.batch_alter_table("deliverable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliverable_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deliverable_bundle_id"))

    op.drop_table("deliverable")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_seat_organisation_id"))

    op.drop_table("seat")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_decision_campaign_id"))

    op.drop_table("decision")
    with op.batch_alter_table("consensus", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consensus_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_consensus_organisation_id"))

    op.drop_table("consensus")
    with op.batch_alter_table("bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundle_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_bundle_campaign_id"))

    op.drop_table("bundle")
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_workshop_campaign_id"))

    op.drop_table("workshop")
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_organisation_id"))

    op.drop_table("wording")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_remark_campaign_id"))

    op.drop_table("remark")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_edition_campaign_id"))

    op.drop_table("edition")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION edition_unchangeable()")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_organisation_id"))

    op.drop_table("draft")
    with op.batch_alter_table("firm_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_upload_firm_id"))

    op.drop_table("firm_upload")
    with op.batch_alter_table("firm_pack", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_pack_firm_id"))

    op.drop_table("firm_pack")
