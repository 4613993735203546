"""报送进度: the board is the record; reminders, tasks, deadlines and days through their addresses; rights."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from builders_board import CITY, YEAR, deadline, post, records, shown, signed_in
from builders_store import file, fresh_services, small_services
from flask.testing import FlaskClient

from app import create_app
from data.deadlines import BEIJING
from layouts.services import Services
from layouts.views.board_routes import ToldError, read_days


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return small_services(tmp_path)


# The board


def test_every_place_of_the_board_is_the_record(services: Services) -> None:
    found = records(services, YEAR)
    filed = {(region, period, form) for period, region, form, _ in services.view().filed("demo", ["2025"])}
    names = {services.forms[code].name: code for code in services.forms}
    late = {
        (each["code"], "2025", names[each["form"]]) for each in found if each["state"] in ("已报", "迟报")
    }
    assert late == filed
    units = [
        each.code
        for each in services.catalogue.regions.descendants("990000")
        if each.level in ("city", "county")
    ]
    assert len(found) == 5 * len(units)  # a year and four quarters
    assert Counter(each["state"] for each in found) == {"迟报": 6, "未报": 5 * len(units) - 6}


def test_a_filing_on_the_last_day_is_in_time_and_after_it_late(services: Services) -> None:
    services.clock = lambda: datetime(2026, 1, 29, 23, 59, 59, tzinfo=BEIJING)
    before = {each["code"]: each["state"] for each in records(services, YEAR + "&form=annual")}
    assert set(before.values()) == {"迟报", "未到期"}  # those of November and the others
    services.clock = lambda: datetime(2026, 1, 30, 0, 0, tzinfo=BEIJING)
    after = {each["code"]: each["state"] for each in records(services, YEAR + "&form=annual")}
    assert set(after.values()) == {"迟报", "未报"}


def test_a_state_and_a_form_can_be_chosen(services: Services) -> None:
    assert {each["state"] for each in records(services, YEAR + "&state=late")} == {"迟报"}
    periods = {each["period"] for each in records(services, YEAR + "&form=quarterly")}
    assert periods == {f"2025年{name}季度" for name in "一二三四"}


def test_the_page_counts_states_and_says_the_shares(client: FlaskClient) -> None:
    page = shown(client, YEAR)
    assert "已到期 135 件：报送率 4.4%（6/135），及时率 0.0%（0/135）" in page
    assert "迟295天" in page
    assert "全部 135" in page
    english = shown(client, YEAR + "&lang=en")
    assert "135 due so far: reporting rate 4.4% (6/135), timeliness 0.0% (0/135)." in english
    assert "295 days late" in english


def test_a_cell_leads_to_its_submission(client: FlaskClient, services: Services) -> None:
    number = file(services, "990101", "2025Q1", {"suit_heard": 2}, form="quarterly")
    assert f"submission={number}" in shown(client, YEAR)


def test_a_county_has_a_board_of_its_own(services: Services) -> None:
    found = records(services, "?dataset=demo&region=990101&year=2025")
    assert {each["code"] for each in found} == {"990101"}
    assert len(found) == 5


def test_a_published_set_has_no_board_and_says_so(client: FlaskClient) -> None:
    page = shown(client, "?dataset=public-renshe")
    assert "没有报送义务" in page
    assert "看演示数据的报送进度" in page
    for word in ("报送率 ", "迟报", "复制全部催报文字"):
        assert word not in page
    assert not client.get("/export/board.csv?dataset=public-renshe").get_data(as_text=True).count("未报")


def test_a_head_gives_up_the_year_on_a_phone_where_every_column_is_to_be_seen(client: FlaskClient) -> None:
    page = shown(client, YEAR).replace("\\", "")
    assert page.count('<span class="wide-only">2025年</span>') == 4  # the title says it
    assert "</span>三季度</span>" in page


# Reminders


def test_the_reminder_says_who_owes_what_since_when_without_people(client: FlaskClient) -> None:
    page = shown(client, "?dataset=demo&region=990101&year=2025")
    (told,) = set(re.findall(r'data-copy=\\"(.*?)\\"', page)) - {"address"}
    name = "法治建设指标季度统计表"
    assert told == (
        f"月屿区：《{name}》2025年一季度应于2025年4月15日前报送，已逾期584天，尚未收到；"
        f"《{name}》2025年二季度应于2025年7月14日前报送，已逾期494天，尚未收到；"
        f"《{name}》2025年三季度应于2025年10月21日前报送，已逾期395天，尚未收到；"
        f"《{name}》2025年四季度应于2026年1月15日前报送，已逾期309天，尚未收到。"
        "请尽快报送；已经报出的请告知。（示例省，截至2026年11月20日 09:30）"
    )


def test_the_list_of_reminders_is_downloaded_the_longest_overdue_first(client: FlaskClient) -> None:
    text = client.get(f"/export/board.csv{YEAR}&state=owing").get_data(as_text=True).removeprefix("\ufeff")
    found = list(csv.DictReader(io.StringIO(text)))
    days = [int(each["逾期天数"]) for each in found]
    assert days == sorted(days, reverse=True)
    assert len(found) == 129
    assert all(each["催报文字"] for each in found)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/board.xlsx{YEAR}&state=owing").get_data()))
    assert book.worksheets[0].max_row == 130


def test_nothing_overdue_is_said(client: FlaskClient, services: Services) -> None:
    services.clock = lambda: datetime(2025, 2, 1, tzinfo=BEIJING)
    assert "没有逾期未报的报表，不用催报" in shown(client, YEAR)


# Tasks


def test_tasks_are_what_waits(client: FlaskClient, services: Services) -> None:
    page = shown(client, YEAR)
    assert "已通过未发布" in page
    assert "等待审核" not in page
    services.clock = lambda: datetime(2026, 10, 12, tzinfo=BEIJING)
    assert "2026年三季度法治建设指标季度统计表，10月20日止，还有 6 个工作日" in shown(client, YEAR)


def test_an_empty_office_has_nothing_to_do(tmp_path: Path) -> None:
    client = create_app(fresh_services(tmp_path)).server.test_client()
    assert "没有待办" in shown(client, "?dataset=demo")


# Deadlines and days


def test_the_office_sets_a_deadline_with_who_and_why(client: FlaskClient, services: Services) -> None:
    assert deadline(client, "2026-11-25")[0] == 200
    page = shown(client, "?dataset=demo&year=2025&part=dates")
    assert "2026年11月25日" in page
    assert "李某另定：春节前后（2026年11月20日 09:30）" in page
    states = {each["code"]: each["state"] for each in records(services, YEAR + "&form=annual")}
    assert (states["990101"], states["990106"]) == ("已报", "未到期")
    assert deadline(client, "")[0] == 200
    states = {each["code"]: each["state"] for each in records(services, YEAR + "&form=annual")}
    assert (states["990101"], states["990106"]) == ("迟报", "未报")
    assert [each.due for each in services.view().deadlines("demo")] == [date(2026, 11, 25), None]
    assert "李某恢复规则" in shown(client, "?dataset=demo&year=2025&part=dates")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"due": "2026-2-30"}, "bad_day"),
        ({"due": "明天"}, "bad_day"),
        ({"due": "2025-12-31"}, "early"),
        ({"due": "2026-02-06", "why": " "}, "no_why"),
        ({"due": "2026-02-06", "by": ""}, "no_name"),
        ({"due": "2026-02-06", "place": "annual nonsense"}, "bad_place"),
        ({"due": "2026-02-06", "place": "public 2025"}, "bad_place"),
        ({"due": "2026-02-06", "dataset": "public-renshe"}, "bad_place"),
        ({"due": ""}, "same"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_no_deadline_is_refused_and_nothing_kept(
    client: FlaskClient, services: Services, fields: dict[str, str], code: str, lang: str
) -> None:
    status, told = deadline(client, lang=lang, **fields)
    assert (status, told["error"]["code"]) == (409, code)
    assert services.view().deadlines("demo") == ()


def test_days_off_of_the_office_move_the_deadlines(client: FlaskClient, services: Services) -> None:
    status, _ = post(
        client, "workdays", days="2026-01-28 至 2026-01-29", kind="off", source="本省通知〔2026〕3号"
    )
    assert status == 200
    page = shown(client, "?dataset=demo&year=2025&part=dates")
    assert "2026年2月2日" in page  # two working days later: 30 January, 2 February
    assert "本省通知〔2026〕3号" in page
    assert post(client, "workdays", days="2026-01-28、2026-01-29", kind="clear", source="撤销")[0] == 200
    page = shown(client, "?dataset=demo&year=2025&part=dates")
    assert "2026年1月29日" in page
    assert len(services.view().day_exceptions()) == 4


def test_a_year_beyond_the_calendar_is_said_to_be_estimated(client: FlaskClient) -> None:
    assert "周末推算" in shown(client, "?dataset=demo&year=2026")
    assert "按周末推算" in shown(client, "?dataset=demo&year=2026&part=dates")
    assert "（周末推算）" not in shown(client, YEAR)


def test_days_are_read_as_people_write_them() -> None:
    assert read_days("2027-1-1 至 2027-01-03，2027-01-09", "zh") == [
        date(2027, 1, 1),
        date(2027, 1, 2),
        date(2027, 1, 3),
        date(2027, 1, 9),
    ]


@pytest.mark.parametrize(
    "text", ["", "元旦", "2027-13-01", "2027-01-03 至 2027-01-01", "2026-01-01至2027-01-01"]
)
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(ToldError, match="bad_days"):
        read_days(text, "zh")


# Rights


def test_a_county_sees_its_own_row_and_its_own_tasks(client: FlaskClient, services: Services) -> None:
    signed_in(services, file="990101")
    assert {each["code"] for each in records(services, YEAR)} == {"990101"}
    page = shown(client, YEAR)
    assert "只列王某权限内的" in page
    assert "已通过未发布" not in page
    assert services.catalogue.regions.get("990102").name not in page.split("报送进度", 1)[1]


def test_who_sees_only_what_is_published_is_told_nothing_of_the_others(
    client: FlaskClient, services: Services
) -> None:
    signed_in(services, view="990000")
    assert "报送进度只对填报、审核、发布人员显示" in shown(client, YEAR)
    assert records(services, YEAR) == []
    assert client.get(f"/board/summary.xlsx{CITY}&form=annual").status_code == 404


def test_only_a_reviewer_of_the_whole_sets_deadlines_and_days(
    client: FlaskClient, services: Services
) -> None:
    for roles, status in (
        ({"review": "990100"}, 403),
        ({"file": "990000"}, 403),
        ({"review": "990000"}, 200),
    ):
        signed_in(services, **roles)
        assert deadline(client, "2026-11-25")[0] == status
        assert post(client, "workdays", days="2027-01-01", kind="off", source="通知")[0] == status
    signed_in(services, review="990100")
    assert "/board/deadline" not in shown(client, "?dataset=demo&part=dates")
    (said,) = services.view().deadlines("demo")
    assert said.by == "王某"  # who is signed in, whatever name was sent


def test_a_form_from_another_site_is_refused(client: FlaskClient, services: Services) -> None:
    for what in ("deadline", "workdays", "summary", "scan"):
        answer = client.post(f"/board/{what}", data={}, headers={"Origin": "http://elsewhere.example"})
        assert answer.status_code == 403
    assert services.view().summaries("demo") == ()
