"""The browser files kept in the repository: whole, of the right version, licensed."""

import re
from pathlib import Path

import plotly

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "layouts" / "assets"
BUNDLE = ASSETS / "00-plotly-cartesian.min.js"
LOCALE = ASSETS / "01-plotly-locale-zh-cn.js"
AXE = ROOT / "tests" / "vendor" / "axe.min.js"


def version(path: Path) -> str:
    with path.open(encoding="utf-8") as text:
        found = re.search(r"v(\d+\.\d+\.\d+)", text.read(300))
    assert found, f"{path.name} names no version"
    return found[1]


def test_the_cartesian_bundle_is_the_version_that_plotly_py_carries() -> None:
    carried = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert version(BUNDLE) == version(carried)
    assert version(BUNDLE) == "4.1.1"


def test_plotly_is_loaded_before_everything_else() -> None:
    scripts = sorted(path.name for path in ASSETS.glob("*.js"))
    assert scripts[:2] == [BUNDLE.name, LOCALE.name]


def test_the_bundle_draws_what_the_pages_need() -> None:
    script = BUNDLE.read_text(encoding="utf-8")
    for trace in ("scatter", "bar", "box", "heatmap", "histogram"):
        assert f'name:"{trace}"' in script


def test_the_locale_queues_itself_and_knows_the_buttons_in_use() -> None:
    script = LOCALE.read_text(encoding="utf-8")
    assert "(window.PlotlyLocales = window.PlotlyLocales || []).push({" in script
    entries = dict(re.findall(r"^ {8}'([^']+)': '([^']*)'", script, re.MULTILINE))
    for button in ("Download plot", "Zoom in", "Zoom out", "Pan", "Autoscale", "Reset axes"):
        assert re.search(r"[\u4e00-\u9fff]", entries[button]), button


def test_axe_is_whole() -> None:
    assert version(AXE) == "4.14.1"
    assert AXE.stat().st_size > 600_000


def test_every_vendored_file_has_its_licence_beside_it() -> None:
    for path in (BUNDLE, LOCALE, AXE):
        licences = list(path.parent.glob(f"{path.name.split('.')[0]}*LICENCE*"))
        assert licences, f"{path.name} has no licence"
        assert all(licence.stat().st_size > 500 for licence in licences)
