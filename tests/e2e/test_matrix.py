"""The matrix under a hand: sorted by a head, walked by keyboard, frozen at the left, filtered, smooth."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from opened import Opener

DEMO = "dataset=demo&region=990000&period=2025"
GRID = "window.dash_ag_grid.getApi('matrix-grid')"
COUNTIES, LONGEST_FRAME = 100, 250  # ms, the median of frames while it moves, on a machine with other work
SHOWN = f"""(() => {{ const api = {GRID}, found = [];
  api.forEachNodeAfterFilterAndSort(node => found.push(node.data.n));
  return found; }})()"""
GROWN = f"""(counties => {{ const api = {GRID}, rows = [];
  api.forEachNode(node => rows.push(node.data));
  api.setGridOption('rowData', Array.from({{length: counties}}, (_, i) => ({{
    ...rows[i % rows.length], n: rows[i % rows.length].n + i, cells: null }})));
  return [api.getDisplayedRowCount(), api.getColumns().length - 3]; }})"""
MOVED = """(async () => { const frames = [];
  const across = document.querySelector('.ag-body-horizontal-scroll-viewport');
  const down = document.querySelector('.ag-body-viewport');
  let last = await new Promise(requestAnimationFrame);
  for (let i = 1; i <= 60; i++) {
    across.scrollLeft = i * 80; down.scrollTop = i * 30;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last); last = now;
  }
  frames.sort((a, b) => a - b);
  return [frames[30], document.querySelectorAll('.ag-cell').length]; })()"""


def test_a_head_sorts_the_keyboard_walks_and_enter_opens_the_passport(open_page: Opener) -> None:
    page = open_page(f"/matrix?{DEMO}&domain=FY")
    page.wait_for_selector(".ag-row")
    before = page.evaluate(SHOWN)
    head = page.locator(".ag-header-cell[col-id=FY05]")
    head.click(position={"x": 6, "y": 30})
    page.wait_for_function(f"before => {SHOWN}.join() !== before.join()", arg=before)
    rising = page.evaluate(SHOWN)
    head.click(position={"x": 6, "y": 30})
    page.wait_for_function(f"before => {SHOWN}.join() !== before.join()", arg=rising)
    assert sorted(rising) == sorted(before) == sorted(page.evaluate(SHOWN))
    page.locator(".ag-center-cols-container .ag-row[row-index='0'] .ag-cell").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    walked = page.evaluate(
        "[document.activeElement.getAttribute('col-id'),"
        " document.activeElement.closest('.ag-row').getAttribute('row-index'),"
        " document.activeElement.querySelector('a').href]"
    )
    page.keyboard.press("Enter")
    page.locator("dialog#passport[open]").get_by_text("怎么算的").first.wait_for()
    asked = parse_qs(urlsplit(walked[2]).query)
    assert walked[1] == "1"
    assert asked["indicator"] == [walked[0]]
    name = page.evaluate(f"{GRID}.getDisplayedRowAtIndex(1).data.n")
    assert page.locator("dialog#passport h2").first.inner_text().startswith(name)


def test_regions_stay_in_sight_and_a_status_keeps_what_holds_it(open_page: Opener) -> None:
    page = open_page(f"/matrix?{DEMO}&domain=all")
    page.wait_for_selector(".ag-row")
    name = page.locator(".ag-pinned-left-cols-container .matrix-region").first
    stood = name.bounding_box()
    page.evaluate("document.querySelector('.ag-body-horizontal-scroll-viewport').scrollLeft = 900")
    page.wait_for_function(f"() => {GRID}.getHorizontalPixelRange().left > 800")
    assert name.bounding_box() == stood
    rows, columns = page.evaluate(f"({GROWN})({COUNTIES})")
    assert rows == COUNTIES
    assert columns > 100
    frame, drawn = page.evaluate(MOVED)
    assert frame < LONGEST_FRAME
    assert drawn < rows * columns / 4, "only what is in sight is drawn"
    page.get_by_role("textbox", name="状态").or_(page.get_by_role("combobox", name="状态")).first.click()
    page.get_by_role("option", name="未达标", exact=True).click()
    page.wait_for_url("**status=missed**")
    page.wait_for_function(f"() => {GRID}?.getDisplayedRowCount() < {COUNTIES}")
    kept = page.evaluate(SHOWN.replace("node.data.n", "node.data.m"))
    assert kept
    assert min(kept) > 0
