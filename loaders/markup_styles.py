"""The styles of a marked-up workbook: each marked cell gets its own style again with another fill.

Styles are only appended; what a cell had (number format, borders, font, protection, alignment) stays,
and so do the differential styles of conditional formats.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from data.model import Severity
from loaders.shared_parts import index_of
from loaders.xml_text import Element, XmlText

Look = Literal["text", "line", "title", "head", "link"]

FILLS: Mapping[Severity, str] = {"must": "FFF5B7B1", "explain": "FFFFE2A8", "note": "FFD9E7F8"}
UNDER_LIGHT: Mapping[Severity, str] = {"must": "FF961118", "explain": "FF7C4C00", "note": "FF1B4B8F"}
"""For cells whose letters are light: they would not be read on a light ground."""
OURS = frozenset((*FILLS.values(), *UNDER_LIGHT.values()))
HEAD_FILL = "FFE8EEF7"

_SEQUENCE = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_FIRST = {
    "fonts": '<{p}font><{p}sz val="11"/><{p}name val="宋体"/></{p}font>',
    "fills": '<{p}fill><{p}patternFill patternType="none"/></{p}fill>'
    '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    "cellXfs": '<{p}xf numFmtId="0"/>',
}
_FONTS: Mapping[Look, str] = {
    "title": '<{p}b/><{p}sz val="14"/><{p}name val="宋体"/>',
    "head": '<{p}b/><{p}sz val="11"/><{p}name val="宋体"/>',
    "link": '<{p}u/><{p}sz val="11"/><{p}color rgb="FF1B4B8F"/><{p}name val="宋体"/>',
    "text": '<{p}sz val="11"/><{p}name val="宋体"/>',
    "line": '<{p}sz val="11"/><{p}name val="宋体"/>',
}
_ONE_LINE = ("title", "line")
_WHITE_INDICES = frozenset({"1", "9"})
_BRIGHT = 0.75
_FOLLOWED = frozenset({"styleSheet", "fonts", "font", "fills", "fill", "patternFill", "cellXfs"})

EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Styles:
    """The styles part with what marking appends to it; `used` is the highest style any cell names."""

    def __init__(self, part: str, content: bytes, *, used: int) -> None:
        self._text = XmlText(part, content, skip=lambda element: element.name not in _FOLLOWED)
        self._prefix = self._text.prefix(self._text.root)
        self._added: dict[str, list[str]] = {"fonts": [], "fills": [], "cellXfs": []}
        self._made: dict[tuple[int, Severity], int] = {}
        self._own = {name: self._children(name) for name in self._added}
        self._known = {
            name: [self._text.raw(element).decode() for element in own] for name, own in self._own.items()
        }
        if not self._own["cellXfs"]:
            self._added["cellXfs"] += [_FIRST["cellXfs"].format(p=self._prefix)] * (used + 1)
        self._our_fills = self._find_our_fills()
        self._light_fonts = self._find_light_fonts()

    def marked(self, base: int, severity: Severity) -> int:
        """The style `base` with the severity's fill."""
        made = self._made.get((base, severity))
        if made is None:
            made = self._made[base, severity] = self._mark(base, severity)
        return made

    def _mark(self, base: int, severity: Severity) -> int:
        xf = self._xf(base)
        light = xf is not None and xf.attributes.get("fontId", "0") in self._light_fonts
        fill = self._fill((UNDER_LIGHT if light else FILLS)[severity])
        if xf is not None and xf.attributes.get("fillId", "0") == str(fill):
            return base
        return self._filled(xf, fill)

    def unmarked(self, style: int) -> int | None:
        """The style without our fill; None where it has none."""
        xf = self._xf(style)
        if xf is None or xf.attributes.get("fillId", "0") not in self._our_fills:
            return None
        return self._filled(xf, 0)

    def listed(self, look: Look, *, severity: Severity | None = None) -> int:
        """A style of the list of findings."""
        color = FILLS[severity] if severity else HEAD_FILL if look == "head" else ""
        fill = self._fill(color) if color else 0
        font = self._once("fonts", f"<{{p}}font>{_FONTS[look]}</{{p}}font>")
        known = [
            f'{key}="0" '
            for key, name in (("borderId", "borders"), ("xfId", "cellStyleXfs"))
            if self._text.root.child(name)
        ]
        wrapped = "" if look in _ONE_LINE else ' wrapText="1"'
        numbers = f'numFmtId="0" fontId="{font}" fillId="{fill}" {"".join(known)}'
        applied = 'applyFont="1" applyFill="1" applyAlignment="1"'
        inside = f'<{{p}}alignment vertical="top"{wrapped}/>'
        return self._once("cellXfs", f"<{{p}}xf {numbers}{applied}>{inside}</{{p}}xf>")

    def content(self) -> bytes:
        text, root = self._text, self._text.root
        for name, added in self._added.items():
            collection = root.child(name)
            if collection is not None and added:
                text.append(collection, "".join(added))
                if "count" in collection.attributes:
                    text.set(collection, count=str(len(self._own[name]) + len(added)))
            elif added:
                whole = "".join(added)
                xml = f'<{self._prefix}{name} count="{len(added)}">{whole}</{self._prefix}{name}>'
                text.add_after(root, _SEQUENCE[: _SEQUENCE.index(name)], xml)
        return text.content()

    def _filled(self, xf: Element | None, fill: int) -> int:
        if xf is None:
            return self._once("cellXfs", f'<{{p}}xf numFmtId="0" fillId="{fill}" applyFill="1"/>')
        copied = self._text.copied(xf, fillId=str(fill), applyFill="1")
        return self._append("cellXfs", copied)

    def _fill(self, color: str) -> int:
        known = next((number for number, each in self._our_fills.items() if each == color), None)
        if known is not None:
            return int(known)
        pattern = f'<{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="{color}"/>'
        return self._once(
            "fills", f'<{{p}}fill>{pattern}<{{p}}bgColor indexed="64"/></{{p}}patternFill></{{p}}fill>'
        )

    def _once(self, name: str, template: str) -> int:
        return self._append(name, template.format(p=self._prefix))

    def _append(self, name: str, xml: str) -> int:
        """The number of an item; what is there already, from an earlier marking too, is not added again."""
        if xml in self._known[name]:
            return self._known[name].index(xml)
        added = self._added[name]
        if not self._own[name] and not added:
            first = _FIRST[name].format(p=self._prefix)
            added += [first] if name != "fills" else _halves(first, self._prefix)
        if xml not in added:
            added.append(xml)
        return len(self._own[name]) + added.index(xml)

    def _xf(self, style: int) -> Element | None:
        own = self._own["cellXfs"]
        return own[style] if style < len(own) else None

    def _children(self, name: str) -> list[Element]:
        found = self._text.root.child(name)
        return found.children if found else []

    def _find_our_fills(self) -> dict[str, str]:
        """Number -> colour of the fills that an earlier marking put in."""
        found = {}
        for number, fill in enumerate(self._own["fills"]):
            pattern = fill.child("patternFill")
            color = pattern.child("fgColor") if pattern else None
            rgb = color.attributes.get("rgb", "") if color else ""
            if rgb in OURS:
                found[str(number)] = rgb
        return found

    def _find_light_fonts(self) -> Collection[str]:
        fonts = enumerate(self._own["fonts"])
        return {str(number) for number, font in fonts if _is_light(font.child("color"))}


def _halves(fills: str, prefix: str) -> list[str]:
    """The two fills that every workbook begins with, apart, so that they count as two."""
    end = f"</{prefix}fill>"
    first, second, _ = fills.split(end)
    return [first + end, second + end]


def _is_light(color: Element | None) -> bool:
    if color is None:
        return False
    given = color.attributes
    if "rgb" in given:
        try:
            red, green, blue = bytes.fromhex(given["rgb"][-6:])
        except ValueError:
            return False
        return (0.3 * red + 0.59 * green + 0.11 * blue) / 255 > _BRIGHT
    return given.get("theme") == "0" or given.get("indexed") in _WHITE_INDICES


def style_number(text: str | None) -> int:
    """A cell's style as it is written; 0 where none is."""
    return index_of(text, count=1_000_000) or 0
