"""Work in the background, kept until it is done."""

from alembic import op
from sqlalchemy import Column, Float, Integer, String

revision = "4"
down_revision = "3"


def upgrade() -> None:
    op.create_table(
        "job",
        Column("id", Integer, primary_key=True),
        Column("batch", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("sha256", String, nullable=False),
        Column("path", String, nullable=False),
        Column("payload", String, nullable=False),
        Column("by", String, nullable=False),
        Column("at", String, nullable=False),
        Column("status", String, nullable=False),
        Column("claimed_by", String, nullable=False),
        Column("heartbeat", Float, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("result", String, nullable=False),
        Column("ended", Float),
    )
    op.create_index("job_status", "job", ["status", "id"])
    op.create_index("job_batch", "job", ["batch", "id"])
