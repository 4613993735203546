"""The same bytes may be filed again once their submission was withdrawn."""

from alembic import op
from sqlalchemy import Column, Integer

revision = "7"
down_revision = "6"

ONCE = ("sha256", "form", "dataset", "region", "period", "status", "again")


def upgrade() -> None:
    with op.batch_alter_table("submission") as submission:
        submission.add_column(Column("again", Integer, nullable=False, server_default="0"))
        submission.drop_constraint("submission_once", type_="unique")
        submission.create_unique_constraint("submission_once", list(ONCE))
