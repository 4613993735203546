"""The clauses that rules of assessment are made of, each as a pattern over plain words (marking_words)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.marking_words import UNITS, plain_rule

N = r"(?<![0-9.])[0-9]{1,9}(?:\.[0-9]{1,6})?(?![0-9.])"  # a whole number as written, never a part of one
U = "|".join(UNITS)
BELOW = (
    *("低于", "低", "少于", "少", "减少", "降低", "下降", "欠", "缺", "差", "未达到", "未达", "未完成", "未"),
    *("降", "后移", "退后"),
)
ABOVE = ("高于", "高出", "高", "超过", "超出", "超", "多于", "多", "增加", "上升", "提高", "提升", "突破")
EVENT = ("发生", "出现", "有", "发现", "查出", "查实", "被通报", "被查处", "被")
VERBS = "|".join(sorted((*BELOW, *ABOVE, *EVENT), key=len, reverse=True))
ELSEWHERE = (
    "(?![^,;。]{0,40}(?:平均|上年|去年|上一年|同期|全国|全省|全市))"  # no rule measures against others
)
AIM = "(?:年度|全年)?(?:目标|计划|任务|规定|要求)(?:值|数|任务|要求)?"
OTHER = "[^0-9,;。扣加减得]"
NAMED = f"(?:{OTHER}{{0,16}}?(?:率|比例|数|比))?"  # 负责人出庭应诉率达到…
LISTED = "(?:(?:全省|全市|全县|本组|分组)?(?:综合)?(?:排名|排|列|位列|位居|名列))?"
UNDER = "低于|未达到|没有达到|达不到|未达|不足|未完成|少于|小于|不满|未满"
OVER = "高于|超过|超出|突破|大于|多于|超"
REST = (
    "否则|其余|其他|其它|余|未达标|不达标|未达到(?:目标)?|达不到|未完成|没有完成|不合格"
    "|未(?:按[时期要求]+|全部)(?:完成|报送)?"
)


def _award(name: str) -> str:
    """得满分, 得8分, 不得分, 不扣分, 扣2分, 第一名10分 without a verb."""
    return (
        f"(?:各)?(?:(?P<{name}_full>(?:得|计|记|为|评|即)?满分|不扣分)|(?P<{name}_none>不得分|不计分|不给分)"
        f"|(?P<{name}_less>扣|减)(?P<{name}_cut>{N})分|(?:得|计|记|为|评|给)?(?P<{name}>{N})分)"
    )


PATTERNS = {  # of equally long readings the first is taken
    "started": (
        f"(?:不足|不满|未满|不到)(?:{N})?(?:{U})?的?(?:部分)?,?(?:也|均|都)?(?:按|以|视为|算)(?:{N})"
        f"(?:{U})?(?:计算|扣分|加分|计|扣|算)?分?"
    ),
    "complete": (
        f"(?:不足|不满|未满|不到)(?:{N})?(?:{U})?的?(?:部分)?,?"
        "(?:不扣分?|不加分?|不计(?!分)|不计入|舍去|不予扣分)"
    ),
    "per": (
        f"{ELSEWHERE}(?:(?:发生|出现|有){OTHER}{{1,20}}的,)?(?:{OTHER}{{0,12}}?(?P<every>每))?(?:比|较)?(?:{AIM})?(?P<verb>{VERBS})?{OTHER}{{0,16}}?(?P<whole>满|足)?"
        f"(?P<step>{N})?(?P<unit>{U}){OTHER}{{0,16}}?,?(?P<effect>扣|减|加|奖)(?:减|除|励|记|计)?(?P<marks>{N})分"
    ),
    "base": (
        f"{NAMED}(?:(?P<side>{UNDER}|{OVER})(?:{AIM}|(?P<base>{N})(?:{U})?)"
        "|(?P<more>超额完成(?:任务)?)|未达标|不达标|未达到|未完成)的?(?:部分)?"
    ),
    "aim": f"(?:以|与|同|对照|对比){AIM}(?:相比|比较|为基准|为准|为基数)",
    "range": (
        f"(?P<low>{N})(?:{U})?(?:\\(含\\))?(?P<over>以上)?(?P<to>至|到|-|~|—+)?,?"
        f"(?P<under>不足|不满|未满|未达到|未达|低于|小于)?(?P<high>{N})(?:{U})?(?:及|含)?(?:以下|之间)?(?P<out>\\(不含\\))?的?,?"
        + _award("award")
    ),
    "from": (
        f"{NAMED}(?P<lead>达到|达|完成|不低于|不少于)?(?P<low>{N})(?:{U})?(?:及|含|或|\\(含\\))?"
        f"(?P<over>以上)?(?:\\(含\\))?的?,?" + _award("award")
    ),
    "over": f"{NAMED}(?:{OVER})(?P<low>{N})(?:{U})?的?,?" + _award("award"),
    "upto": (
        f"{NAMED}(?P<lead>不高于|不超过|不多于)?(?P<high>{N})(?:{U})?(?:及|含|或|\\(含\\))?(?P<under>以下|以内)?(?:\\(含\\))?的?,?"
        + _award("award")
    ),
    "under": f"{NAMED}(?:{UNDER})(?P<high>{N})(?:{U})?的?,?" + _award("award"),
    "none": (
        f"(?:全年|年内|当年|年度内)?(?:未发生|没有发生|未出现|没有出现|无){OTHER}{{0,16}}?的?,?"
        + _award("award")
    ),
    "met": f"(?:按时|全部|按期)?(?:达标|达到{AIM}|完成{AIM}|完成|达到|合格|符合要求)(?:的|且)?,?"
    + _award("award"),
    "rest": f"(?:{REST})的?,?" + _award("award"),
    "between": (
        "(?:其间|之间|中间|期间|介于(?:两者|二者)之间|两者之间|在此之间|其余)的?,?(?:按照?|采用|以)?"
        "(?:比例|线性|直线|插值|内插)(?:插值|内插)?法?(?:计分|计算|得分|折算|计)?(?:得分|分)?"
    ),
    "share": (
        "按照?(?:实际)?(?:任务)?(?:完成率|完成比例|达成率|完成进度)(?:比例)?"
        "(?:计分|得分|计算|折算|计)(?:得分|分)?"
        "|(?:按|得分=|得分为)?(?:实际|任务)?完成率[×x*](?:该项|本项)?(?:满分|分值|标准分)(?:计分|计算|计)?"
    ),
    "ratio": "(?:按|依)(?:实际)?比例(?:计分|扣分|加分|得分|计算|折算|扣|加|计)(?:得分|分)?",
    "place": f"{LISTED}第(?P<first>[0-9]{{1,4}})(?:名|位)?(?:(?:至|到|-|~|—+)第?(?P<last>[0-9]{{1,4}}))?"
    "(?:(?:名|位)的?|的),?" + _award("award"),
    "top": f"{LISTED}前(?P<last>[0-9]{{1,4}})(?:名|位)的?,?" + _award("award"),
    "descend": (
        f"(?:其余|以后|其后|之后|往后)?(?:依次|逐名|按名次)(?:每)?(?:递减|降低|下降|降|减|扣)(?:1(?:名|位))?,?"
        f"(?:递减|减|扣)?(?P<step>{N})分"
    ),
    "hand": f"{OTHER}{{0,24}}?(?:评分|打分|评定|酌情(?:给|计|评)?分|赋分|评议)",
    "until": (
        "(?:直至|直到|至)?[扣减]完(?:该项|本项|此项|项目)?的?(?:全部)?(?:分值|分数|得分|分)?(?:为止|即止|止)?"
    ),
    "most": (
        f"(?:累计|合计|总计|总共|共|全年)?(?:[扣加得]分?)?(?:最多|最高|至多|上限为?|不得超过|不超过|满分|以)"
        f"(?:可|只|能)?(?:[扣加得减计]|奖励)?分?(?:不超过|为)?(?P<most>{N})分(?:为止|为限|为上限|封顶)?"
    ),
    "lid": f"(?P<most>{N})分(?:封顶|为限)",
    "full": "(?:最多|最高)?(?:得分)?不(?:得)?超过(?:该项|本项)?(?:满分|分值)",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
_JOINT = re.compile("[,;。、:]*(?:同时|并且|但是?|且)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as it stands in the plain words; ``said`` are the parts that its pattern names."""

    kind: str
    start: int
    end: int
    said: dict[str, str]


def clauses(words: str) -> tuple[str, list[Clause], int]:
    """The plain words, their clauses in order, and up to where they could be read."""
    text = plain_rule(words)
    found: list[Clause] = []
    here = _JOINT.match(text, 0)
    place = here.end() if here else 0
    while place < len(text):
        clause = _longest(text, place)
        if clause is None:
            return text, found, place
        found.append(clause)
        joint = _JOINT.match(text, clause.end)
        place = joint.end() if joint else clause.end
    return text, found, place


def _longest(text: str, place: int) -> Clause | None:
    best: Clause | None = None
    for kind, pattern in _COMPILED.items():
        match = pattern.match(text, place)
        if match and (best is None or match.end() > best.end):
            said = {name: value for name, value in match.groupdict().items() if value}
            if _sound(kind, said):
                best = Clause(kind, place, match.end(), said)
    return best


def _sound(kind: str, said: dict[str, str]) -> bool:
    """What the pattern alone cannot say: a bound must be named as one, a deduction as one of many."""
    match kind:
        case "per":
            return "every" in said or "verb" in said
        case "from":
            return "lead" in said or "over" in said
        case "range":
            return "over" in said or "to" in said or "under" in said
        case "upto":
            return "lead" in said or "under" in said
    return True
