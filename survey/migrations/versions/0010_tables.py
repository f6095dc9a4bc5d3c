"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_key_at", ["key", "at"], unique=False)

    op.create_table(
        "firm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_firm_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("totp_secret", sa.String(length=64), nullable=False),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("oidc_subject", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name=op.f("ck_account_email")),
        sa.CheckConstraint("role IN ('owner', 'consultant', 'lead', 'reader')", name=op.f("ck_account_role")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_account_firm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("firm_id", "id", name=op.f("uq_account_firm_id_id")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_account_oidc_subject")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sponsor_name", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_digest", sa.String(length=64), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_organisation_named")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_organisation_firm_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("firm_id", "id", name=op.f("uq_organisation_firm_id_id")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assignment_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assignment_organisation_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "organisation_id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "campaign",
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("pack_key", sa.String(length=60), nullable=False),
        sa.Column("pack_version", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("prepared_by", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("reply_to", sa.String(length=320), nullable=False),
        sa.Column("delegates_anywhere", sa.Boolean(), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_campaign_closed_at")
        ),
        sa.CheckConstraint("(state = 'draft') = (opened_at IS NULL)", name=op.f("ck_campaign_opened_at")),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("ck_campaign_state")),
        sa.CheckConstraint("visibility IN ('attributed', 'grouped')", name=op.f("ck_campaign_visibility")),
        sa.CheckConstraint("wave >= 1", name=op.f("ck_campaign_wave")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_campaign_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_campaign_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "wave", name=op.f("uq_campaign_organisation_id_wave")),
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
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_event_firm_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_event_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("firm_id", "number", name=op.f("uq_event_firm_id_number")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("dedup", sa.String(length=200), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_job_lease_until")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name=op.f("ck_job_finished_at")
        ),
        sa.CheckConstraint("state IN ('ready', 'running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_job_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("dedup", name=op.f("uq_job_dedup")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_job_state_run_at", ["state", "run_at"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_recovery_code_digest")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "digest", name=op.f("uq_recovery_code_account_id_digest")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_sign_in_digest")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_in_digest")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('join', 'reset')", name=op.f("ck_ticket_purpose")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_ticket_digest")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ticket_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("digest", name=op.f("uq_ticket_digest")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_account_id"), ["account_id"], unique=False)

    op.create_table(
        "mail_template",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_mail_template_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mail_template_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_template")),
        sa.UniqueConstraint(
            "campaign_id", "kind", "locale", name=op.f("uq_mail_template_campaign_id_kind_locale")
        ),
    )
    with op.batch_alter_table("mail_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mail_template_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "respondent",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True),
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
        batch_op.create_index(batch_op.f("ix_respondent_campaign_id"), ["campaign_id"], unique=False)
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
        "upload",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('people', 'answers')", name=op.f("ck_upload_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_upload_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_upload_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_upload_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "delegation",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_delegation_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "respondent_id"],
            ["respondent.organisation_id", "respondent.id"],
            name=op.f("fk_delegation_organisation_id_respondent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_delegation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_delegation_organisation_id_id")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_respondent_id"), ["respondent_id"], unique=False)
        batch_op.create_index(
            "uq_delegation_live",
            ["respondent_id", "dimension"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "submission",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.String(length=200), nullable=False),
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
        "agreed_answer",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=2), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("agreed_by", sa.String(length=200), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_agreed_answer_reason")),
        sa.CheckConstraint(
            "value IS NULL OR value IN ('1', '2', '3', '4', '5', 'dk', 'na')",
            name=op.f("ck_agreed_answer_value"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_agreed_answer_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_agreed_answer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_answer")),
    )
    with op.batch_alter_table("agreed_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreed_answer_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agreed_answer_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=2), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("quote", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quote IN ('private', 'unnamed', 'department')", name=op.f("ck_answer_quote")),
        sa.CheckConstraint(
            "source IN ('self', 'delegate', 'interview', 'import')", name=op.f("ck_answer_source")
        ),
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
        "invitation",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("respondent_id", sa.Uuid(), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(purpose = 'delegate') = (delegation_id IS NOT NULL)", name=op.f("ck_invitation_delegation")
        ),
        sa.CheckConstraint(
            "(purpose = 'read') = (respondent_id IS NULL)", name=op.f("ck_invitation_respondent")
        ),
        sa.CheckConstraint("purpose IN ('answer', 'read', 'delegate')", name=op.f("ck_invitation_purpose")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_invitation_digest")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "campaign_id"],
            ["campaign.organisation_id", "campaign.id"],
            name=op.f("fk_invitation_organisation_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "delegation_id"],
            ["delegation.organisation_id", "delegation.id"],
            name=op.f("fk_invitation_organisation_id_delegation_id"),
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
        batch_op.create_index(batch_op.f("ix_invitation_respondent_id"), ["respondent_id"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("respondent_id", sa.Uuid(), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("dedup", sa.String(length=200), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=320), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_mail_sent_at")),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'refused', 'bounced', 'dropped')",
            name=op.f("ck_mail_state"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_account_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_mail_campaign_id")),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_mail_delegation_id")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_mail_firm_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mail_organisation_id")
        ),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name=op.f("fk_mail_respondent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("dedup", name=op.f("uq_mail_dedup")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_firm_id"), ["firm_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_respondent_id"), ["respondent_id"], unique=False)

    op.create_table(
        "review_note",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_review_note_text")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_review_note_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_review_note_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    with op.batch_alter_table("review_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_note_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_note_submission_id"), ["submission_id"], unique=False)

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
    with op.batch_alter_table("review_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_note_submission_id"))
        batch_op.drop_index(batch_op.f("ix_review_note_organisation_id"))

    op.drop_table("review_note")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_respondent_id"))
        batch_op.drop_index(batch_op.f("ix_mail_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_mail_firm_id"))
        batch_op.drop_index(batch_op.f("ix_mail_campaign_id"))

    op.drop_table("mail")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_respondent_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_organisation_id"))

    op.drop_table("answer")
    with op.batch_alter_table("agreed_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreed_answer_submission_id"))
        batch_op.drop_index(batch_op.f("ix_agreed_answer_organisation_id"))

    op.drop_table("agreed_answer")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_organisation_id"))

    op.drop_table("submission")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_delegation_live",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_delegation_respondent_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_organisation_id"))

    op.drop_table("delegation")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_organisation_id"))

    op.drop_table("upload")
    with op.batch_alter_table("stored_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_result_organisation_id"))

    op.drop_table("stored_result")
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stated_fact_organisation_id"))

    op.drop_table("stated_fact")
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_respondent_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_respondent_campaign_id"))

    op.drop_table("respondent")
    with op.batch_alter_table("mail_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_template_organisation_id"))

    op.drop_table("mail_template")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_account_id"))

    op.drop_table("ticket")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_run_at")
        batch_op.drop_index(batch_op.f("ix_job_organisation_id"))

    op.drop_table("job")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_organisation_id"))

    op.drop_table("event")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_organisation_id"))

    op.drop_table("department")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_organisation_id"))

    op.drop_table("campaign")
    op.drop_table("assignment")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_firm_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_firm_id"))

    op.drop_table("account")
    op.drop_table("firm")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_key_at")

    op.drop_table("attempt")
