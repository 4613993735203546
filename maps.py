"""The commands that keep the office's own maps: faheng map add, list, remove."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from app import BEIJING, Settings, build_services
from data.model import Finding
from layouts.services import Services
from layouts.text import finding_message

Verb = Callable[[argparse.Namespace], int]


class MapError(Exception):
    """What was asked for cannot be done; the message says why."""


def add_verb(verb: Callable[[str, Verb, str], argparse.ArgumentParser]) -> None:
    """The parser of ``faheng map``; ``verb(name, run, text)`` makes one."""
    acts = verb("map", run, "本单位的地图 / the office's own maps").add_subparsers(
        dest="act", required=True, metavar="WHAT"
    )
    add = acts.add_parser("add", help="加入 GeoJSON 地图 / add a GeoJSON file of boundaries")
    add.add_argument("file", type=Path)
    add.add_argument("--approval", required=True, help="审图号 / the map approval number")
    add.add_argument("--name", default="", help="缺省为文件名 / default: the file's name")
    add.add_argument("--source", default="", help="来源，与审图号一起显示 / shown beside the number")
    add.add_argument("--by", default="", help="经办人 / who")
    acts.add_parser("list", help="列出地图和不能用的原因 / the maps, and why one is not used")
    remove = acts.add_parser("remove", help="移去地图 / take a map away")
    remove.add_argument("name")
    remove.add_argument("--by", default="", help="经办人 / who")


def run(given: argparse.Namespace) -> int:
    """1 where a map is not kept, or one that is kept cannot be used."""
    services = build_services(Settings.from_env())
    return {"add": added, "list": listed, "remove": removed}[given.act](services, given)


def added(services: Services, given: argparse.Namespace) -> int:
    """Keep a map; with any mistake nothing is kept, and every mistake is told."""
    try:
        data = given.file.read_bytes()
    except OSError as error:
        raise MapError(f"{given.file}: {error.strerror}") from None
    name, at = given.name or given.file.stem, datetime.now(BEIJING)
    findings = services.maps.add(
        name,
        data,
        given.approval,
        services.catalogue.regions,
        source=given.source,
        by=given.by or services.by,
        at=at,
    )
    _tell(given.file.name, findings)
    if findings:
        return 1
    print(name)
    return 0


def listed(services: Services, _given: argparse.Namespace) -> int:
    """Name, number and how many regions, a line each; then what cannot be used."""
    regions = services.catalogue.regions
    for each in services.maps.maps(regions):
        print("\t".join((each.name, each.approval, str(len(each.areas)), each.source)))
    faults = services.maps.faults(regions)
    for name, findings in faults.items():
        _tell(name, findings)
    return 1 if faults else 0


def removed(services: Services, given: argparse.Namespace) -> int:
    if not services.maps.remove(given.name):
        names = ", ".join(services.maps.names()) or "-"
        raise MapError(f"没有地图 {given.name} / there is no map {given.name}; there are: {names}")
    print(given.name)
    return 0


def _tell(name: str, findings: Iterable[Finding]) -> None:
    """A line for each, in both languages."""
    for finding in findings:
        place = f"{name} {finding.cell}".strip()
        told = " / ".join(finding_message(finding, language) for language in ("zh", "en"))
        print(f"{place}: {told}", file=sys.stderr)
