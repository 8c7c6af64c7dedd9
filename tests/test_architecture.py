"""The shape of the code: imports go one way, one module opens sockets, one package prints, modules stay small."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import framing

ROOT = Path(framing.__file__).parent
#: From the bottom up; a module or package may import from its own layer and from those before it.
LAYERS = (
    "voices types errors version resources children epoch",
    "grammar genre names_of_languages furniture structure ingest shape language tokens quotes descriptions "
    "acceptance lexicon matching model_cards safe_files json_files staging",
    "scoring actors mentions balance intervals measures readability reference",
    "citation ready pipeline lexicon_check lexicon_choice lexicon_new near_misses kwic dictionaries store stored "
    "stored_files validated export report",
    "compare corpus batch classroom validation figures series sklearn",
    "cli",
    "__init__ __main__",
)
#: Methods that a notebook wants on an analysis itself: they import what renders it only when they are called.
UPWARD = {("types", "export"), ("types", "report")}
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "httpx",
    "httpx2",
    "httpcore2",
    "requests",
    "aiohttp",
    "ftplib",
    "smtplib",
    "socketserver",
}
FETCHER = Path("ingest") / "fetch.py"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
MOST_LINES = 300

MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))


@cache
def _tree(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _nodes(node: ast.AST, *, deep: bool) -> Iterator[ast.AST]:
    """Yield a module's nodes, without what only type checkers read; without bodies of functions unless ``deep``."""
    for child in ast.iter_child_nodes(node):
        if _for_types(child):
            continue
        yield child
        if deep or not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _nodes(child, deep=deep)


def _imported(module: Path, *, deep: bool = True) -> set[str]:
    """Return the full names of the modules that a module imports."""
    found: set[str] = set()
    for node in _nodes(_tree(module), deep=deep):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{module}: relative import"
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            # A package is not meant where a module of it is imported by name.
            found |= full if all(_own({name}) for name in full) else {node.module, *full}
    return found


def _own(names: set[str]) -> set[Path]:
    """Return the modules of the package among imported names."""
    found = set()
    for name in names:
        if name == "framing" or name.startswith("framing."):
            path = Path(*name.split(".")[1:])
            for candidate in (path.with_suffix(".py") if path.name else None, path / "__init__.py"):
                if candidate is not None and (ROOT / candidate).is_file():
                    found.add(candidate)
    return found


def _unit(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def _layer(unit: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if unit in names.split())


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_has_a_layer(module: Path) -> None:
    assert any(_unit(module) in names.split() for names in LAYERS), f"{module} is in no layer of this test"


def test_what_the_guides_name_is_there() -> None:
    """CONTRIBUTING's table of stages, and the modules that the docstring of ``quotes`` leads a reader through."""
    guide = (ROOT.parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    stages = re.findall(r"`(\w+(?:/|\.py))`", guide[guide.index("| stage |") : guide.index("| people |")])
    assert len(stages) > 15 and all((ROOT / name).exists() for name in stages)
    named = set(re.findall(r"``(\w+)``", ast.get_docstring(_tree(Path("quotes", "__init__.py"))) or ""))
    assert named == {path.stem for path in (ROOT / "quotes").glob("*.py")} - {"__init__", "clauses"}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_go_one_way(module: Path) -> None:
    here = _unit(module)
    wrong = [
        str(other)
        for other in _own(_imported(module))
        if _layer(_unit(other)) > _layer(here) and (here, _unit(other)) not in UPWARD
    ]
    assert not wrong


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: _own(_imported(module, deep=False)) - {module} for module in MODULES}
    done: set[Path] = set()

    def visit(module: Path, path: tuple[Path, ...]) -> None:
        assert module not in path, " -> ".join(map(str, (*path, module)))
        if module in done:
            return
        for other in graph[module]:
            visit(other, (*path, module))
        done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("module", [m for m in MODULES if _unit(m) in ("report", "export", "store", "stored")], ids=str)
def test_a_stored_analysis_can_be_shown_without_the_pipeline(module: Path) -> None:
    heavy = {"pipeline.py", "lexicon_check.py", "language.py"}
    assert not {str(other) for other in _own(_imported(module))} & heavy


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_fetcher_opens_sockets(module: Path) -> None:
    if module == FETCHER:
        return
    assert not {name for name in _imported(module) if any(name == n or name.startswith(n + ".") for n in NETWORK)}


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] not in ("cli", "__main__.py")], ids=str)
def test_only_the_command_line_prints(module: Path) -> None:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "sys.stdout.write", "sys.stderr.write", "input"), f"{module}:{node.lineno}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_modules_are_small_named_for_what_they_do_and_described(module: Path) -> None:
    text = (ROOT / module).read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    assert not {part.removesuffix(".py") for part in module.parts} & FORBIDDEN_NAMES
    described = ast.get_docstring(_tree(module))
    assert described, f"{module} has no docstring"
    summary = described.split("\n\n")[0]
    assert summary.endswith("."), summary


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_nothing_is_unpickled_or_evaluated(module: Path) -> None:
    names = _imported(module)
    assert not names & {"pickle", "joblib", "marshal", "shelve", "dill"}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in ("eval", "exec", "os.system"), f"{module}:{node.lineno}"
