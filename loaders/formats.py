"""Number formats: the codes behind the built-in ids, and which of them show a date."""

import re

GENERAL = "General"

_ACCOUNTING = '_({0}* {1}_);_({0}* \\({1}\\);_({0}* "-"{2}_);_(@_)'

# ECMA-376 18.8.30; 27-36 and 50-58 depend on the language of the program, here zh-CN.
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: _ACCOUNTING.format("", "#,##0", ""), 42: _ACCOUNTING.format('"$"', "#,##0", ""),
    43: _ACCOUNTING.format("", "#,##0.00", "??"), 44: _ACCOUNTING.format('"$"', "#,##0.00", "??"),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

# Quoted text, escaped and padding characters, and brackets (colour, language) other than elapsed time.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)


def shows_date(code: str) -> bool:
    """Whether a number in this format is shown as a date or time.

    >>> shows_date('yyyy"年"m"月"'), shows_date("[Red]0.00"), shows_date('0"days"'), shows_date("[h]:mm")
    (True, False, False, True)
    """
    if code == GENERAL:
        return False
    first, _, _ = _LITERAL.sub("", code).partition(";")
    return _DATE_LETTER.search(first) is not None
