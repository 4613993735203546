"""The commands."""

from importlib.metadata import version


def main() -> int:
    """Print the version."""
    print(f"faheng {version('faheng')}")
    return 0
