"""The journal and the rows of facts."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "facts_0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()
DOUBLE = sa.Float(53)


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("code", KEY, nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", KEY, nullable=True),
        sa.Column("lat", DOUBLE, nullable=False),
        sa.Column("lon", DOUBLE, nullable=False),
        sa.Column("south", DOUBLE, nullable=False),
        sa.Column("west", DOUBLE, nullable=False),
        sa.Column("north", DOUBLE, nullable=False),
        sa.Column("east", DOUBLE, nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("is_urban", sa.Boolean(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("branch", sa.Text(), nullable=True),
        sa.Column("vacant_since", sa.Date(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("map_version", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("area_by_level", "area", ["level", "code"])
    op.create_index("area_by_parent", "area", ["parent_code", "code"])
    op.create_table(
        "camera",
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("camera_class", sa.String(length=32), nullable=False),
        sa.Column("lat", DOUBLE, nullable=False),
        sa.Column("lon", DOUBLE, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("camera_id"),
    )
    op.create_index("camera_by_area", "camera", ["area_code", "camera_id"])
    op.create_table(
        "entity_head",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("kind", "entity_id"),
    )
    op.create_index("entity_head_by_end", "entity_head", ["ended_at", "seq"])
    op.create_table(
        "incident",
        sa.Column("number", KEY, nullable=False),
        sa.Column("incident_class", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("lat", DOUBLE, nullable=False),
        sa.Column("lon", DOUBLE, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("town_code", KEY, nullable=True),
        sa.Column("village_code", KEY, nullable=True),
        sa.Column("is_outside", sa.Boolean(), nullable=False),
        sa.Column("place_source", sa.String(length=32), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("on_scene_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("reached_at", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("reporter", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("source", "source_id", name="one_incident_per_source_id"),
    )
    op.create_index("incident_by_area", "incident", ["area_code", "reported_at", "number"])
    op.create_index("incident_by_time", "incident", ["reported_at", "number", "area_code"])
    op.create_index("incident_by_town", "incident", ["town_code", "reported_at", "number"])
    op.create_index("incident_by_village", "incident", ["village_code", "reported_at", "number"])
    op.create_index(
        "incident_open",
        "incident",
        ["reported_at", "number"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "incident_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "journal",
        sa.Column("seq", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("v", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("private_hash", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("journal_of_entity", "journal", ["kind", "entity_id", "seq"])
    op.create_table(
        "journal_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "unit",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("call_sign", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subkind", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("home_area", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("unit_id"),
    )
    op.create_table(
        "assignment",
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("en_route_at", MOMENT, nullable=True),
        sa.Column("on_scene_at", MOMENT, nullable=True),
        sa.Column("cleared_at", MOMENT, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["incident.number"]),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.unit_id"],
        ),
        sa.PrimaryKeyConstraint("assignment_id"),
    )
    op.create_index("assignment_of_incident", "assignment", ["number", "assigned_at"])
    op.create_index(
        "one_open_assignment_per_unit",
        "assignment",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "journal_private",
        sa.Column("seq", SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seq"],
            ["journal.seq"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )

    # The journal begins here: a name of its own, no record yet.
    head = sa.table(
        "journal_head",
        sa.column("id"),
        sa.column("epoch"),
        sa.column("seq"),
        sa.column("at"),
        sa.column("hash", sa.LargeBinary),
    )
    op.bulk_insert(
        head, [{"id": 1, "epoch": secrets.token_hex(8), "seq": 0, "at": 0, "hash": bytes(32)}]
    )


def downgrade() -> None:
    op.drop_table("journal_private")
    op.drop_table("assignment")
    op.drop_table("unit")
    op.drop_table("journal_head")
    op.drop_table("journal")
    op.drop_table("incident_day")
    op.drop_table("incident")
    op.drop_table("entity_head")
    op.drop_table("camera")
    op.drop_table("area")
