"""The commands. Exit codes: 0 done, 1 a file was returned or refused (or a check failed), 2 bad arguments."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import accounts
import commands
import upkeep
from app import __version__
from data.catalogue import CatalogueError
from data.engine import DatabaseError
from layouts.progress import outcome_record
from layouts.usage import UsageError
from layouts.views.submit_template import FILLS

# What is said before the message of a mistake in the installation, or of what cannot be done.
UNDONE: dict[type[Exception], str] = {
    CatalogueError: "定义有误，没有执行 / mistakes in the definitions:\n",
    DatabaseError: "数据库不能用 / the record cannot be used: ",
    upkeep.UpkeepError: "没有做成 / not done: ",
    accounts.UserError: "",
}


class _Parser(argparse.ArgumentParser):
    """Says in both languages that the arguments do not fit."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: 参数不对 / wrong arguments: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a mistake of ours or of the installation is said plainly, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except tuple(UNDONE) as error:
        told = next(said for kind, said in UNDONE.items() if isinstance(error, kind))
        print(f"{told}{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def say_outcomes(outcomes: Sequence[Any], *, as_json: bool) -> int:
    """Print what became of the files; 1 when any was returned or refused."""
    if as_json:
        print(json.dumps({"files": [outcome_record(outcome) for outcome in outcomes]}, ensure_ascii=False))
    return 0 if all(outcome.taken_in for outcome in outcomes) else 1


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="faheng", description="法衡 Faheng：法治政府建设指标的报送、计算与展示")
    parser.add_argument("--version", action="version", version=f"faheng {__version__}")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def verb(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    verb("init", commands.init, "建立数据库（已有的不变）/ create the record; what exists is left alone")
    verb("check", commands.check, "检查目录、报表、规则 / check the catalogue, forms and rules")
    load = verb("load", _load, "读入文件、文件夹、zip / take in files, folders, zips")
    load.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    load.add_argument(
        "--json", action="store_true", help="结果以 JSON 写到标准输出 / outcomes as JSON on stdout"
    )
    load.add_argument("--by", default="", help="经办人 / who files")
    template = verb("template", commands.template, "生成填报模板 / write the workbook of a form to fill in")
    template.add_argument("--form", required=True, help="annual, quarterly, public")
    template.add_argument("--region", required=True, help="行政区划代码 / region code")
    template.add_argument("--period", required=True, help="2025, 2026Q3, …")
    template.add_argument(
        "--fill",
        choices=FILLS,
        default="none",
        help="none 空白、known 预填、current 更正 / blank, with what is known, or with what is filed",
    )
    template.add_argument("--out", required=True, type=Path)
    mark = verb(
        "mark", commands.mark, "标注报送件的原件 / write a submission's workbook with its findings on it"
    )
    mark.add_argument("submission", type=int, metavar="SUBMISSION", help="报送件的号 / its number")
    mark.add_argument("--out", required=True, type=Path)
    mark.add_argument("--lang", choices=("zh", "en"), default="zh")
    export = verb("export", commands.export, "导出页面的数据 / write a page's rows as .csv or .xlsx")
    export.add_argument("page", metavar="PAGE")
    export.add_argument("--query", default="", help="网址中问号后的部分 / the address's query")
    export.add_argument("--out", required=True, type=Path)
    for name, run, text in (
        ("serve", commands.serve, "启动服务 / serve the dashboard"),
        ("up", commands.up, "首次读入示例数据并启动服务 / load the sample data once, then serve"),
    ):
        served = verb(name, run, text)
        served.add_argument("--port", type=int, default=None)
        served.add_argument(
            "--host",
            default="127.0.0.1",
            help="未启用登录时只能是本机地址，启用登录后可为其他地址 / loopback only, unless people sign in",
        )
    demo = verb("demo", commands.demo, "生成并读入演示数据 / make and load the made-up 示例省")
    demo.add_argument("--counties", type=int, default=24, metavar="N")
    demo.add_argument("--years", type=int, default=5, metavar="Y")
    demo.add_argument(
        "--out", type=Path, default=None, help="只写文件，不读入 / only write the workbooks here"
    )
    upkeep.add_verbs(verb)
    accounts.add_verb(verb)
    return parser


def _load(given: argparse.Namespace) -> int:
    return say_outcomes(commands.load(given), as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
