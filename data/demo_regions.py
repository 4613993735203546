"""The made-up 示例省: its shipped list of 24 counties, or any other number of them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from data.region_lists import Region, read_regions

LIST = Path(__file__).parent / "catalogue" / "regions_demo.csv"
DATASET = "demo"
MOST = 2_800

# Characters whose pairs name no real county, city or township; a test reads the list of real ones.
_FIRST = (
    "霁 ji 砚 yan 荻 di 澜 lan 岫 xiu 屿 yu 汀 ting 渚 zhu 栖 qi 芦 lu 荷 he 枫 feng 松 song 杉 shan"
    " 楠 nan 梧 wu 榆 yu 槐 huai 柳 liu 兰 lan 菊 ju 芷 zhi 蘅 heng 芸 yun 菱 ling 莲 lian 藕 ou 荔 li"
    " 棠 tang 桂 gui 杏 xing 桑 sang 麦 mai 禾 he 稻 dao 黍 shu 粟 su 穗 sui 青 qing 碧 bi 苍 cang 丹 dan"
    " 绯 fei 素 su 墨 mo 皓 hao 晴 qing 雨 yu 云 yun 霞 xia 岚 lan 雾 wu 霜 shuang 雪 xue 露 lu 月 yue"
    " 星 xing 辰 chen 曙 shu 暮 mu 晓 xiao 春 chun 秋 qiu 雁 yan 鹭 lu 鹤 he 莺 ying 燕 yan 麂 ji"
)
_SECOND = (
    "屿 yu 汀 ting 渚 zhu 岫 xiu 砚 yan 荻 di 栈 zhan 埂 geng 洄 hui 溆 xu 泓 hong 浔 xun 澍 shu 沚 zhi"
    " 淙 cong 澈 che 涟 lian 溯 su 漾 yang 湄 mei 滢 ying 潆 ying 濑 lai 霁 ji 霭 ai 岑 cen 峦 luan 崮 gu"
    " 嶂 zhang 垄 long 畈 fan 畦 qi 圃 pu 榭 xie 轩 xuan 阁 ge 廊 lang 篱 li 桨 jiang 舫 fang 橹 lu 帆 fan"
    " 筏 fa 笺 jian 笛 di 弦 xian 磬 qing 钟 zhong 瑟 se 箫 xiao"
)
_RANKS = "县县县区县县市县"


def demo_regions(counties: int) -> list[Region]:
    """The province, its cities and so many counties, by code: the shipped list for 24, more by rule.

    Fewer than 24 are the first of the list. Above, the list is kept and made-up names are added, to twelve
    counties a city, and to 29 a city when 99 cities are not enough.
    """
    if not 1 <= counties <= MOST:
        raise ValueError(f"{counties} counties; expected 1 to {MOST}")
    shipped = _shipped()
    if counties <= sum(region.level == "county" for region in shipped):
        return _first(shipped, counties)
    cities = min(99, max(3, -(-counties // 12)))
    sizes = [counties // cities + (number < counties % cities) for number in range(cities)]
    return sorted(_grown(shipped, sizes), key=lambda region: region.code)


def _shipped() -> list[Region]:
    regions, mistakes = read_regions(LIST, DATASET)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return regions


def _first(shipped: list[Region], counties: int) -> list[Region]:
    kept = [region for region in shipped if region.level == "county"][:counties]
    used = {region.parent for region in kept}
    above = [region for region in shipped if region.level == "province" or region.code in used]
    return sorted([*above, *kept], key=lambda region: region.code)


def _grown(shipped: list[Region], sizes: list[int]) -> Iterator[Region]:
    yield from shipped
    known = {region.code for region in shipped}
    province = next(region.code for region in shipped if region.level == "province")
    names = _names({region.name[:-1] for region in shipped})
    pattern = Region("", "", parent=province, dataset=DATASET)
    for city, size in enumerate(sizes, start=1):
        code = f"{province[:2]}{city:02}00"
        if code not in known:
            name, english = next(names)
            yield replace(pattern, code=code, name=f"{name}市", english=english, level="city")
        for county in range(1, size + 1):
            below = f"{code[:4]}{county:02}"
            if below not in known:
                name, english = next(names)
                rank = _RANKS[(city + county) % len(_RANKS)]
                yield replace(pattern, code=below, name=name + rank, english=english, parent=code)


def _names(taken: set[str]) -> Iterator[tuple[str, str]]:
    """Two-character names with their pinyin, neighbours unlike each other, each once."""
    first, second = _syllables(_FIRST), _syllables(_SECOND)
    pairs = len(first) * len(second)
    for number in range(pairs):
        row, column = divmod(number * 1009 % pairs, len(second))
        (one, sound), (other, echo) = first[row], second[column]
        if one != other and one + other not in taken:
            mark = "'" if echo[0] in "aeo" else ""
            yield one + other, f"{sound}{mark}{echo}".capitalize()


def _syllables(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(islice(words, 0, None, 2), islice(words, 1, None, 2), strict=True))
