"""The drawing of notes (VML): each note of a sheet has a shape in it, or programs do not show the note.

Office writes this part so that it is often no XML at all (`<br>` in a button's label), so it is patched
as text: shapes are put in before its end, and taken out whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from loaders.markup_sheet import Place, SheetText

WIDTH, HEIGHT = 280, 96  # pixels of a note with a few lines
CLUSTER = 1024  # shape numbers that belong to one number of the drawing's map

_END = re.compile(rb"</xml\s*>\s*\Z", re.IGNORECASE)
_MAP = re.compile(rb"(<o:idmap\b[^>]*?\bdata\s*=\s*[\"'])([0-9,\s]*)", re.IGNORECASE)
_SHAPE_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})")
_NOTE_TYPE = re.compile(rb"<v:shapetype\b[^>]*\bid\s*=\s*[\"']_x0000_t202[\"']")
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>\s*", re.DOTALL)
_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_ROW = re.compile(rb"<x:Row>\s*([0-9]{1,7})\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*([0-9]{1,5})\s*</x:Column>")
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{0}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW = (
    '<xml xmlns:v="{v}" xmlns:o="{o}" xmlns:x="{x}"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)


def new_drawing() -> bytes:
    return _NEW.format(**_SPACES).encode()


def can_be_patched(drawing: bytes) -> bool:
    return _END.search(drawing) is not None


def used_clusters(drawings: Iterable[bytes]) -> set[int]:
    """Numbers that the maps of all drawings of a workbook name, or whose shapes are there."""
    used: set[int] = set()
    for drawing in drawings:
        for listed in _MAP.finditer(drawing):
            used.update(int(each) for each in listed[2].split(b",") if each.strip().isdigit())
        used.update(int(number) // CLUSTER for number in _SHAPE_NUMBER.findall(drawing))
    return used


def places_of(drawing: bytes) -> set[Place]:
    """Row and column, from 1, of every note that has a shape."""
    return {place for shape in _SHAPE.findall(drawing) if (place := _place(shape)) is not None}


def without(drawing: bytes, places: Collection[Place]) -> bytes:
    """The drawing without the shapes of the notes at these places."""
    return _SHAPE.sub(lambda shape: b"" if _place(shape[0]) in places else shape[0], drawing)


def with_shapes(drawing: bytes, sheet: SheetText, lines: Mapping[Place, int], cluster: int) -> bytes:
    """The drawing with a hidden note at each place; `lines` says how long its text is."""
    end = _END.search(drawing)
    if end is None or not lines:
        return drawing
    declared = _undeclared(drawing)
    kind = "" if _NOTE_TYPE.search(drawing) else _TYPE.format(declared)
    heights = sheet.row_pixels()
    shapes = [
        _shape(cluster * CLUSTER + number, place, count, declared, sheet.column_pixels, heights)
        for number, (place, count) in enumerate(sorted(lines.items()), start=1)
    ]
    patched = drawing[: end.start()] + (kind + "".join(shapes)).encode() + drawing[end.start() :]
    return _MAP.sub(lambda found: found[1] + _listed(found[2], cluster), patched, count=1)


def _listed(clusters: bytes, added: int) -> bytes:
    known = clusters.strip()
    return (known + b"," if known else b"") + str(added).encode()


def _undeclared(drawing: bytes) -> str:
    """Declarations of the prefixes that the part itself leaves undeclared."""
    missing = [key for key in _SPACES if f"xmlns:{key}=".encode() not in drawing]
    return "".join(f' xmlns:{key}="{_SPACES[key]}"' for key in missing)


def _shape(
    number: int,
    place: Place,
    lines: int,
    declared: str,
    width: Callable[[int], int],
    height: Callable[[int], int],
) -> str:
    row, column = place
    high = HEIGHT + 18 * max(0, min(lines, 24) - 4)
    right, over = _reach(column + 1, 15 + WIDTH, width)
    top = max(row - 1, 1)
    bottom, under = _reach(top, 4 + high, height)
    anchor = f"{column}, 15, {top - 1}, 4, {right - 1}, {over}, {bottom - 1}, {under}"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202"{declared} style="position:absolute;'
        f'margin-left:60pt;margin-top:4pt;width:{WIDTH}px;height:{high}px;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _reach(first: int, pixels: int, size: Callable[[int], int]) -> Place:
    """The column (or row) in which a length that begins at `first` ends, and how far into it."""
    at = first
    while at < first + 100 and pixels > size(at):
        pixels -= size(at)
        at += 1
    return at, max(0, min(pixels, size(at)))


def _place(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not _NOTE.search(shape) or row is None or column is None:
        return None
    return int(row[1]) + 1, int(column[1]) + 1
