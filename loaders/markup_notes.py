"""Notes onto a sheet: its comments part, the drawing that shows them, and the links between the three."""

from __future__ import annotations

import posixpath

from loaders import markup_links as links
from loaders.guards import WorkbookRefused
from loaders.markup_comments import Comments, Line, Notes, new_comments
from loaders.markup_shapes import can_be_patched, new_drawing, places_of, used_clusters, with_shapes, without
from loaders.markup_sheet import SheetText
from loaders.package import Package
from loaders.package_copy import PackageCopy
from loaders.xml_part import relationships

LETTERS_A_LINE = 22


def put_notes(copy: PackageCopy, package: Package, sheet: SheetText, notes: Notes) -> None:
    """Adds, renews and takes away our notes.

    Where the sender's own notes or their drawing cannot be understood, the sheet gets no notes rather
    than losing theirs: the colours and the list say the same.
    """
    linked = relationships(package, sheet.part)
    comments_part = next((part for kind, part in linked.values() if kind == "comments"), "")
    if not notes and not comments_part:
        return
    drawing_part = _drawing_part(sheet, linked)
    base = sheet.text.links
    had_drawing = bool(drawing_part) and copy.has(drawing_part)
    drawing = copy.read(drawing_part) if had_drawing else new_drawing()
    try:
        comments = _comments(copy, sheet, comments_part)
    except WorkbookRefused:
        return
    if not can_be_patched(drawing):
        return
    gone, content = comments.put(notes)
    shown = set(notes) if had_drawing else {*notes, *comments.places} - gone
    missing = {place: _lines(notes.get(place, ())) for place in shown - (places_of(drawing) - gone)}
    cluster = max(used_clusters(_drawings(copy)), default=0) + 1
    patched = with_shapes(without(drawing, gone), sheet, missing, cluster)
    if not comments_part:
        comments_part = copy.fresh(posixpath.dirname(posixpath.dirname(sheet.part)), "comments", ".xml")
        links.point_to(copy, sheet.part, comments_part, f"{base}/comments")
    links.declare(copy, comments_part, links.COMMENTS_TYPE)
    copy.write(comments_part, content)
    if not drawing_part:
        folder = posixpath.join(posixpath.dirname(posixpath.dirname(sheet.part)), "drawings")
        drawing_part = copy.fresh(folder, "vmlDrawing", ".vml")
        sheet.refer_to_notes(links.point_to(copy, sheet.part, drawing_part, f"{base}/vmlDrawing"))
    if not had_drawing:
        links.declare_extension(copy, "vml", links.DRAWING_TYPE)
    copy.write(drawing_part, patched)


def _drawing_part(sheet: SheetText, linked: dict[str, tuple[str, str]]) -> str:
    legacy = sheet.text.root.child("legacyDrawing")
    given = legacy.attributes.items() if legacy else ()
    ids = [value for key, value in given if key.endswith("/relationships}id")]
    return linked.get(ids[0] if ids else "", ("", ""))[1]


def _comments(copy: PackageCopy, sheet: SheetText, part: str) -> Comments:
    if part and copy.has(part):
        return Comments(part, copy.read(part))
    return Comments(part, new_comments(strict=sheet.text.strict))


def _drawings(copy: PackageCopy) -> list[bytes]:
    return [copy.read(part) for part in copy.parts if part.lower().endswith(".vml")]


def _lines(note: tuple[Line, ...]) -> int:
    """How many lines a note takes, about."""
    return sum(
        1 + sum(1 + len(paragraph) // LETTERS_A_LINE for paragraph in line.text.split("\n")) for line in note
    )
