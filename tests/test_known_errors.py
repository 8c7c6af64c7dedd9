"""What a page says of its marks' errors was measured on pages of its kind; verdicts are kept apart from audits."""

from __future__ import annotations

import tomllib

from training.lexicon_evidence import is_for_learning
from training.verdicts import read_verdicts

from framing.lexicons import load
from framing.resources import lexicons_folder
from framing.scoring import build
from framing.types import FAMILIES


def test_a_fast_run_has_figures_of_its_own() -> None:
    evidence = tomllib.loads((lexicons_folder() / "en" / "structure" / "evidence.toml").read_text(encoding="utf-8"))
    lexicon = load()
    whole, fast = build(lexicon), build(lexicon, fast=True)
    assert set(whole.precision) == set(fast.precision) == set(FAMILIES)
    assert whole.precision["L"] == evidence["L"] and fast.precision["L"] == evidence["fast"]["L"]
    assert whole.recall == evidence["recall"] and fast.recall == evidence["fast"]["recall"]


def test_verdicts_that_taught_the_lexicons_are_of_no_audited_article() -> None:
    verdicts = read_verdicts()
    assert len(verdicts) > 8000
    assert all(is_for_learning(verdict.article) and verdict.start < verdict.end for verdict in verdicts)
