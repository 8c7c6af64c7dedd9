"""The code and the lexicons in, the generated parts of the documentation out.

    python -m docs.make             write columns.md, commands.md, lexicons.md, lexicons/ and all ``console`` output
    python -m docs.make --picture   also take docs/picture.png anew (needs Chromium and its driver)

``tests/test_docs.py`` fails where what is written differs from what would be written now.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from docs.generated import GENERATED, ROOT, with_figures
from docs.lexicon_pages import stale

DOCS = ROOT / "docs"
#: Pages with commands that are run, in the order of reading.
PAGES = (ROOT / "README.md", *sorted(path for path in DOCS.glob("*.md") if path.name != "decisions.md"))
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.S | re.M)
_NARROW = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


@contextmanager
def workplace() -> Iterator[Path]:
    """Yield a fresh folder with a copy of the examples, made the current one: where the commands of the pages run."""
    before = Path.cwd()
    kept = {name: os.environ.get(name) for name in (*_NARROW, "FORCE_COLOR", "SOURCE_DATE_EPOCH")}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(ROOT / "examples", place / "examples")
        os.chdir(place)
        try:
            for name in kept:
                os.environ.pop(name, None)
            os.environ.update(_NARROW)
            yield place
        finally:
            os.chdir(before)
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def run(command: str) -> tuple[str, int]:
    """Take a command line that begins with ``framing``; return what it prints (both streams) and its exit status."""
    from framing.cli import main

    program, *arguments = shlex.split(command)
    if program != "framing":
        raise ValueError(f"only framing can stand in a console block, not {program!r}")
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    status = 0
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    printed.seek(0)
    return printed.read(), status


def session(block: str) -> str:
    """Take the text of a console block; return it with the output that its commands give now. ``$ `` begins a command.

    A line ``…`` cuts the output there: what stands above it is kept to that many lines.
    """
    made = []
    for part in re.split(r"^(?=\$ )", block, flags=re.M):
        if not part.startswith("$ "):
            continue
        command, _, shown = part.partition("\n")
        output, _ = run(command[2:])
        lines = output.rstrip("\n").split("\n")
        old = shown.rstrip("\n").split("\n")
        if old[-1] == "…":
            lines = [*lines[: len(old) - 1], "…"]
        made.append("\n".join([command, *(line for line in lines)]).rstrip() + "\n")
    return "\n".join(made)


def with_sessions(page: str) -> str:
    """Take a page; return it with its console blocks run anew; its Python blocks run too, for what they leave."""
    names: dict[str, Any] = {}

    def made(match: re.Match[str]) -> str:
        if match[1] == "console":
            return f"```console\n{session(match[2])}```"
        with redirect_stdout(io.StringIO()):
            exec(compile(match[2], "page", "exec"), names)
        return match[0]

    return BLOCK.sub(made, page)


def picture(path: Path) -> None:
    """Take a path; write a picture of the marked text of an example there, as Chromium shows its page."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--window-size=1040,640", "--hide-scrollbars"):
        options.add_argument(flag)
    with workplace():
        page = Path(run("framing report examples/lake-name.txt -o out")[0].strip().splitlines()[-1]).resolve()
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        try:
            driver.get(page.as_uri())
            driver.execute_script("document.getElementById('s20').scrollIntoView({block: 'center'})")
            driver.save_screenshot(str(path))
        finally:
            driver.quit()


def main() -> None:
    """Write all generated pages and outputs."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the documentation.")
    parser.add_argument("--picture", action="store_true", help="also take docs/picture.png anew")
    wanted = parser.parse_args()
    (DOCS / "lexicons").mkdir(exist_ok=True)
    for path in stale(DOCS):
        path.unlink()
    for name, make in GENERATED.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
    for page in PAGES:
        if page.exists():
            with workplace():
                new = with_figures(with_sessions(page.read_text(encoding="utf-8")))
            page.write_text(new, encoding="utf-8")
    if wanted.picture:
        picture(DOCS / "picture.png")
    sys.stdout.write("The documentation is up to date.\n")


if __name__ == "__main__":
    main()
