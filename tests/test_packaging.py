"""The lock file, and that the installed project has all its files."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", LOCK, re.MULTILINE))


def test_the_lock_names_no_address() -> None:
    assert "://" not in LOCK
    assert "index-url" not in LOCK
    assert "find-links" not in LOCK


def test_every_locked_package_has_hashes() -> None:
    entries = [entry for entry in re.split(r"\n(?=\S)", LOCK) if entry.strip()]
    assert len(entries) > 40
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_pins_of_the_project_are_the_ones_locked() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    pins = dict(requirement.lower().split("==") for requirement in wanted if "==" in requirement)
    assert len(pins) > 10
    assert {name: locked()[name] for name in pins} == pins


@pytest.mark.parametrize("package", ["data", "indicators", "loaders", "layouts"])
def test_every_file_that_a_package_reads_is_installed_with_it(package: str) -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"][package]
    packed = {path for pattern in patterns for path in (ROOT / package).glob(pattern)}
    needed = {
        path
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and not path.name.startswith(".")
    }
    assert {str(path.relative_to(ROOT)) for path in needed - packed} == set()


def test_importing_the_packages_does_nothing() -> None:
    script = "import data, indicators, loaders, layouts, sys; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
