"""What kind of file arrives, and every reason to refuse its package before a sheet is read."""

import pickle
import random
import zipfile

import pytest
from builders_xlsx import (
    CONTENT_TYPES,
    SHEET,
    STRINGS,
    WORKBOOK,
    WORKBOOK_LINKS,
    compound_file,
    links_part,
    open_document,
    packed,
    sheet_part,
    sound_parts,
    strings_part,
    with_declared_size,
    with_protected_part,
    with_twin_part,
    with_wrong_checksum,
    word_document,
    workbook_of,
    workbook_part,
)

from loaders.workbook import Limits, WorkbookRefused, kind_of, read

SOUND = packed(sound_parts())
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
MACRO_PART = {"xl/vbaProject.bin": b"\xd0\xcf"}


def refused(data: bytes, *, limits: Limits | None = None) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as caught:
        read(data, limits=limits or Limits())
    assert str(caught.value)
    assert all(isinstance(value, str) for value in caught.value.params.values())
    return caught.value


def bombed(data: bytes, *, limits: Limits | None = None) -> tuple[str, str]:
    refusal = refused(data, limits=limits)
    return refusal.code, refusal.params.get("what", "")


def damage(parts: dict[str, str | bytes]) -> tuple[str, str, str]:
    refusal = refused(packed(parts))
    return refusal.code, refusal.params.get("part", ""), refusal.params.get("reason", "")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (SOUND, "xlsx"),
        (packed(sound_parts() | MACRO_PART), "xlsm"),
        (compound_file("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (compound_file("Workbook"), "xls"),
        (compound_file("WordDocument"), "unknown"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
        (open_document(), "ods"),
        (open_document("text"), "unknown"),
        (word_document(), "unknown"),
        (packed({"a.xlsx": SOUND}), "zip"),
        (packed({}), "zip"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        ("地区,件数\n苍溪县,3\n".encode(), "text"),
        ("地区,件数\n苍溪县,3\n".encode("gb18030") * 400, "text"),
        ("地区\t件数".encode("utf-16"), "text"),
        (PNG, "unknown"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_contents(data: bytes, kind: str) -> None:
    assert kind_of(data, "misleading.pdf") == kind


def test_the_name_decides_only_for_a_package_too_broken_to_tell() -> None:
    broken = b"PK\x03\x04" + b"\0" * 200
    assert (kind_of(broken, "报表.XLSX"), kind_of(broken, "files.zip")) == ("xlsx", "zip")
    assert kind_of(SOUND[:-30], "files.zip") == "xlsx"


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (b"", "file.empty", {}),
        (compound_file("EncryptionInfo", "EncryptedPackage"), "file.encrypted", {}),
        (compound_file("Book"), "file.old_format", {}),
        (open_document(), "file.not_a_workbook", {"kind": "ods"}),
        (word_document(), "file.not_a_workbook", {"kind": "unknown"}),
        (packed({"a.xlsx": SOUND}), "file.not_a_workbook", {"kind": "zip"}),
        (b"%PDF-1.7", "file.not_a_workbook", {"kind": "pdf"}),
        (b"a,b\n1,2\n", "file.not_a_workbook", {"kind": "text"}),
        (PNG, "file.not_a_workbook", {"kind": "unknown"}),
        (with_protected_part(SOUND), "file.encrypted", {}),
        (packed(sound_parts() | MACRO_PART), "file.macro", {"part": "xl/vbaProject.bin"}),
        (
            packed(sound_parts() | {"xl/macrosheets/sheet1.xml": "<x/>"}),
            "file.macro",
            {"part": "xl/macrosheets/sheet1.xml"},
        ),
    ],
)
def test_a_file_of_another_kind_is_refused(data: bytes, code: str, params: dict[str, str]) -> None:
    refusal = refused(data)
    assert (refusal.code, refusal.params) == (code, params)


def test_a_macro_workbook_is_told_by_its_content_type_too() -> None:
    parts = sound_parts()
    parts[CONTENT_TYPES] = str(parts[CONTENT_TYPES]).replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    )
    assert refused(packed(parts)).code == "file.macro"


def test_a_macro_sheet_is_refused_wherever_its_part_lies() -> None:
    parts = sound_parts()
    parts[WORKBOOK_LINKS] = links_part([("rId1", "xlMacrosheet", "worksheets/sheet1.xml")])
    assert refused(packed(parts)).code == "file.macro"


def test_a_file_over_the_size_limit_is_refused_before_anything_else() -> None:
    refusal = refused(SOUND, limits=Limits(bytes=100))
    assert (refusal.code, refusal.params) == ("file.too_large", {"bytes": str(len(SOUND)), "limit": "100"})


def test_packages_that_would_burst_are_refused() -> None:
    blanks = packed(sound_parts() | {"xl/media/blank.xml": b" " * 3_000_000})
    assert bombed(blanks) == ("file.bomb", "ratio")
    assert bombed(packed(sound_parts() | {"x.bin": b"x" * 9_000_000})) == ("file.bomb", "part_bytes")
    assert bombed(with_declared_size(SOUND, 1_000_000_000)) == ("file.bomb", "part_bytes")
    assert bombed(SOUND, limits=Limits(inflated=1_000)) == ("file.bomb", "inflated")
    assert bombed(with_twin_part(SOUND)) == ("file.bomb", "duplicate_part")


@pytest.mark.parametrize("count", [195, 500, 5_000])
def test_too_many_parts_are_refused(count: int) -> None:
    assert bombed(packed(sound_parts() | {f"p{n}": b"" for n in range(count)})) == ("file.bomb", "parts")


def test_too_many_strings_or_sheets_are_refused() -> None:
    strings = workbook_of("", strings=strings_part("<si/>" * 3))
    assert bombed(strings, limits=Limits(strings=2)) == ("file.bomb", "strings")
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 4))
    listed = workbook_of("", workbook=workbook_part(sheets))
    assert bombed(listed) == ("file.bomb", "repeated_sheet")
    many = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 203))
    assert bombed(workbook_of("", workbook=workbook_part(many))) == ("file.bomb", "sheets")


