"""A command run as a person runs it: with settings of its own, its output caught."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli import main

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(home: Path, *arguments: str | Path, **environment: str) -> Done:
    """One command in this process, with the settings a person's shell would give."""
    out, err = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    os.environ.pop("FAHENG_DATABASE", None)
    os.environ.update({"FAHENG_HOME": str(home), **environment})
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return Done(code, out.getvalue(), err.getvalue())


def run_apart(home: Path, *arguments: str | Path) -> Done:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "FAHENG_HOME": str(home), "PYTHONIOENCODING": "ascii"},
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def loaded(home: Path, *paths: Path) -> tuple[int, list[dict[str, Any]]]:
    done = run(home, "load", "--json", *paths)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)["files"]
