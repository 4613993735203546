"""A workbook through LibreOffice; required on the build machine, left out where it is not installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def office() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    assert found or not os.environ.get("CI"), "LibreOffice is not installed: run .ci/system"
    return found


def converted(data: bytes, kind: str, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it in the other format."""
    source = folder / "标注.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = ["--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    subprocess.run([str(office()), profile, *arguments], check=True, capture_output=True, timeout=300)
    return (folder / "out" / f"标注.{kind}").read_bytes()
