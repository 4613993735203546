"""Writes the register of rules as a workbook (表号 FH-Y1); rules_register reads the same columns."""

from __future__ import annotations

from collections.abc import Mapping

from data.model import DataElement
from loaders.register_book import RegisterColumn, register_book
from loaders.rules import Entry, RuleBook
from loaders.rules_edit import written

REGISTER, TITLE = "FH-Y1", "校验规则登记表"
COLUMNS = (
    RegisterColumn("code", "编号", 24),
    RegisterColumn("name", "名称", 34),
    RegisterColumn("left", "左边", 34),
    RegisterColumn("op", "关系", 6),
    RegisterColumn("right", "右边", 34),
    RegisterColumn("tolerance", "允许误差", 9),
    RegisterColumn("severity", "强度", 7),
    RegisterColumn("levels", "适用层级", 11),
    RegisterColumn("periods", "报告期种类", 11),
    RegisterColumn("scopes", "范围", 9),
    RegisterColumn("missing", "缺数时", 8),
    RegisterColumn("limits", "限值", 30),
    RegisterColumn("on", "启用", 7),
    RegisterColumn("english", "英文名", 30),
    RegisterColumn("words", "含义（不读）", 44),
)
NOTES = (
    "只改要改的格；上传后只保存与系统不同的行，有一处错误就一行也不保存。",
    "强度填强制、核实、提示；跨报送件的校验在收下之后才做，只能填核实或提示。停用的在“启用”栏填停用。",
    "适用层级（国家、省、市、县、单位）、报告期种类（年、半年、季、月、其他）、范围（本级、全辖区）可填几个，空白为不限。",
    "缺数时填跳过（有一项未填就不校验）或要求（填了一项就必须填另一项）；未填的数从不当作 0。",
    "自有规则写在表尾：编号用小写字母、数字和下划线，左边和右边写填报项的代码或名称，可以相加、相减、乘整数。",
    "随系统带来的规则，名称和左右两边不能改；要改的，停用它，另写一条自有规则。",
)


def write_rules(book: RuleBook) -> bytes:
    """The register as .xlsx; the same rules give the same bytes."""
    rows = [_row(entry, book.elements) for entry in book.entries]
    return register_book(REGISTER, TITLE, COLUMNS, rows, NOTES)


def _row(entry: Entry, elements: Mapping[str, DataElement]) -> list[str | float]:
    texts = {**written(entry), "words": _words(entry.table, elements)}
    return [
        float(texts[column.field])
        if column.field == "tolerance" and texts["tolerance"]
        else texts[column.field]
        for column in COLUMNS
    ]


def in_words(formula: str, elements: Mapping[str, DataElement], *, english: bool = False) -> str:
    """A formula in the names of its elements: 上期未结 + 当期立案."""
    parts = formula.replace("*", " × ").split()
    known = {part: elements[part] for part in parts if part in elements}
    return " ".join(
        (known[part].english if english else known[part].name) if part in known else part.replace("-", "−")
        for part in parts
    )


def _words(table: Mapping[str, object], elements: Mapping[str, DataElement]) -> str:
    left, right = str(table.get("left", "")), str(table.get("right", ""))
    if not left:
        return ""
    told = f"{in_words(left, elements)} {'＝' if table.get('op') == '=' else '≤'} "
    return told + (in_words(right, elements) if right else "100")
