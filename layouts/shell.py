"""The HTML document around the application: its root, its head, the icon of the browser's tab."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc

from layouts import theme
from layouts.text import Language

# The picture of the browser tab: a beam balance on our blue.
_ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='4' fill='#173F79'/>"
    "<path d='M16 6v19M10 26h12M6 10h20M6 10l-3 8h6zM26 10l-3 8h6z' "
    "fill='none' stroke='#fff' stroke-width='2'/></svg>"
)


def shell(*children: Any) -> dmc.MantineProvider:
    """The root of the application's layout; the only real component, everything below may be dicts."""
    return dmc.MantineProvider(list(children), theme=theme.mantine(), forceColorScheme="light")


def icon_link() -> str:
    return f'<link rel="icon" href="data:image/svg+xml,{quote(_ICON)}">'


def index_string(language: Language = "zh") -> str:
    """The HTML around the application; the only outside thing in it is nothing."""
    lang = {"zh": "zh-CN", "en": "en"}[language]
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
{{%metas%}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{%title%}}</title>
{icon_link()}
{{%css%}}
</head>
<body>
{{%app_entry%}}
{{%config%}}
{{%scripts%}}
{{%renderer%}}
</body>
</html>"""
