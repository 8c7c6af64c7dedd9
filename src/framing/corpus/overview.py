"""A counted corpus in, what it is out: articles, outlets, dates, languages, what was left out, and a methods text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.corpus.keyness import compared_outlets
from framing.corpus.outlets import FEW
from framing.corpus.statistics import RESAMPLES, SEED
from framing.corpus.store import NO_OUTLET, CorpusStore
from framing.report.wording import day, language, listed, number, plural
from framing.types import Failure

#: What an article's status in the store means where it is left out of something.
_LEFT_OUT = {
    "not_checked": "in a language without a lexicon, or with nothing to check",
    "too_short": "under 50 words",
    "twin": "with a text that the same outlet has already",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the corpus is. ``rated`` have 300 words or more; ``excluded`` are (number, why), failures among them."""

    read: int
    analysed: int
    counted: int
    rated: int
    short: int
    outlets: int
    without_outlet: int
    few: int
    first: str
    last: str
    undated: int
    languages: tuple[tuple[str, int], ...]
    genres: tuple[tuple[str, int], ...]
    words_writer: int
    words_source: int
    excluded: tuple[tuple[int, str], ...]
    methods: str


def overview(store: CorpusStore, failures: Sequence[Failure]) -> Overview:
    """Take a counted corpus and the failures of the run; return what it is."""
    status = Counter(dict(store.rows("SELECT status, COUNT(*) FROM articles GROUP BY status")))
    used = "status IN ('counted', 'short')"
    writer, source = store.one(f"SELECT TOTAL(writer), TOTAL(source) FROM articles WHERE {used}")
    dated = "day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
    first, last, with_day = store.one(f"SELECT MIN(day), MAX(day), COUNT(*) FROM articles WHERE {used} AND {dated}")
    sizes = list(
        store.rows(f"SELECT name, COUNT(*) FROM articles JOIN outlets ON outlet = id WHERE {used} GROUP BY outlet")
    )
    excluded = [(status[key], why) for key, why in _LEFT_OUT.items() if status[key]]
    if failures:
        stages = Counter(failure.stage for failure in failures)
        named = ", ".join(f"{number(count)} at the stage “{stage}”" for stage, count in sorted(stages.items()))
        excluded.insert(0, (len(failures), f"not analysed ({named})"))
    by = {
        column: tuple(
            store.rows(
                f"SELECT {column}, COUNT(*) FROM articles WHERE {used} GROUP BY {column}"
                f" ORDER BY COUNT(*) DESC, {column} LIMIT 8"
            )
        )
        for column in ("language", "genre")
    }
    facts = Overview(
        read=store.articles + len(failures),
        analysed=store.articles,
        counted=status["counted"] + status["short"],
        rated=status["counted"],
        short=status["short"],
        outlets=sum(name != NO_OUTLET for name, _ in sizes),
        without_outlet=dict(sizes).get(NO_OUTLET, 0),
        few=sum(count < FEW for name, count in sizes if name != NO_OUTLET),
        first=first or "",
        last=last or "",
        undated=status["counted"] + status["short"] - with_day,
        languages=tuple((language(code or None), count) for code, count in by["language"]),
        genres=by["genre"],
        words_writer=int(writer),
        words_source=int(source),
        excluded=tuple(excluded),
        methods="",
    )
    return replace(facts, methods=_methods(store, facts))


def _methods(store: CorpusStore, facts: Overview) -> str:
    """Return the paragraph for a paper: every number of it is one of the page."""
    made = store.made_with
    dates = f", published from {day(facts.first)} to {day(facts.last)}" if facts.first else ""
    outlets = f" from {plural(facts.outlets, 'outlet')}" if facts.outlets else ""
    names = listed([name for name, _ in facts.languages]) or "no"
    parts = "; ".join(f"{id} version {version}, sha256 {digest[:12]}" for id, version, digest in store.parts)
    way = "without a parse (--fast)" if made.get("fast") else "with a dependency parse"
    said = [
        f"We analysed {plural(facts.counted, 'article')} in {names}{outlets}{dates} with framing "
        f"{made.get('framing', '')} {way} ({parts})."
    ]
    left = sum(count for count, _ in facts.excluded)
    if left:
        share = f"{100 * left / max(facts.read, 1):.1f}%"
        why = ", ".join(f"{number(count)} {reason}" for count, reason in facts.excluded)
        said.append(f"{plural(left, 'input')} of {number(facts.read)} ({share}) were excluded: {why}.")
    if facts.short:
        said.append(
            f"{plural(facts.short, 'article')} under 300 words {'has' if facts.short == 1 else 'have'} no rate."
        )
    said.append(
        "Rates are findings per 100 words of the same voice; words of sources, quoted or reported, are kept apart from "
        f"the writer’s. 95% intervals are from {number(RESAMPLES)} bootstrap samples of whole articles (seed {SEED})."
    )
    if compared_outlets(store):
        said.append(
            "Words were compared by log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), each "
            "outlet with all others; q values (Benjamini & Hochberg 1995) allow for uses that cluster in articles."
        )
    said.append("The tool’s agreement with human coders was not measured on this corpus.")
    return " ".join(said)
