"""The commands that keep the record, audit, backup, restore, purge, and the office's own maps."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from app import BEIJING, Settings, build_services
from data.auditing import AuditFilter
from data.backup_reading import BackupError, verify_backup
from data.catalogue import read_catalogue
from data.model import Finding, Viewer
from data.purging import PurgeError
from data.restoring import restore as restore_backup
from data.store import Store
from layouts.documents.tables import to_csv
from layouts.services import Services
from layouts.text import finding_message, words
from layouts.views.audit_entries import export_rows
from layouts.views.audit_proof import fault_line
from loaders.desk import LIMITS
from loaders.maps import approval_number

HASH = 64
Verb = Callable[[argparse.Namespace], int]


class UpkeepError(Exception):
    """What was asked for cannot be done; the message says why."""


def add_verbs(verb: Callable[[str, Verb, str], argparse.ArgumentParser]) -> None:
    """The parsers of these commands; ``verb(name, run, text)`` makes one."""
    audit = verb("audit", audited, "审计链：核验、末条、导出 / the audit trail: verify, head, export")
    audit.add_argument("what", choices=("verify", "head", "export"))
    audit.add_argument("--files", action="store_true", help="连同原件 / with every file as received")
    audit.add_argument("--head", default="", metavar="HASH", help="抄录在别处的哈希 / a hash noted elsewhere")
    audit.add_argument("--out", type=Path, default=None, help="导出到 / export to FILE.csv")
    backup = verb("backup", backed_up, "备份、核验备份 / back up, or verify a backup")
    backup.add_argument("what", nargs="?", choices=("verify",))
    backup.add_argument("file", nargs="?", type=Path)
    backup.add_argument("--out", type=Path, default=None, help="文件夹或 .zip / a folder or a .zip")
    backup.add_argument("--by", default="", help="经办人 / who")
    restore = verb("restore", restored, "由备份恢复到空文件夹 / restore a backup into an empty folder")
    restore.add_argument("file", type=Path)
    restore.add_argument("--home", type=Path, required=True)
    restore.add_argument("--by", default="", help="经办人 / who")
    purge = verb("purge", purged, "两人共同清除误传的文件 / two people remove a wrongly uploaded file")
    purge.add_argument(
        "what", metavar="SUBMISSION", help="报送件的号或文件哈希 / its number, or the file's hash"
    )
    purge.add_argument("--by", required=True, help="操作人 / the first person")
    purge.add_argument("--second", required=True, help="共同操作人 / the second person")
    purge.add_argument("--why", required=True, help="原因 / the reason")
    _add_map(verb)


def _add_map(verb: Callable[[str, Verb, str], argparse.ArgumentParser]) -> None:
    acts = verb("map", kept_maps, "本单位的地图 / the office's own maps").add_subparsers(
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


def audited(given: argparse.Namespace) -> int:
    """Prove the record (1 where something does not fit), print the chain's end, or export the trail."""
    settings, store = _opened()
    view = store.seen_by(Viewer(settings.by))
    if given.what == "head":
        head = view.audit_head()
        print(f"{head.number} {head.at} {head.hash}")
        return 0
    if given.what == "export":
        if given.out is None or given.out.suffix.lower() != ".csv":
            raise UpkeepError("请写 --out 文件.csv / audit export needs --out FILE.csv")
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_bytes(to_csv(export_rows(view, AuditFilter(), "zh"), "zh"))
        print(given.out)
        return 0
    proof = store.prove(at=_now(), largest=LIMITS.bytes, with_files=given.files, pinned=given.head.strip())
    for fault in proof.faults:
        print(f"{fault_line(fault, 'zh')} / {fault_line(fault, 'en')}")
    if proof.whole:
        told = {"entries": proof.entries, "submissions": proof.submissions, "files": proof.files}
        print(words("zh").say("audit.verified", **told), "/", words("en").say("audit.verified", **told))
        print(f"{proof.head.number} {proof.head.at} {proof.head.hash}")
    return 0 if proof.whole else 1


def backed_up(given: argparse.Namespace) -> int:
    """Make a backup, or verify one; the hash printed with it can be noted elsewhere."""
    try:
        if given.what == "verify":
            if given.file is None:
                raise UpkeepError("请写备份的文件名 / backup verify needs the backup's FILE")
            manifest, proof = verify_backup(given.file)
            print(
                f"{given.file}: 完整 / whole; {manifest.made_at}, {len(manifest.files)} files, "
                f"audit {proof.head.number} {proof.head.hash}"
            )
            return 0
        if given.out is None:
            raise UpkeepError("请写 --out 文件夹或 .zip 文件 / backup needs --out, a folder or a .zip file")
        settings, store = _opened()
        made = store.backup(given.out, by=given.by or settings.by, at=_now())
    except BackupError as error:
        raise UpkeepError(str(error)) from error
    for sha256 in made.damaged:
        told = {"entry": 0, "thing": sha256}
        said = [words(language).say("audit_fault.file_changed", **told) for language in ("zh", "en")]
        print(" / ".join(said), file=sys.stderr)
    print(f"{made.path}  {made.size} bytes, {made.files} files, sha256 {made.sha256}")
    return 0


