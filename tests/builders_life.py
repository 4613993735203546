"""A filing's way for tests, through the pages' own addresses: sent, reviewed, published, corrected."""

import io
import re

import builders
from builders_site import answered
from flask.testing import FlaskClient

FILER, REVIEWER, PUBLISHER = "李某", "王某", "赵某"


def send(client: FlaskClient, name: str = "年报.xlsx", by: str = FILER, **figures: int) -> int:
    """A county's workbook by the ordinary door; the submission's number."""
    figures = figures or {"suit_heard": 10, "suit_head_appeared": 9}
    data = {"by": by, "file": (io.BytesIO(builders.annual("2024", **figures)), name)}
    answer = client.post("/file/receive", data=data, content_type="multipart/form-data")
    (told,) = answer.get_json()["files"]
    assert told["status"] == "waiting", told
    return int(told["submission"])


def step(
    client: FlaskClient, number: int, step: str, *, by: str = REVIEWER, why: str = "", lang: str = "zh"
) -> tuple[int, dict]:
    fields = {"submission": str(number), "step": step, "by": by, "why": why}
    headers = {"Accept": "application/json"}
    answer = client.post(f"/life/step?lang={lang}", data=fields, headers=headers)
    return answer.status_code, answer.get_json()


def publish(client: FlaskClient, *periods: str, why: str = "", by: str = PUBLISHER) -> tuple[int, dict]:
    fields = {
        "dataset": "demo",
        "period": list(periods or ["2024"]),
        "by": by,
        "why": why,
        "note": "年度数据",
    }
    answer = client.post("/life/publish", data=fields, headers={"Accept": "application/json"})
    return answer.status_code, answer.get_json()


def corrected(client: FlaskClient) -> None:
    """Published with 9/10, corrected to 5/10."""
    first = send(client, "一.xlsx")
    assert step(client, first, "approve")[0] == 200
    assert publish(client)[0] == 200
    assert step(client, first, "unlock", why="漏计")[0] == 200
    second = send(client, "二.xlsx", suit_heard=10, suit_head_appeared=5)
    assert step(client, second, "approve")[0] == 200
    assert publish(client, why="漏计五件")[0] == 200


def shown(client: FlaskClient, path: str, search: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), answered(client, path, search))
