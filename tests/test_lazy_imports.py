"""What starts quickly stays quick: importing the package, or asking for help, loads none of the heavy libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import framing

HEAVY = ("spacy", "sklearn", "pandas", "onnxruntime", "numpy", "pydantic", "trafilatura", "scipy", "nltk", "nupunkt")
_ASK = "; import sys; print(*sorted(set(sys.modules) & set(sys.argv[1].split(','))))"


def _loaded(program: str) -> list[str]:
    """Run a program in a fresh interpreter; return which of the heavy libraries it loaded."""
    source = str(Path(framing.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", program + _ASK, ",".join(HEAVY)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": source},
    )
    return run.stdout.split("\n")[-2].split()


@pytest.mark.parametrize(
    "program",
    [
        "import framing",
        "import framing.cli",
        "import framing.types, framing.errors, framing.store, framing.structure, framing.quotes.marks, framing.tokens",
    ],
)
def test_imports_are_light(program: str) -> None:
    assert _loaded(program) == []


@pytest.mark.parametrize(
    ("words", "own"),
    # typer itself reads a command's options with pydantic
    [
        (["--help"], []),
        (["--version"], []),
        (["analyze", "--help"], ["pydantic"]),
        (["report", "--help"], ["pydantic"]),
    ],
    ids=" ".join,
)
def test_asking_for_help_is_light(words: list[str], own: list[str]) -> None:
    program = (
        f"import sys; heavy = sys.argv.pop(1); sys.argv[1:] = {words!r}\n"
        "from framing.cli import app\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert not end.code\n"
        "sys.argv[1:] = [heavy]\n"
        "pass"
    )
    assert set(_loaded(program)) <= set(own)


def test_the_guard_sees_what_is_loaded() -> None:
    assert "numpy" in _loaded("import numpy")
