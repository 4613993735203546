"""A gallery of the interface's parts with made-up figures: ``python tests/gallery.py [port]``.

For looking at, and for test_gallery-like checks in a browser; the real pages take their rows from the store.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import parse_qsl

import dash
from dash import ClientsideFunction, Input, Output, dcc

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from data.model import Finding  # noqa: E402
from layouts import blocks, controls, page, say, tables  # noqa: E402
from layouts.elements import badge, h, link, number_link, status_badge  # noqa: E402
from layouts.figures import bars, graph, sparkline, trend  # noqa: E402
from layouts.text import Language, words  # noqa: E402

SERVED = "gallery-page"
CHART = "gallery-chart"
PERIOD = "2026M01-M09"

# region, appearances, hearings, change, version
COUNTIES = (
    ("麦屿县", 3, 3, 1.3, 1), ("月浦区", 88, 91, 5.6, 1), ("禾丰县", 57, 59, -0.2, 1), ("安澜县", 44, 46, 0.5, 1),
    ("柳埠县", 38, 40, -3.5, 1), ("望川县", 61, 65, -3.8, 1), ("云栈县", 41, 44, -1.6, 1), ("双杉县", 52, 56, -1.4, 1),
    ("澄塘县", 33, 36, 0.6, 1), ("清砚县", 42, 46, -3.3, 1), ("鹿鸣县", 30, 33, 5.3, 1), ("白渚县", 47, 52, 5.0, 2),
    ("丹枫县", 26, 29, -3.1, 1), ("桐湾县", 34, 38, 1.3, 1), ("雁汀县", 43, 49, 3.5, 1), ("石泓县", 36, 42, 0.7, 1),
    ("楠坪县", 29, 34, 4.1, 1), ("霁峰县", 5, 6, 4.5, 1), ("竹溆县", 24, 29, -1.7, 1), ("沙洄县", 31, 38, 3.6, 2),
    ("铜埂县", 22, 27, -1.7, 1), ("东河县", 37, 48, 3.4, 1), ("青石县", 20, 28, 6.2, 2), ("晴川县", 0, 0, None, 1),
)  # fmt: skip
CARDS = (
    ("负责人出庭应诉率", 89.8, "near", ">=", 90.0, 2.2, (80, 83, 85.5, 86.6, 87.6, 89.8), ""),
    ("诉讼败诉率", 7.7, "met", "<=", 8.0, -0.6, (11, 10.2, 9.3, 8.7, 8.3, 7.7), ""),
    ("复议案件调解和解率", 32.0, "pending", ">=", 30.0, None, (22, 25, 28, 29, 31, 32), "未报齐 23/24"),
    ("执法决定法制审核率", 99.7, "near", ">=", 100.0, -0.1, (96, 98, 99, 99.8, 99.8, 99.7), ""),
    ("规范性文件审核率", 99.8, "missed", ">=", 100.0, -0.2, (95, 97, 98.5, 100, 100, 99.8), ""),
    ("政务服务好评率", 97.9, "met", ">=", 95.0, 0.2, (95.5, 96.3, 97, 97.4, 97.7, 97.9), ""),
)
REDS = (
    ("青石县", "负责人出庭", 71.4, ">=", 90, -18.6, 3), ("东河县", "负责人出庭", 77.1, ">=", 90, -12.9, 2),
    ("东河县", "规文审核", 94.4, ">=", 100, -5.6, 1), ("青石县", "法制审核", 95.3, ">=", 100, -4.7, 1),
    ("青石县", "诉讼败诉率", 13.0, "<=", 8, 5.0, 2), ("铜埂县", "诉讼败诉率", 13.0, "<=", 8, 5.0, 1),
    ("沙洄县", "负责人出庭", 81.6, ">=", 90, -8.4, 1), ("云栈县", "公平竞争", 93.3, ">=", 100, -6.7, 1),
    ("鹿鸣县", "复议调解", 20.0, ">=", 30, -10.0, 1), ("石泓县", "劳动调解", 55.3, ">=", 60, -4.7, 2),
)  # fmt: skip
DOMAINS = (("", 1), ("项数", 2), ("复议应诉", 5), ("依法决策", 3), ("行政执法", 2), ("依法履职", 1), ("多元解纷", 1))
SHORT = ("负责人出庭", "诉讼败诉率", "复议调解", "决定履行", "复议纠错", "规文审核", "备案及时", "公平竞争",
         "法制审核", "人员持证", "服务好评", "劳动调解")  # fmt: skip


def trace(region: str) -> str:
    return f"/trace?region={region}"


def status_of(value: float | None) -> str:
    if value is None:
        return "no_value"
    return "met" if value >= 90 else "near" if value >= 87 else "missed"


def rows() -> list[tuple[str, int, int, float | None, float | None, int]]:
    return [
        (name, shown, due, 100 * shown / due if due else None, change, version)
        for name, shown, due, change, version in COUNTIES
    ]


def overview(language: Language) -> list[dict]:
    cards = [
        blocks.card(
            name,
            blocks.Shown(say.rate(value, target), "%", status, trace(name)),
            language,
            target=words(language).say("chart.target", target=say.target(op, target, "%", language)),
            change=words(language).say("say.change_line", change=say.change(change, "%", language))
            if change is not None
            else words(language)["say.change_none"],
            span="2021—2026",
            spark=sparkline.sparkline(course, target),
            note=note,
        )
        for name, value, status, op, target, change, course, note in CARDS
    ]
    written = blocks.written_line(
        h("b", "六项重点指标：2项达标、2项接近、1项未达标、1项未报齐。"),
        "负责人出庭应诉率", number_link("89.8%", trace("示例省")), "，比目标低0.2个百分点（差3件）；8个县未达标，",
        link("青石县", "/compare"), "、", link("东河县", "/compare"), "差距最大。东河县", link("1件", "/compare"),
        "规范性文件未经合法性审核；铜埂县复议统计表", link("逾期未报", "/submit"), "。",
    )  # fmt: skip
    body = h("div", red_list(language), grid(language), third(language), class_name="columns overview")
    return [written, h("div", *cards, class_name="cards"), body]


def red_list(language: Language) -> dict:
    spoken = words(language)
    columns = [
        tables.Column(spoken["head.region"]),
        tables.Column(spoken["head.indicator"]),
        tables.Column(spoken["head.value"], "%", "number"),
        tables.Column(spoken["head.target"], "%", "number", "wide-only"),
        tables.Column(spoken["head.gap"], "", "number"),
        tables.Column(spoken["head.streak"], "", "number", "wide-only"),
    ]
    lines = [
        (
            h("span", link(name, "/compare"), class_name="mk mk-missed"),
            indicator,
            h("b", number_link(say.rate(value), trace(name))),
            h("span", say.target(op, target, "", language), class_name="muted"),
            say.signed(gap),
            str(streak),
        )
        for name, indicator, value, op, target, gap, streak in REDS
    ]
    return page.section(
        spoken["overview.red_list"],
        tables.table(columns, lines, caption=spoken["overview.red_list"]),
        note=spoken.say("overview.red_list_note", n=36),
        end=link(spoken.say("overview.red_list_all", n=36), "/matrix"),
    )


def grid(language: Language) -> dict:
    spoken = words(language)
    items = [
        blocks.tile(
            name,
            blocks.Shown(say.rate(value), "%", status_of(value), trace(name), gap="" if due else "无案件"),
            language,
            sub=f"{shown}/{due}" + (" 小样本" if 0 < due < 10 else "") if due else "",
        )
        for name, shown, due, value, _, _ in rows()
    ]
    return page.section(
        spoken.say("overview.tiles", indicator="负责人出庭应诉率"),
        *blocks.tiles(items, language, target="目标 ≥90%"),
        end=h("span", spoken["overview.tiles_note"], class_name="note"),
    )


def third(language: Language) -> dict:
    spoken = words(language)
    ranked = [row for row in rows() if row[2] >= 10]
    columns = [
        tables.Column(spoken["head.rank"], "", "number"),
        tables.Column(spoken["head.region"]),
        tables.Column("%", "", "number"),
        tables.Column("出庭/应出庭", "", "number"),
        tables.Column(spoken["head.status"]),
    ]

    def line(place: int) -> tuple:
        name, shown, due, value, _, _ = ranked[place]
        badge_ = status_badge(status_of(value), "", language)
        return str(place + 1), name, number_link(say.rate(value), trace(name)), f"{shown}/{due}", badge_

    lines = [line(0), line(1), line(2), tables.separator(f"… {spoken['overview.not_ranked']} …", 5)]
    lines += [line(len(ranked) - 3), line(len(ranked) - 2), line(len(ranked) - 1)]
    best = page.section(
        spoken["overview.best_worst"],
        tables.table(columns, lines, caption=spoken["overview.best_worst"], row_head=1),
        end=link(spoken["overview.full_ranking"], "/compare"),
    )
    reported = page.section(
        spoken["overview.reporting"],
        blocks.progress(47, 1, 48, "47 / 48"),
        h("p", h("b", "47"), " 件已发布（97.9%）"),
        note="应报 48 件，10月20日截止",
        end=link(spoken["overview.ask"], "/submit"),
    )
    return h("div", best, reported, class_name="stack")


def compare(language: Language) -> list[dict]:
    spoken = words(language)
    made = [
        bars.Bar(
            region=name, name=name, value=value, text=say.value(value, "%", language), status=status_of(value),
            small=0 < due < 10, reason="" if due else "无案件（应出庭 0 件），不评价", href=trace(name),
            note=f"{shown} ÷ {due} 件",
        )
        for name, shown, due, value, _, _ in rows()
    ]  # fmt: skip
    figure = bars.region_bars(
        made, language=language, unit="%", target=bars.Line(90, "目标 ≥90%"), parent=bars.Line(89.8, "全省 89.8%"),
        selected="青石县", title="行政机关负责人出庭应诉率，2026年1—9月", source="演示数据，地名均为虚构",
    )  # fmt: skip
    columns = [
        tables.Column(spoken["head.rank"], "", "number"),
        tables.Column(spoken["head.region"]),
        tables.Column(spoken["head.value"], "%", "number", sort="descending"),
        tables.Column(spoken["head.status"]),
        tables.Column("出庭", "件", "number", "wide-only"),
        tables.Column("应出庭", "件", "number", "wide-only"),
        tables.Column(spoken["head.to_target"], spoken["unit.points"], "number", "wide-only"),
        tables.Column(spoken["head.change"], spoken["unit.points"], "number", "wide-only"),
        tables.Column(spoken["head.submission"], "", "text", "wide-only"),
    ]
    lines, place = [], 0
    for name, shown, due, value, change, version in rows():
        ranked = due >= 10
        place += ranked
        region = h("span", name, " ", badge("小样本")) if 0 < due < 10 else name
        cells = (
            str(place) if ranked else say.NONE,
            region,
            number_link(say.rate(value, 90), trace(name)),
            status_badge(status_of(value), "", language),
            number_link(say.count(shown), trace(name)),
            number_link(say.count(due), trace(name)),
            say.signed(None if value is None else value - 90),
            say.signed(change),
            f"第{version}版 已发布",
        )
        lines.append(tables.Row(cells, "selected" if name == "青石县" else None))
    title = "行政机关负责人出庭应诉率"
    alt = bars.alternative(made, title, say.period(PERIOD, language), language)
    chart = graph.graph(CHART, figure, language, alt)
    return [
        page.page_head(
            title,
            link(spoken["compare.definition"], "/indicators"),
            actions=(
                controls.segments((("rank", "排名", "/compare"), ("funnel", "漏斗图", "/compare")), "rank", label="视图"),
                h("a", spoken["compare.other_indicator"], href="/indicators", class_name="button"),
            ),
        ),
        h(
            "div",
            h("span", "全省 ", h("b", "89.8%"), "（843 ÷ 939 件） ", status_badge("near", "", language)),
            h("span", spoken.say("compare.regions", n=24), class_name="muted"),
            *blocks.status_counts((("met", 12), ("near", 3), ("missed", 8), ("no_value", 1)), language),
            h("span", badge("阶段性"), " 年度目标，按1—9月累计值评价", class_name="end"),
            class_name="summary-line",
        ),
        tables.bar_table(columns, lines, chart=chart, chart_after=2, chart_head=title, caption=title),
        blocks.bar_legend(language, "小样本：应出庭不足 10 件，不排名", "全省值＝各县出庭件数之和÷应出庭件数之和"),
        graph.chart_tools(CHART, language, f"{title} 2026年1—9月"),
    ]


def matrix(language: Language) -> list[dict]:
    spoken = words(language)
    columns = [tables.Column(spoken["head.region"], class_name="first")]
    columns += [tables.Column(spoken["head.missed_count"], "", "number"), tables.Column(spoken["head.near_count"], "", "number")]
    columns += [tables.Column(h("span", name, h("span", "≥90%", class_name="target")), "", "number") for name in SHORT]
    lines = []
    for at, (name, _, due, value, _, _) in enumerate(rows()):
        cells = []
        for column, short in enumerate(SHORT):
            number = value if column == 0 else 82 + (at * 7 + column * 11) % 19
            status = "no_target" if column == 4 else status_of(number)
            text = "无案件" if number is None else say.rate(number)
            label = f"{name}，{short}，{text}，{say.status(status, language)}"
            small = column == 0 and 0 < due < 10
            cells.append(tables.matrix_cell(text, status, trace(name), small=small, label=label))
        lines.append(tables.Row((h("th", name, class_name="first", scope="row"), "1", "•", *cells)))
    return [
        page.page_head(spoken["matrix.title"], h("span", spoken.say("matrix.subtitle", regions=24, indicators=12), class_name="muted")),
        blocks.status_legend(language, ("met", "near", "missed", "pending", "no_value", "no_target"), end=spoken["matrix.note"]),
        tables.matrix([tables.Group(*group) for group in DOMAINS], columns, lines, caption=spoken["matrix.caption"]),
    ]


def course(language: Language) -> list[dict]:
    spoken = words(language)
    periods = [say.period(f"{2022 + place // 4}Q{place % 4 + 1}", language) for place in range(8)]

    def line(name: str, *values: float | None) -> trend.Series:
        points = [
            trend.Point(value, say.value(value, "%", language), place == 7, trace(name)) for place, value in enumerate(values)
        ]
        return trend.Series(name, tuple(points))

    series = [
        line("青石县", 66.1, 70.2, 71.0, None, 73.4, 75.1, 72.2, 71.4),
        line("东河县", 71.1, 72.0, 75.5, 74.1, 73.9, 76.0, 76.4, 77.1),
        line("示例省", 85.0, 86.2, 86.9, 87.3, 88.0, 88.9, 89.1, 89.8),
        line("月浦区", 91.0, 92.2, 93.9, 94.3, 93.0, 95.9, 96.1, 96.7),
    ]
    figure = trend.trend_lines(
        series, periods, language=language, unit="%",
        target=trend.TargetPath("目标 ≥90%", (None, None, None, None, 90, 90, 90, 90)),
        breaks=(trend.Break(4, "2023年口径变化"),), title="负责人出庭应诉率", source="演示数据，地名均为虚构",
    )  # fmt: skip
    columns = [tables.Column(spoken["head.region"], class_name="first")]
    columns += [tables.Column(name, "%", "number") for name in periods]
    lines = [
        (h("th", one.name, class_name="first", scope="row"),
         *[number_link(say.rate(point.value), point.href) if point.value else h("span", "未报", class_name="gap-word") for point in one.points])
        for one in series
    ]  # fmt: skip
    return [
        page.page_head("负责人出庭应诉率"),
        graph.graph(CHART, figure, language, trend.alternative(series, "负责人出庭应诉率", language)),
        graph.chart_tools(CHART, language, "负责人出庭应诉率 趋势"),
        tables.table(columns, lines, caption="负责人出庭应诉率"),
    ]


def submit(language: Language) -> list[dict]:
    spoken = words(language)
    findings = (
        Finding("rule.appeared_over_due", "must", "应诉", "I7", {"left": "负责人出庭（7）", "right": "应出庭（6）", "cells": "I7、H7"}),
        Finding("cell.not_a_number", "must", "应诉", "F9", {"read": "一", "expected": "整数"}),
        Finding("last_year.differs", "explain", "应诉", "D8", {"read": "14", "expected": "4"}),
        Finding("cell.normalised", "note", "应诉", "D6", {"read": "１０件", "became": "10"}),
    )
    names = [spoken[f"submit.step_{step}"] for step in ("template", "upload", "check", "review", "publish")]
    return [
        page.page_head(spoken["submit.title"], blocks.steps(names, 2)),
        blocks.outcome(
            "returned",
            spoken.say("submit.returned_explain", must=2, explain=1),
            "《行政应诉统计表》青石县2026年三季度.xlsx，48 kB，" + spoken.say("submit.read_cells", n=54) + spoken["submit.not_stored"],
            h("a", spoken["submit.download_original"], href="#", class_name="button primary"),
            h("a", spoken["submit.again"], href="#", class_name="button"),
        ),
        page.section(spoken["submit.problems"], blocks.findings_list(findings, language)),
        page.section(spoken["submit.receipt"], blocks.empty(spoken["submit.no_history"], link(spoken["submit.template"], "#"))),
    ]


def passport(href: str, language: Language) -> list[dict]:
    spoken = words(language)
    region = dict(parse_qsl(href.partition("?")[2])).get("region", "")
    head = h(
        "div",
        h("span", "71.4", h("small", "%"), class_name="passport-value"),
        h("div", status_badge("missed", "", language), h("p", "低于目标 18.6 个百分点，连续3期", class_name="note")),
        h("div", h("p", "2026年1—9月累计"), h("p", "目标 ≥90%（必须）"), class_name="end"),
        class_name="passport-head",
    )
    fraction = blocks.formula(
        h("span", "出庭件数 ", h("span", "20", class_name="numerator")),
        h("span", "应出庭件数 ", h("span", "28", class_name="denominator")),
        "× 100 = 71.4286，", spoken.say("passport.shown_as", value="71.4%"), end="报表自填 71.4%，一致",
    )  # fmt: skip
    cells = [tables.Column(name, "", "number" if name > "B" else "text") for name in ("", "B", "E", "H", "I")]
    sheet = tables.table(
        cells,
        [
            ("7", "青石县自然资源局", "12", "6", "3"),
            ("12", "合计", "46", h("td", "28", class_name="num denominator-cell"), h("td", "20", class_name="num numerator-cell")),
        ],
        caption=spoken["passport.from_where"],
        class_name="sheet",
    )
    return [
        h("h2", f"{region}　负责人出庭应诉率"),
        head,
        h("section", h("h3", spoken["passport.how"]), fraction),
        h("section", h("h3", spoken["passport.from_where"]), sheet),
    ]


PAGES = {"/": ("overview", overview), "/compare": ("compare", compare), "/matrix": ("matrix", matrix),
         "/trend": ("trend", course), "/submit": ("submit", submit)}  # fmt: skip


def options(*labels: str) -> list[dict[str, str]]:
    return [{"value": label, "label": label} for label in labels]


def draw(pathname: str, search: str) -> dict:
    query = dict(parse_qsl((search or "").lstrip("?")))
    language: Language = "en" if query.get("lang") == "en" else "zh"
    code, build = PAGES.get(pathname, PAGES["/"])
    bar = controls.scope_bar(
        prefix="gallery", language=language, datasets=options("法治政府建设（政府全口径）", "公开数据·人社部门"),
        dataset="法治政府建设（政府全口径）", regions=options("示例省，24 个县（区）", *[row[0] for row in COUNTIES]),
        region="示例省，24 个县（区）", periods=options("2026年1—9月", "2025年"), period="2026年1—9月",
        variants=options("2025版", "2024版"), variant="2025版", label="演示数据，地名均为虚构", demonstration=True,
        export_links=(("csv", "/export/compare.csv"), ("xlsx", "/export/compare.xlsx")),
    )  # fmt: skip
    title = words(language)[f"nav.{code}"] if code == "overview" else ""
    return page.frame(
        page=code, language=language, scope_bar=bar, body=build(language), region_name="示例省", query=query, title=title,
        print_line=words(language).say("scope.print_line", dataset="演示", region="示例省", period="2026年1—9月", variant="2025版"),
    )  # fmt: skip


def create() -> dash.Dash:
    app = dash.Dash(
        "gallery", assets_folder=str(ROOT / "layouts" / "assets"), suppress_callback_exceptions=True, pages_folder="",
        title="法衡", update_title="",
    )  # fmt: skip
    app.index_string = page.index_string("zh")
    app.layout = page.shell(dcc.Location(id="gallery-location"), {"type": "Div", "namespace": "dash_html_components", "props": {"id": SERVED}})
    app.callback(Output(SERVED, "children"), Input("gallery-location", "pathname"), Input("gallery-location", "search"))(draw)
    app.callback(
        Output(page.PASSPORT_BODY, "children"), Input(page.PASSPORT_TARGET, "data"), prevent_initial_call=True
    )(lambda href: passport(href, "zh"))
    app.clientside_callback(
        ClientsideFunction("faheng", "open_passport"),
        Output(page.PASSPORT_TARGET, "data", allow_duplicate=True),
        Input(CHART, "clickData"),
        prevent_initial_call=True,
    )
    return app


if __name__ == "__main__":
    create().run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8061)
