"""Inputs and options in, analyses out as they come; keeps count of what was read, analysed and failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from framing.cli.progress import say
from framing.errors import FramingError
from framing.types import Analysis, Article, Failure, Skipped

if TYPE_CHECKING:
    from framing.ingest.fetched import FetchSettings
    from framing.scoring import Scorers

PARTLY, NOTHING = 3, 4
_Made = TypeVar("_Made")


@dataclass(slots=True)
class Run:
    """What happened so far. ``failures`` hold one line each; ``analysed`` + failures = what was read.

    ``text_for`` gives the texts of a table that has none (``framing.ingest.read``).
    """

    debug: bool = False
    text_for: Callable[[str | None, str | None], str | None] | None = None
    failures: list[Failure] = field(default_factory=list)
    passed_over: list[Skipped] = field(default_factory=list)
    analysed: int = 0
    checked: int = 0

    def articles(self, inputs: list[str]) -> Iterator[Article]:
        """Yield the articles of the inputs; note each failure and name it on standard error."""
        from framing.ingest import read

        passed_over = self.passed_over.append
        for item in read(inputs, on_skip=passed_over, fetch=fetch_settings(), text_for=self.text_for):
            if isinstance(item, Failure):
                self.fail(item)
            else:
                yield item

    def stored(self, name: str) -> Iterator[Analysis | Failure]:
        """Yield the stored analyses of a file, counted, and its failures, noted and named on standard error."""
        from framing.stored_files import read_stored

        for item in read_stored(name):
            if isinstance(item, Failure):
                self.fail(item)
            else:
                self.analysed += 1
                self.checked += any(score.state != "not_checked" for score in item.scores)
            yield item

    def analyses(self, inputs: list[str], make: Callable[[], Scorers], *, fast: bool) -> Iterator[Analysis]:
        """Yield the analysis of every article that can be read. Nothing is loaded where none can be."""

        def analyze() -> Callable[[list[Article]], Iterable[Analysis]]:
            from framing.pipeline import analyze_all

            return partial(analyze_all, scorers=make(), fast=fast)

        for analysis in self.each(inputs, analyze):
            self.analysed += 1
            self.checked += any(score.state != "not_checked" for score in analysis.scores)
            yield analysis

    def each(
        self, inputs: list[str], make: Callable[[], Callable[[list[Article]], Iterable[_Made]]]
    ) -> Iterator[_Made]:
        """Yield what is made of every article that can be read; ``make`` is called once, when there is a first one."""
        articles = self.articles(inputs)
        first = next(articles, None)
        if first is None:
            return
        from framing.pipeline import BATCH

        work = make()
        waiting = chain([first], articles)
        while batch := list(islice(waiting, BATCH)):
            yield from self._batch(batch, work)

    def _batch(self, batch: list[Article], work: Callable[[list[Article]], Iterable[_Made]]) -> Iterator[_Made]:
        try:
            yield from list(work(batch))
        except FramingError:
            raise
        except Exception as error:  # one article must not stop a run: a batch that breaks is done again one by one
            if self.debug:
                raise
            if len(batch) > 1:
                for article in batch:
                    yield from self._batch([article], work)
                return
            origin = batch[0].origin or batch[0].id
            message = (
                f"could not be analysed ({type(error).__name__}); this is our fault: please report it, with --debug"
            )
            self.fail(Failure(origin=origin, stage="analyse", message=message))

    def fail(self, failure: Failure) -> None:
        """Take a failure; note it and name it on standard error."""
        self.failures.append(failure)
        say(f"framing: {failure.origin}: {failure.message}")

    @property
    def status(self) -> int:
        """Return the exit status: 0 all inputs were analysed, 3 some failed, 4 no sentence could be checked."""
        if not self.checked:
            return NOTHING
        return PARTLY if self.failures else 0

    def summary(self) -> str:
        """Return one line that adds up."""
        read = self.analysed + len(self.failures)
        line = f"{read} read: {self.analysed} analysed, {len(self.failures)} failed"
        if self.analysed > self.checked:
            line += f" · {self.analysed - self.checked} of the analysed without a checked sentence"
        if self.passed_over:
            line += f" · {len(self.passed_over)} other file{'s' * (len(self.passed_over) != 1)} passed over"
        return line


@contextmanager
def texts_for(run: Run, path: Path | None) -> Iterator[None]:
    """Take a run and what --texts names, or None; the run's tables without text take theirs from it in the block."""
    if path is None:
        yield
        return
    from framing.ingest.joined import texts_from

    with texts_from(path) as texts:
        run.text_for = texts.find
        yield


def none_exists(inputs: list[str]) -> bool:
    """Whether not one of the inputs is there: then the command was mistyped, and nothing should be written."""
    from framing.ingest.source import is_address

    return not any(name == "-" or os.path.lexists(name) or is_address(name) for name in inputs)


def fetch_settings() -> FetchSettings:
    """Return how web addresses are fetched: FRAMING_CONTACT says who asks, FRAMING_ALLOW_NETWORKS lets addresses that
    are not public be reached (for an intranet of one's own), as in 10.0.0.0/8,192.168.1.7.
    """
    from framing.ingest.fetched import FetchSettings, networks

    named = [name for name in os.environ.get("FRAMING_ALLOW_NETWORKS", "").split(",") if name.strip()]
    return FetchSettings(contact=os.environ.get("FRAMING_CONTACT") or None, allow=networks(named))


def make_scorers(
    lexicons: list[Path],
    only: list[str],
    without: list[str],
    also_named: list[str],
    model: str | None = None,
    *,
    fast: bool,
    reference: str | None = None,
) -> Scorers:
    """Take the lexicon options (``also_named``: categories that are only asked for), a model, whether the run is fast
    and the reference set to compare with ("none" for no comparison); return the scorers.

    Raises ConfigError where a name, model or set is not known, LexiconError with every problem of a folder, ModelError
    where the model's files are not what they should be.
    """
    from framing.errors import unknown
    from framing.lexicon_choice import choose, load_with
    from framing.model_cards import find_model
    from framing.reference.compare import NOT_WANTED
    from framing.reference.sets import find_set
    from framing.scoring import build

    lexicon = load_with(lexicons)
    known = sorted(category.id for category in lexicon.categories)
    for name in also_named:
        if name not in known:
            raise unknown("lexicon category", name, known, "framing lexicons list")
    chosen = choose(lexicon, only=only, without=without)
    scorers = build(chosen, model=None if model is None else find_model(model), fast=fast)
    if reference is None:
        return scorers
    return replace(scorers, reference=NOT_WANTED if reference == "none" else find_set(reference))
