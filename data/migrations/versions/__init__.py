"""The revisions, oldest first. A revision is never changed after its delivery."""