DOCTYPE = '<!DOCTYPE sst [<!ENTITY a "boom">]>'
OUTSIDE = '<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [DOCTYPE, OUTSIDE, "<!DOCTYPE sst>"])
@pytest.mark.parametrize("part", [STRINGS, SHEET, WORKBOOK, WORKBOOK_LINKS, "docProps/app.xml"])
def test_document_types_and_entities_are_refused_in_every_part(declared: str, part: str) -> None:
    parts = sound_parts()
    parts[part] = str(parts.get(part, "<?xml version='1.0'?>\n<p/>")).replace("?>\n", f"?>\n{declared}", 1)
    refusal = refused(packed(parts))
    assert (refusal.code, refusal.params) == ("file.entities", {"part": part})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_utf_16_is_refused(encoding: str) -> None:
    text = strings_part("<si><t>&a;</t></si>").replace("UTF-8", "UTF-16").replace("?>\n", f"?>\n{DOCTYPE}", 1)
    assert refused(workbook_of("", strings=text.encode(encoding))).code == "file.entities"


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        (CONTENT_TYPES, None, "missing_part"),
        ("_rels/.rels", None, "missing_part"),
        (WORKBOOK, None, "missing_part"),
        (SHEET, None, "missing_part"),
        (STRINGS, None, "missing_part"),
        (SHEET, "<worksheet", "bad_xml"),
        (SHEET, "", "bad_xml"),
        (SHEET, "<worksheet><sheetData/></worksheet>", "wrong_namespace"),
        (SHEET, sheet_part("").replace("UTF-8", "gb18030"), "encoding"),
        (SHEET, sheet_part("").replace("UTF-8", "rot13"), "encoding"),
        (SHEET, sheet_part('<row r="1"><row r="2"/></row>'), "nested_row"),
        (STRINGS, strings_part("<si><si/></si>"), "nested_string"),
        (WORKBOOK, workbook_part(""), "no_sheets"),
        (WORKBOOK, workbook_part('<sheet sheetId="1" r:id="rId1"/>'), "sheet_list"),
        (WORKBOOK, workbook_part('<sheet name="a" state="gone" r:id="rId1"/>'), "sheet_list"),
        (WORKBOOK, workbook_part('<sheet name="a" sheetId="1"/>'), "sheet_link"),
        (WORKBOOK, workbook_part('<sheet name="a" r:id="rId1"/><sheet name="A" r:id="rId2"/>'), "sheet_list"),
    ],
)
def test_a_missing_or_broken_part_is_named(part: str, content: str | None, reason: str) -> None:
    parts = {name: kept for name, kept in sound_parts().items() if name != part}
    if content is not None:
        parts[part] = content
    assert damage(parts) == ("file.damaged", part, reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["xmlns", "xmlns:a", "xmlns\n= "])
