"""The schema as first delivered. A record of it has no version table yet; it is stamped, nothing is run."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Such a record is complete as it is."""