def restored(given: argparse.Namespace) -> int:
    """Make an empty folder the record of a backup."""
    try:
        by = given.by or Settings.from_env().by
        manifest = restore_backup(given.file, given.home.absolute(), by=by, at=_now())
    except BackupError as error:
        raise UpkeepError(str(error)) from error
    told = f"{manifest.made_at}, {manifest.counts['submission']} submissions"
    print(f"{given.home}: {told}; FAHENG_HOME={given.home}")
    return 0


def purged(given: argparse.Namespace) -> int:
    """Remove a file for good; what still holds it is listed on stdout."""
    _, store = _opened()
    try:
        sha256 = _file_meant(store, given.what)
        done = store.purge(sha256, by=given.by, second=given.second, why=given.why, at=_now())
    except PurgeError as error:
        told = [words(language)[f"audit_purge.{error.code}"] for language in ("zh", "en")]
        raise UpkeepError(" / ".join(told)) from error
    print(f"{done.sha256}: {', '.join(map(str, done.submissions)) or '-'}")
    for language in ("zh", "en"):
        spoken = words(language)
        if not done.wiped:
            print(spoken["audit.purged_wiped_later"], file=sys.stderr)
        print(spoken["audit.purged_backups" if done.backups else "audit.purged_no_backups"], file=sys.stderr)
    for path in done.backups:
        print(path)
    return 0


def kept_maps(given: argparse.Namespace) -> int:
    """1 where a map is not kept, or one that is kept cannot be used."""
    services = build_services(Settings.from_env())
    return {"add": _add_one, "list": _list_all, "remove": _remove_one}[given.act](services, given)


def _add_one(services: Services, given: argparse.Namespace) -> int:
    """Keep a map; with any mistake nothing is kept, and every mistake is told."""
    try:
        data = given.file.read_bytes()
    except OSError as error:
        raise UpkeepError(f"{given.file}: {error.strerror}") from None
    name, by, at = given.name or given.file.stem, given.by or services.by, _now()
    findings = services.maps.add(
        name,
        data,
        given.approval,
        services.catalogue.regions,
        source=given.source,
        by=by,
        at=at,
    )
    _tell(given.file.name, findings)
    if findings:
        return 1
    told = {
        "approval": approval_number(given.approval),
        "source": given.source,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    services.store.log_map("add", name, detail=told, by=by, at=at)
    print(name)
    return 0


def _list_all(services: Services, _given: argparse.Namespace) -> int:
    """Name, number and how many regions, a line each; then what cannot be used."""
    regions = services.catalogue.regions
    for each in services.maps.maps(regions):
        print("\t".join((each.name, each.approval, str(len(each.areas)), each.source)).rstrip())
    faults = services.maps.faults(regions)
    for name, findings in faults.items():
        _tell(name, findings)
    return 1 if faults else 0


def _remove_one(services: Services, given: argparse.Namespace) -> int:
    if not services.maps.remove(given.name):
        names = ", ".join(services.maps.names()) or "-"
        raise UpkeepError(f"没有地图 {given.name} / there is no map {given.name}; there are: {names}")
    services.store.log_map("remove", given.name, detail={}, by=given.by or services.by, at=_now())
    print(given.name)
    return 0


def _tell(name: str, findings: Iterable[Finding]) -> None:
    """A line for each, in both languages."""
    for finding in findings:
        place = f"{name} {finding.cell}".strip()
        told = " / ".join(finding_message(finding, language) for language in ("zh", "en"))
        print(f"{place}: {told}", file=sys.stderr)


def _file_meant(store: Store, what: str) -> str:
    if len(what) == HASH:
        return what.lower()
    found = store.seen_by(Viewer("")).submission(int(what)) if what.isascii() and what.isdecimal() else None
    if found is None:
        raise PurgeError("unknown")
    return found[0].sha256


def _opened() -> tuple[Settings, Store]:
    settings = Settings.from_env()
    return settings, Store.open(settings.database, settings.files, tuple(read_catalogue().elements))


def _now() -> datetime:
    return datetime.now(BEIJING)
