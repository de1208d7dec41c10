"""Tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute")),
        sa.UniqueConstraint("name", name=op.f("uq_attribute_name")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_actor_id", "audit_entry", ["actor_id"], unique=False)
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "subject_id"], unique=False)

    op.create_table(
        "branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["branch.id"], name=op.f("fk_branch_parent_id_branch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("parent_id", "name", name=op.f("uq_branch_parent_id_name")),
    )
    op.create_index("ix_branch_path", "branch", ["path"], unique=False)

    op.create_table(
        "certification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_key", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("is_licence", sa.Boolean(), nullable=False),
        sa.Column("validity", sa.String(), nullable=False),
        sa.Column("validity_number", sa.Integer(), nullable=True),
        sa.Column("to_month_end", sa.Boolean(), nullable=False),
        sa.Column("fixed_day", sa.Date(), nullable=True),
        sa.Column("renewal_days", sa.Integer(), nullable=False),
        sa.Column("always_valid_allowed", sa.Boolean(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
        sa.UniqueConstraint("code_key", name=op.f("uq_certification_code_key")),
        sa.UniqueConstraint("name", name=op.f("uq_certification_name")),
    )
    op.create_table(
        "decided_day",
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("moment", "day", name=op.f("pk_decided_day")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(
        "ix_event_waiting",
        "event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("processed_at IS NULL"),
        postgresql_where=sa.text("processed_at IS NULL"),
    )

    op.create_table(
        "executor",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executor")),
    )
    op.create_table(
        "failed_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_try")),
    )
    op.create_index("ix_failed_try_subject", "failed_try", ["subject", "at"], unique=False)

    op.create_table(
        "job",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    op.create_index("ix_job_started_by_id", "job", ["started_by_id"], unique=False)

    op.create_table(
        "loop_tick",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_loop_tick")),
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("reminder_hour", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("licensing_months", sa.Integer(), nullable=False),
        sa.Column("certification_tracking", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    op.create_table(
        "people_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_group")),
        sa.UniqueConstraint("name", name=op.f("uq_people_group_name")),
    )
    op.create_table(
        "refusal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "handler", "minute", name=op.f("pk_refusal")),
    )
    op.create_index("ix_refusal_minute", "refusal", ["minute"], unique=False)

    op.create_table(
        "role_permission",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("permission", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_role_permission")),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_key", sa.String(), nullable=False),
        sa.Column("library", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("course_kind", sa.String(), nullable=True),
        sa.Column("hours", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("accredited_through", sa.Date(), nullable=True),
        sa.Column("reassign_after_days", sa.Integer(), nullable=True),
        sa.Column("reassign_from_completion", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("code_key", name=op.f("uq_training_code_key")),
    )
    op.create_index("ix_training_level", "training", ["level"], unique=False)
    op.create_index("ix_training_library", "training", ["library"], unique=False)
    op.create_index("ix_training_title", "training", ["title", "id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("username_key", sa.String(), nullable=False),
        sa.Column("employee_number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_person_branch_id_branch")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_person_manager_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
        sa.UniqueConstraint("employee_number", name=op.f("uq_person_employee_number")),
        sa.UniqueConstraint("username_key", name=op.f("uq_person_username_key")),
    )
    op.create_index("ix_person_branch_id", "person", ["branch_id"], unique=False)
    op.create_index("ix_person_deactivated_at", "person", ["deactivated_at"], unique=False)
    op.create_index("ix_person_hired_on", "person", ["hired_on"], unique=False)
    op.create_index("ix_person_level", "person", ["level"], unique=False)
    op.create_index("ix_person_manager_id", "person", ["manager_id"], unique=False)
    op.create_index("ix_person_name", "person", ["last_name", "first_name", "id"], unique=False)
    op.create_index("ix_person_shift", "person", ["shift"], unique=False)
    op.create_index("ix_person_title", "person", ["title"], unique=False)

    op.create_table(
        "training_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_version_training_id_training")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_version")),
        sa.UniqueConstraint("training_id", "number", name=op.f("uq_training_version_training_id_number")),
    )
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("dashboard_notifications", sa.Boolean(), nullable=False),
        sa.Column("emails", sa.Boolean(), nullable=False),
        sa.Column("allow_duplicates", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_assignment_made_by_id_person")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_assignment_training_id_training")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("key", name=op.f("uq_assignment_key")),
    )
    op.create_index("ix_assignment_days", "assignment", ["due_on", "starts_on"], unique=False)
    op.create_index("ix_assignment_starts_on", "assignment", ["starts_on"], unique=False)
    op.create_index("ix_assignment_training_id", "assignment", ["training_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("certification_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("always_valid", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("association", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("always_valid = (expires_on IS NULL)", name=op.f("ck_award_expiry")),
        sa.CheckConstraint(
            "issued_on IS NULL OR expires_on IS NULL OR issued_on <= expires_on", name=op.f("ck_award_order")
        ),
        sa.ForeignKeyConstraint(
            ["certification_id"], ["certification.id"], name=op.f("fk_award_certification_id_certification")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_award_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    op.create_index("ix_award_expiry", "award", ["certification_id", "expires_on"], unique=False)
    op.create_index("ix_award_holder", "award", ["certification_id", "person_id", "expires_on"], unique=False)
    op.create_index("ix_award_person_id", "award", ["person_id"], unique=False)

    op.create_table(
        "chosen",
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chosen_person_id_person")),
        sa.PrimaryKeyConstraint("form_key", "person_id", name=op.f("pk_chosen")),
    )
    op.create_index("ix_chosen_person_id", "chosen", ["person_id"], unique=False)

    op.create_table(
        "enrollment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("closed_as", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrollment_person_id_person")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_enrollment_training_id_training")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_enrollment_version_id_training_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint(
            "training_id", "person_id", "number", name=op.f("uq_enrollment_training_id_person_id_number")
        ),
    )
    op.create_index("ix_enrollment_completed", "enrollment", ["training_id", "person_id", "completed_on"], unique=False)
    op.create_index("ix_enrollment_person_id", "enrollment", ["person_id"], unique=False)
    op.create_index(
        "uq_enrollment_open",
        "enrollment",
        ["person_id", "training_id"],
        unique=True,
        sqlite_where=sa.text("closed_as IS NULL AND status IN ('enrolled', 'passed')"),
        postgresql_where=sa.text("closed_as IS NULL AND status IN ('enrolled', 'passed')"),
    )

    op.create_table(
        "link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_link_person_id_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_link")),
    )
    op.create_index("ix_link_person_id", "link", ["person_id"], unique=False)

    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_material_version_id_training_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_material_version_id_position")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", "channel", name=op.f("uq_message_key_channel")),
    )
    op.create_index("ix_message_assignee_id", "message", ["assignee_id"], unique=False)
    op.create_index("ix_message_bell", "message", ["person_id", "channel", "status", "read_at"], unique=False)
    op.create_index(
        "ix_message_failed",
        "message",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'failed'"),
        postgresql_where=sa.text("status = 'failed'"),
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )

    op.create_table(
        "path_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["training.id"], name=op.f("fk_path_course_course_id_training")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["training_version.id"], name=op.f("fk_path_course_version_id_training_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_course")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_path_course_version_id_position")),
    )
    op.create_index("ix_path_course_course_id", "path_course", ["course_id"], unique=False)

    op.create_table(
        "people_group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name=op.f("fk_people_group_member_group_id_people_group")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_people_group_member_person_id_person")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_people_group_member")),
    )
    op.create_index("ix_people_group_member_person_id", "people_group_member", ["person_id"], unique=False)

    op.create_table(
        "person_attribute",
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"], ["attribute.id"], name=op.f("fk_person_attribute_attribute_id_attribute")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_attribute_person_id_person")),
        sa.PrimaryKeyConstraint("attribute_id", "person_id", name=op.f("pk_person_attribute")),
    )
    op.create_index("ix_person_attribute_person_id", "person_attribute", ["person_id"], unique=False)
    op.create_index("ix_person_attribute_value", "person_attribute", ["attribute_id", "value"], unique=False)

    op.create_table(
        "person_permission",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("permission", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_permission_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "permission", name=op.f("pk_person_permission")),
    )
    op.create_table(
        "person_tag",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_tag_person_id_person")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_person_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("tag_id", "person_id", name=op.f("pk_person_tag")),
    )
    op.create_index("ix_person_tag_person_id", "person_tag", ["person_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_role_grant_person_id_role")),
    )
    op.create_index("ix_role_grant_role", "role_grant", ["role"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"], unique=False)

    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_member_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_person_id", "team_member", ["person_id"], unique=False)

    op.create_table(
        "assignee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignee_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_assignee_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignee_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignee")),
        sa.UniqueConstraint("assignment_id", "person_id", name=op.f("uq_assignee_assignment_id_person_id")),
    )
    op.create_index("ix_assignee_due", "assignee", ["due_on", "assignment_id"], unique=False)
    op.create_index("ix_assignee_enrollment_id", "assignee", ["enrollment_id"], unique=False)
    op.create_index("ix_assignee_person_id", "assignee", ["person_id"], unique=False)

    op.create_table(
        "closing",
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_closing_by_id_person")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_closing_enrollment_id_enrollment")),
        sa.PrimaryKeyConstraint("enrollment_id", name=op.f("pk_closing")),
    )
    op.create_table(
        "material_done",
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_material_done_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["material_id"], ["material.id"], name=op.f("fk_material_done_material_id_material")),
        sa.PrimaryKeyConstraint("enrollment_id", "material_id", name=op.f("pk_material_done")),
    )
    op.create_table(
        "revocation",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_revocation_award_id_award")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_revocation_by_id_person")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_revocation")),
    )
    op.create_table(
        "role_scope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(branch_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_role_scope_branch_or_team")),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_role_scope_branch_id_branch")),
        sa.ForeignKeyConstraint(["grant_id"], ["role_grant.id"], name=op.f("fk_role_scope_grant_id_role_grant")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_role_scope_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_scope")),
    )
    op.create_index("ix_role_scope_grant_id", "role_scope", ["grant_id"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["assignee.id"], name=op.f("fk_withdrawal_assignee_id_assignee")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_withdrawal_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    op.create_index("ix_withdrawal_assignee_id", "withdrawal", ["assignee_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_withdrawal_assignee_id", "withdrawal")

    op.drop_table("withdrawal")
    op.drop_index("ix_role_scope_grant_id", "role_scope")

    op.drop_table("role_scope")
    op.drop_table("revocation")
    op.drop_table("material_done")
    op.drop_table("closing")
    op.drop_index("ix_assignee_person_id", "assignee")
    op.drop_index("ix_assignee_enrollment_id", "assignee")
    op.drop_index("ix_assignee_due", "assignee")

    op.drop_table("assignee")
    op.drop_index("ix_team_member_person_id", "team_member")

    op.drop_table("team_member")
    op.drop_index("ix_sign_in_person_id", "sign_in")

    op.drop_table("sign_in")
    op.drop_index("ix_role_grant_role", "role_grant")

    op.drop_table("role_grant")
    op.drop_index("ix_person_tag_person_id", "person_tag")

    op.drop_table("person_tag")
    op.drop_table("person_permission")
    op.drop_index("ix_person_attribute_value", "person_attribute")
    op.drop_index("ix_person_attribute_person_id", "person_attribute")

    op.drop_table("person_attribute")
    op.drop_index("ix_people_group_member_person_id", "people_group_member")

    op.drop_table("people_group_member")
    op.drop_index("ix_path_course_course_id", "path_course")

    op.drop_table("path_course")
    op.drop_index(
        "ix_message_waiting",
        "message",
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.drop_index(
        "ix_message_failed",
        "message",
        sqlite_where=sa.text("status = 'failed'"),
        postgresql_where=sa.text("status = 'failed'"),
    )
    op.drop_index("ix_message_bell", "message")
    op.drop_index("ix_message_assignee_id", "message")

    op.drop_table("message")
    op.drop_table("material")
    op.drop_index("ix_link_person_id", "link")

    op.drop_table("link")
    op.drop_index(
        "uq_enrollment_open",
        "enrollment",
        sqlite_where=sa.text("closed_as IS NULL AND status IN ('enrolled', 'passed')"),
        postgresql_where=sa.text("closed_as IS NULL AND status IN ('enrolled', 'passed')"),
    )
    op.drop_index("ix_enrollment_person_id", "enrollment")
    op.drop_index("ix_enrollment_completed", "enrollment")

    op.drop_table("enrollment")
    op.drop_index("ix_chosen_person_id", "chosen")

    op.drop_table("chosen")
    op.drop_index("ix_award_person_id", "award")
    op.drop_index("ix_award_holder", "award")
    op.drop_index("ix_award_expiry", "award")

    op.drop_table("award")
    op.drop_index("ix_assignment_training_id", "assignment")
    op.drop_index("ix_assignment_starts_on", "assignment")
    op.drop_index("ix_assignment_days", "assignment")

    op.drop_table("assignment")
    op.drop_table("account")
    op.drop_table("training_version")
    op.drop_index("ix_person_title", "person")
    op.drop_index("ix_person_shift", "person")
    op.drop_index("ix_person_name", "person")
    op.drop_index("ix_person_manager_id", "person")
    op.drop_index("ix_person_level", "person")
    op.drop_index("ix_person_hired_on", "person")
    op.drop_index("ix_person_deactivated_at", "person")
    op.drop_index("ix_person_branch_id", "person")

    op.drop_table("person")
    op.drop_index("ix_training_title", "training")
    op.drop_index("ix_training_library", "training")
    op.drop_index("ix_training_level", "training")

    op.drop_table("training")
    op.drop_table("team")
    op.drop_table("tag")
    op.drop_table("role_permission")
    op.drop_index("ix_refusal_minute", "refusal")

    op.drop_table("refusal")
    op.drop_table("people_group")
    op.drop_table("organization")
    op.drop_table("loop_tick")
    op.drop_index("ix_job_started_by_id", "job")

    op.drop_table("job")
    op.drop_index("ix_failed_try_subject", "failed_try")

    op.drop_table("failed_try")
    op.drop_table("executor")
    op.drop_index(
        "ix_event_waiting",
        "event",
        sqlite_where=sa.text("processed_at IS NULL"),
        postgresql_where=sa.text("processed_at IS NULL"),
    )

    op.drop_table("event")
    op.drop_table("decided_day")
    op.drop_table("certification")
    op.drop_index("ix_branch_path", "branch")

    op.drop_table("branch")
    op.drop_index("ix_audit_entry_subject", "audit_entry")
    op.drop_index("ix_audit_entry_at", "audit_entry")
    op.drop_index("ix_audit_entry_actor_id", "audit_entry")

    op.drop_table("audit_entry")
    op.drop_table("attribute")
