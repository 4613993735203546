"""What the import contracts in pyproject.toml cannot see: the two top modules, and the environment."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("data", "indicators", "loaders", "layouts")
LOWER = ("openpyxl", "xlsxwriter", "xlrd", "defusedxml", "sqlalchemy", "sqlite3", "plotly")


def imported(path: Path) -> Iterator[str]:
    """The first part of every module a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def environment_readers() -> Iterator[str]:
    """Files that name os.environ or os.getenv."""
    for path in (ROOT / "cli.py", *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = node.attr if isinstance(node, ast.Attribute) else ""
            if isinstance(node, ast.ImportFrom) and node.module == "os":
                named = " ".join(alias.name for alias in node.names)
            if "environ" in named or "getenv" in named:
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [("app.py", (*LOWER, "cli")), ("cli.py", (*LOWER, "dash", "dash_ag_grid", "dash_mantine_components"))],
)
def test_the_top_modules_only_plug_together(module: str, forbidden: tuple[str, ...]) -> None:
    assert set(imported(ROOT / module)) & set(forbidden) == set()


def test_only_app_reads_the_environment() -> None:
    assert list(environment_readers()) == []
