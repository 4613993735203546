"""How the parts of a package point to each other: relationships, content types, the list of sheets."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from loaders.package import CONTENT_TYPES
from loaders.package_copy import PackageCopy
from loaders.shared_parts import unescaped
from loaders.xml_part import RELATIONSHIPS
from loaders.xml_text import XmlText, judged

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
LINKS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
LONGEST_NAME = 31

_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'
)


def point_to(copy: PackageCopy, source: str, target: str, kind: str) -> str:
    """Adds a relationship from part to part and gives its id; `kind` is the whole type."""
    part = _links_of(source)
    if not copy.has(part):
        copy.write(part, _EMPTY.encode())
        declare_extension(copy, "rels", LINKS_TYPE)
    text = XmlText(part, judged(part, copy.read(part), namespaces=[RELATIONSHIPS]))
    taken = {each.attributes.get("Id", "").lower() for each in text.root.children}
    number = 1
    while f"rid{number}" in taken:
        number += 1
    path = quote(posixpath.relpath("/" + target, "/" + posixpath.dirname(source)), safe="/._-()&+,=@~ ")
    p = text.prefix(text.root)
    text.append(
        text.root,
        f'<{p}Relationship Id="rId{number}" Type="{kind}" Target="{path.replace("&", "&amp;")}"/>',
    )
    copy.write(part, text.content())
    return f"rId{number}"


def declare(copy: PackageCopy, part: str, kind: str) -> None:
    """The content type of an added part, unless it is declared already."""
    text = _types(copy)
    name = ("/" + part).lower()
    if any(each.attributes.get("PartName", "").lower() == name for each in text.root.children):
        return
    p = text.prefix(text.root)
    path = ("/" + part).replace("&", "&amp;")
    text.append(text.root, f'<{p}Override PartName="{path}" ContentType="{kind}"/>')
    copy.write(CONTENT_TYPES, text.content())


def declare_extension(copy: PackageCopy, extension: str, kind: str) -> None:
    """The content type of all parts of an extension, unless there is one."""
    text = _types(copy)
    if any(each.attributes.get("Extension", "").lower() == extension for each in text.root.children):
        return
    p = text.prefix(text.root)
    text.append(text.root, f'<{p}Default Extension="{extension}" ContentType="{kind}"/>')
    copy.write(CONTENT_TYPES, text.content())


def forget(copy: PackageCopy, source: str) -> None:
    """Takes away what a part that was written anew no longer points to."""
    part = _links_of(source)
    if copy.has(part):
        copy.write(part, _EMPTY.encode())


def fresh_name(wanted: str, taken: list[str]) -> str:
    """A sheet's name that no other has: 校验结果, 校验结果 (2), … within 31 characters.

    >>> fresh_name("校验结果", ["报表", "校验结果", "校验结果 (2)"])
    '校验结果 (3)'
    """
    known = {name.casefold() for name in taken}
    name, number = wanted[:LONGEST_NAME], 1
    while name.casefold() in known:
        number += 1
        ending = f" ({number})"
        name = wanted[: LONGEST_NAME - len(ending)] + ending
    return name


def enter_sheet(text: XmlText, wanted: str, relationship: str) -> None:
    """Puts a sheet behind the last one of the workbook part, under a name that none has."""
    root = text.root
    sheets = root.child("sheets")
    if sheets is None:
        return
    name = fresh_name(wanted, [unescaped(each.attributes.get("name", "")) for each in sheets.children])
    numbers = [each.attributes.get("sheetId", "") for each in sheets.children]
    free = max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
    prefix = text.prefixes.get(text.links, "")
    declared = f' xmlns:r="{text.links}"' if not prefix else ""
    link = f'{prefix or "r"}:id="{relationship}"'
    p = text.prefix(root)
    text.append(sheets, f'<{p}sheet{declared} name="{name}" sheetId="{free}" {link}/>')


def _links_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _types(copy: PackageCopy) -> XmlText:
    return XmlText(CONTENT_TYPES, judged(CONTENT_TYPES, copy.read(CONTENT_TYPES), namespaces=[TYPES]))
