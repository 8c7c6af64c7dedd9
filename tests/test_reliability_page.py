"""The page that joins threats and faults to tests names only tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE))
    assert len(named) > 40
    for module, name in sorted(named):
        text = (ROOT / "tests" / module).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", text, re.M), f"{module}::{name}"


def test_every_row_of_a_threat_or_fault_names_a_test() -> None:
    rows = [line for line in PAGE.split("\n") if re.match(r"\| [TF]\d+ ", line)]
    assert len(rows) > 30
    assert not [row for row in rows if "::test_" not in row]
