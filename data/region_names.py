"""The short forms of a region's name: 广州市 is also 广州, 凉山彝族自治州 is also 凉山 and 凉山州."""

import re
import unicodedata

_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古|鄂温克|鄂伦春|达斡尔|朝鲜|满|回|壮|苗|彝|藏|羌|土家|土|布依|布朗|侗|瑶|白"
    "|哈尼|傣|傈僳|佤|拉祜|纳西|景颇|普米|独龙|怒|水|仫佬|毛南|仡佬|畲|黎|裕固|撒拉|保安|东乡|各"
)
_AUTONOMOUS = re.compile(rf"^(?P<short>.+?)(?:(?:{_PEOPLES})族?)+自治(?P<rank>区|州|县|旗)$")
_PLAIN_AUTONOMOUS = re.compile(r"^(?P<short>.{2,}?)(?:族)?自治(?P<rank>区|州|县|旗)$")
_RANKED = re.compile(r"^(?P<short>.{2,}?)(?:特别行政区|地区|林区|特区|省|市|区|县|盟|(?<![左右前后中])旗)$")
_NEW_AREA = re.compile(r"^(?P<short>.{2,})新区$")


def plain(text: str) -> str:
    """A name as it is compared: full width made half width, every kind of blank taken out.

    >>> plain(" 从化\\u3000区 ")
    '从化区'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def short_names(name: str) -> tuple[str, ...]:
    """The shorter forms a name is written in, none of one character, the name itself left out.

    >>> short_names("从化区"), short_names("凉山彝族自治州"), short_names("浦东新区"), short_names("赵县")
    (('从化',), ('凉山', '凉山州'), ('浦东',), ())
    """
    autonomous = _AUTONOMOUS.match(name)
    if autonomous is None or len(autonomous["short"]) < 2:
        autonomous = _PLAIN_AUTONOMOUS.match(name)
    if autonomous:
        short = autonomous["short"]
        return (short,) if autonomous["rank"] == "区" else (short, short + autonomous["rank"])
    ranked = _NEW_AREA.match(name) or _RANKED.match(name)
    return (ranked["short"],) if ranked else ()
