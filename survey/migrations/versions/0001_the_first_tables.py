"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sponsor_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_organisation_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "campaign",
        sa.Column("pack_key", sa.String(length=60), nullable=False),
        sa.Column("pack_version", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("prepared_by", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_campaign_closed_at")
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_campaign_state")),
        sa.CheckConstraint("visibility IN ('attributed', 'grouped')", name=op.f("ck_campaign_visibility")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_campaign_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_campaign_organisation_id_id")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "department",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_department_named")),
        sa.CheckConstraint("headcount IS NULL OR headcount >= 0", name=op.f("ck_department_headcount")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_department_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_department_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_department_organisation_id_name")),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "respondent",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_respondent_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "department_id"],
            ["department.organisation_id", "department.id"],
            name=op.f("fk_respondent_organisation_id_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_respondent_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_respondent_organisation_id_id")),
    )
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_respondent_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "stated_fact",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("stated_by", sa.String(length=200), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_stated_fact_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stated_fact_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_fact")),
        sa.UniqueConstraint("campaign_id", "fact", name=op.f("uq_stated_fact_campaign_id_fact")),
    )
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stated_fact_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "stored_result",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_stored_result_fingerprint")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_stored_result_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stored_result_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_result")),
    )
    with op.batch_alter_table("stored_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stored_result_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(purpose = 'answer') = (respondent_id IS NOT NULL)", name=op.f("ck_invitation_respondent")
        ),
        sa.CheckConstraint("purpose IN ('answer', 'read')", name=op.f("ck_invitation_purpose")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_invitation_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_invitation_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "respondent_id"],
            ["respondent.organisation_id", "respondent.id"],
            name=op.f("fk_invitation_organisation_id_respondent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_invitation_organisation_id_id")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_submission_sent_at")),
        sa.CheckConstraint("state IN ('open', 'sent')", name=op.f("ck_submission_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_submission_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "respondent_id"],
            ["respondent.organisation_id", "respondent.id"],
            name=op.f("fk_submission_organisation_id_respondent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_submission_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_submission_organisation_id_id")),
        sa.UniqueConstraint("respondent_id", name=op.f("uq_submission_respondent_id")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=2), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "value IS NULL OR value IN ('1', '2', '3', '4', '5', 'dk', 'na')", name=op.f("ck_answer_value")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_answer_revision")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_answer_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_answer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("submission_id", "question", name=op.f("uq_answer_submission_id_question")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_visit_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invitation_id"],
            ["invitation.organisation_id", "invitation.id"],
            name=op.f("fk_visit_organisation_id_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_visit_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("digest", name=op.f("uq_visit_digest")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_organisation_id"))

    op.drop_table("visit")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_organisation_id"))

    op.drop_table("answer")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_organisation_id"))

    op.drop_table("submission")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("stored_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_result_organisation_id"))

    op.drop_table("stored_result")
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stated_fact_organisation_id"))

    op.drop_table("stated_fact")
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_respondent_organisation_id"))

    op.drop_table("respondent")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_organisation_id"))

    op.drop_table("department")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_organisation_id"))

    op.drop_table("campaign")
    op.drop_table("organisation")
