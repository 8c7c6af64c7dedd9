"""Inputs and options in, analyses out as they come; keeps count of what was read, analysed and failed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from framing.cli.terminal import plain
from framing.types import Analysis, Article, Failure, Skipped

if TYPE_CHECKING:
    from framing.scoring import Scorers

PARTLY, NOTHING = 3, 4


@dataclass(slots=True)
class Run:
    """What happened so far. ``failures`` hold one line each; ``analysed`` + failures = what was read."""

    failures: list[Failure] = field(default_factory=list)
    passed_over: list[Skipped] = field(default_factory=list)
    analysed: int = 0
    checked: int = 0

    def articles(self, inputs: list[str]) -> Iterator[Article]:
        """Yield the articles of the inputs; note and name each failure on standard error."""
        from framing.ingest import read

        for item in read(inputs, on_skip=self.passed_over.append):
            if isinstance(item, Failure):
                self.failures.append(item)
                print(plain(f"framing: {item.origin}: {item.message}"), file=sys.stderr)
            else:
                yield item

    def analyses(self, inputs: list[str], scorers: Scorers, *, fast: bool) -> Iterator[Analysis]:
        """Yield the analysis of every article that could be read."""
        from framing.pipeline import analyze_all

        for analysis in analyze_all(self.articles(inputs), scorers, fast=fast):
            self.analysed += 1
            self.checked += any(score.state != "not_checked" for score in analysis.scores)
            yield analysis

    @property
    def status(self) -> int:
        """Return the exit status: 0 if all inputs were analysed, 3 if some failed, 4 if no sentence could be checked."""
        if not self.checked:
            return NOTHING
        return PARTLY if self.failures else 0

    def summary(self) -> str:
        """Return one line that adds up."""
        read = self.analysed + len(self.failures)
        line = f"{read} read: {self.analysed} analysed, {len(self.failures)} failed"
        if self.analysed > self.checked:
            line += f" · {self.analysed - self.checked} analysed without a checked sentence"
        if self.passed_over:
            line += f" · {len(self.passed_over)} other files passed over"
        return line


def make_scorers(lexicons: list[Path], only: list[str], without: list[str], *, model: bool = True) -> Scorers:
    """Take the lexicon options; return the scorers. Raises LexiconError with every problem of a folder."""
    from framing.lexicons import load, merge, select
    from framing.scoring import SCORERS, build

    lexicon = load()
    for folder in lexicons:
        lexicon = merge(lexicon, load(folder))
    if only or without:
        known = {category.id for category in lexicon.categories}
        unknown = sorted((set(only) | set(without)) - known)
        if unknown:
            from framing.errors import ConfigError

            raise ConfigError(f"no lexicon category is named {unknown[0]!r}; `framing lexicons list` names them all")
        lexicon = select(lexicon, only=frozenset(only) or None, without=frozenset(without))
    return build(lexicon, [name for name in SCORERS if model or name == "lexicon"])
