"""Before filing: a file is judged as at the door, and not a byte is written."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import builders
import pytest
from builders_store import AT, take_in

from layouts.services import Services
from loaders.intake import receive, receive_upload
from loaders.preview import Preview, preview, preview_upload


def looked(services: Services, data: bytes, name: str = "年报.xlsx") -> Preview:
    return preview(name, data, desk=services.desk(), at=AT)


def state(folder: Path) -> dict[str, str]:
    """Every file under a folder with its hash; the journal beside the database is no content of its own."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".db-wal", ".db-shm")
    }


def damaged() -> bytes:
    return b"PK\3\4 broken"


def classified() -> bytes:
    def stamp(book: object) -> None:
        book["复议应诉"]["H1"] = "机密★10年"

    return builders.edited(builders.annual("2025", suit_heard=10), stamp)


@pytest.mark.parametrize(
    "make",
    [
        lambda: builders.annual("2025", suit_heard=10, suit_head_appeared=9),
        lambda: builders.annual("2025", suit_heard=6, suit_head_appeared=7),
        lambda: builders.grid([["一", "二"], [1, 2]]),
        damaged,
        classified,
        lambda: b"",
    ],
)
def test_looking_at_a_file_writes_nothing(tmp_path: Path, services: Services, make: object) -> None:
    before = state(tmp_path)
    list(preview_upload("年报.xlsx", make(), desk=services.desk(), at=AT))
    assert state(tmp_path) == before
    assert services.view().submissions() == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda: builders.annual("2025", suit_heard=10, suit_head_appeared=9),
        lambda: builders.annual("2025", suit_heard=6, suit_head_appeared=7),
        lambda: builders.grid([["一", "二"], [1, 2]]),
        damaged,
        classified,
    ],
)
def test_what_is_foreseen_is_what_filing_does(services: Services, make: object) -> None:
    data: bytes = make()
    foreseen = looked(services, data)
    done = receive("年报.xlsx", data, desk=services.desk(), by="李某", at=AT)
    taken = "accepted" if done.taken_in else done.status  # waiting, where it is reviewed first
    assert (foreseen.status, foreseen.sha256) == (taken, done.sha256)
    assert (foreseen.form, foreseen.dataset, foreseen.region, foreseen.period) == (
        done.form,
        done.dataset,
        done.region,
        done.period,
    )
    assert [found.code for found in foreseen.findings] == [found.code for found in done.findings]


def test_the_same_bytes_again_are_known(services: Services) -> None:
    data = builders.annual("2025", suit_heard=10, suit_head_appeared=9)
    (first,) = take_in(services, {"年报.xlsx": data})
    again = looked(services, data, "别的名字.xlsx")
    assert again.known is not None
    assert again.known.submission == first.submission
    assert (again.region, again.period) == ("990101", "2025")


def test_figures_are_counted(services: Services) -> None:
    found = looked(services, builders.annual("2025", suit_heard=10, suit_head_appeared=9))
    assert found.figures == 2


def test_of_a_zip_only_the_chosen_members_are_taken_in(services: Services) -> None:
    one = builders.annual("2025", suit_heard=10, suit_head_appeared=9)
    two = builders.annual("2024", suit_heard=10, suit_head_appeared=9)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("一.xlsx", one)
        archive.writestr("二.xlsx", two)
    desk, data = services.desk(), packed.getvalue()
    seen = [each.sha256 for each in preview_upload("包.zip", data, desk=desk, at=AT)]
    assert seen == [hashlib.sha256(one).hexdigest(), hashlib.sha256(two).hexdigest()]
    (taken,) = receive_upload("包.zip", data, desk=desk, by="李某", at=AT, only=seen[1:])
    assert taken.period == "2024"
