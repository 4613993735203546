"""Compacting: the same picture with few components, every text escaped, live components left alone."""

from __future__ import annotations

from html.parser import HTMLParser

from dash import dcc
from hypothesis import given
from hypothesis import strategies as st

from layouts.elements import CORE, Html, component, h
from layouts.markup import compact


def html_of(node: dict) -> str:
    return str(compact(node)["props"]["dangerouslySetInnerHTML"]["__html"])


def test_a_still_tree_becomes_one_component() -> None:
    made = compact(h("table", h("tr", h("td", "1", class_name="num", col_span=2)), class_name="dense"))
    inner = '<tr><td class="num" colspan="2">1</td></tr>'
    assert made["props"] == {"className": "dense", "dangerouslySetInnerHTML": {"__html": inner}}


def test_plain_text_stays_a_child() -> None:
    assert compact(h("p", "a < b")) == h("p", "a < b")
    assert compact("text") == "text"


def test_text_and_attributes_are_escaped() -> None:
    made = html_of(h("p", h("a", "<script>&", href="/x?a=1&b=2", title="\"'<>")))
    assert made == '<a href="/x?a=1&amp;b=2" title="&quot;&#x27;&lt;&gt;">&lt;script&gt;&amp;</a>'


@given(st.text(), st.text())
def test_no_text_can_leave_its_place(text: str, title: str) -> None:
    seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, attrs))

    Reader().feed(html_of(h("p", h("b", text, title=title))))
    assert [tag for tag, _ in seen] == ["b"]
    assert [name for name, _ in seen[0][1]] == ["title"]


def test_a_live_component_and_all_above_it_stay_components() -> None:
    graph = component(CORE, "Graph", id="chart")
    made = compact(h("div", h("p", h("b", "still")), h("figure", graph)))
    still, figure = made["props"]["children"]
    assert still["props"] == {"dangerouslySetInnerHTML": {"__html": "<b>still</b>"}}
    assert figure["props"]["children"] == graph


def test_a_real_dash_component_is_live_too() -> None:
    upload = dcc.Upload("files", id="upload")
    assert compact(h("div", h("p", upload)))["props"]["children"]["props"]["children"] is upload


def test_what_has_an_id_keeps_its_children_for_a_callback_may_write_them() -> None:
    made = compact(h("div", h("p", h("b", "x")), id="target"))
    assert made["props"]["children"] == h("p", dangerouslySetInnerHTML={"__html": "<b>x</b>"}) | {
        "props": {"dangerouslySetInnerHTML": {"__html": "<b>x</b>"}}
    }


def test_an_empty_element_with_an_id_stays() -> None:
    assert compact(h("div", id="x")) == h("div", id="x")


def test_styles_flags_and_void_elements_are_written_as_html() -> None:
    made = html_of(
        h("p", h("img", src="a", alt=""), h("i", "x", style={"minWidth": "1px", "--n": "2em"}, hidden=True))
    )
    assert made == '<img src="a" alt=""><i style="min-width:1px;--n:2em" hidden>x</i>'


def test_finished_html_is_taken_as_it_is() -> None:
    assert html_of(h("tr", Html("<td>1</td>"), Html("<td>2</td>"))) == "<td>1</td><td>2</td>"
    beside = compact(h("div", Html("<b>1</b>"), component(CORE, "Store", id="s")))
    assert beside["props"]["children"][0]["props"] == {"dangerouslySetInnerHTML": {"__html": "<b>1</b>"}}


def test_compacting_twice_changes_nothing() -> None:
    once = compact(h("div", h("p", h("b", "x")), component(CORE, "Store", id="s")))
    assert compact(once) == once
