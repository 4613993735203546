"""Named groups of regions that are compared with one another."""

from alembic import op
from sqlalchemy import Column, Integer, String

revision = "8"
down_revision = "7"


def upgrade() -> None:
    op.create_table(
        "peer_group",
        Column("id", Integer, primary_key=True),
        *[
            Column(name, String, nullable=False)
            for name in ("code", "dataset", "name", "regions", "by", "at")
        ],
    )
    op.create_index("peer_group_dataset", "peer_group", ["dataset"])