def test_a_namespace_with_an_endless_name_is_refused(name: str, encoding: str) -> None:
    mark = name if "=" in name else f"{name}="
    sheet = sheet_part("", after=f"<a {mark}'{'u' * 400}'/>").replace("UTF-8", encoding.upper())
    refusal = refused(workbook_of("", sheet=sheet.encode(encoding)))
    assert (refusal.code, refusal.params["reason"]) == ("file.damaged", "namespace")


def test_too_many_namespaces_are_refused() -> None:
    sheet = sheet_part("", after="<a xmlns='u'/>" * 10_001)
    assert bombed(workbook_of("", sheet=sheet)) == ("file.bomb", "namespaces")


def test_text_that_speaks_of_namespaces_is_read() -> None:
    data = workbook_of("", strings=strings_part("<si><t>xmlns, xmlns</t></si>"))
    assert len(read(data).sheets) == 1


def test_a_sheet_that_lies_outside_the_package_is_not_followed() -> None:
    parts = sound_parts()
    parts[WORKBOOK_LINKS] = links_part([("rId1", "worksheet", "../../../../etc/passwd")])
    assert damage(parts) == ("file.damaged", "etc/passwd", "missing_part")


def test_a_broken_archive_is_damaged() -> None:
    assert refused(SOUND[:-30]).code == "file.damaged"
    assert refused(with_wrong_checksum(SOUND)).params["reason"] == "unreadable_part"
    assert refused(with_declared_size(SOUND, 20)).params["part"] == SHEET
    assert refused(packed(sound_parts(), compression=zipfile.ZIP_BZIP2)).params["reason"] == "compression"


def test_a_refusal_survives_the_way_between_processes() -> None:
    refusal = refused(b"")
    assert str(pickle.loads(pickle.dumps(refusal))) == str(refusal)


def outcome(data: bytes) -> str:
    """ "read" or the code of the refusal; any other exception is the test's failure."""
    assert kind_of(data, "a.xlsx")
    try:
        read(data)
    except WorkbookRefused as refusal:
        return refusal.code if str(refusal) else "without words"
    return "read"


def flipped(data: bytes, dice: random.Random, *, alphabet: bytes = bytes(range(256))) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        changed[dice.randrange(len(changed))] = dice.choice(alphabet)
    return bytes(changed)


def rich_parts() -> dict[str, str | bytes]:
    return sound_parts(
        '<row r="1" ht="0"><c r="A1" s="3"><v>44561</v></c><c r="B1" t="s"><v>0</v></c></row>'
        '<row r="2"><c r="A2" t="d"><v>2021-12-31T10:00:00</v></c><c r="B2" t="b"><f>A1&gt;1</f><v>1</v></c>'
        '<c r="C2" t="inlineStr"><is><r><t>法_x000A_衡</t></r></is></c><c><f t="shared" si="1"/></c></row>'
    )


def test_random_damage_to_the_archive_gives_a_workbook_or_a_refusal() -> None:
    dice, whole = random.Random(20211231), packed(rich_parts())
    outcomes = {outcome(flipped(whole, dice)) for _ in range(1_500)}
    outcomes |= {outcome(whole[: dice.randrange(len(whole))]) for _ in range(200)}
    assert {"read", "file.damaged"} <= outcomes <= {
        "read", "file.damaged", "file.bomb", "file.encrypted", "file.empty", "file.not_a_workbook",
    }  # fmt: skip


def test_random_damage_inside_the_parts_gives_a_workbook_or_a_refusal() -> None:
    dice, outcomes = random.Random(20171231), set()
    for _ in range(1_500):
        parts = rich_parts()
        part = dice.choice(sorted(parts))
        content = str(parts[part]).encode()
        parts[part] = flipped(content, dice, alphabet=b"0123456789ABCrst-_x. ")
        outcomes.add(outcome(packed(parts, compression=zipfile.ZIP_STORED)))
    assert {"read", "file.damaged", "file.bad_address"} <= outcomes
