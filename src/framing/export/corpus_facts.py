"""Analyses in, one at a time, what is to be said of all of them out: how many, from where and when, made with what."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from framing.export.spans import text_hash
from framing.types import About, Analysis, Failure

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_UNKNOWN = "version not recorded"


@dataclass(slots=True)
class CorpusFacts:
    """Counts that grow with ``add`` and ``fail``; memory grows with outlets and versions, not with articles."""

    articles: int = 0
    checked: int = 0
    long_enough: int = 0
    words: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None
    undated: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    fast: int = 0
    ran: Counter[About] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, analysis: Analysis) -> None:
        """Take an analysis; count it."""
        article = analysis.article
        self.articles += 1
        self._digest.update(f"{article.id}\t{text_hash(article)}\n".encode("utf-8", "replace"))
        self.outlets[article.outlet or ""] += 1
        self.languages[article.language or ""] += 1
        self._date(article.published)
        self.versions[str(analysis.made_with.get("framing", _UNKNOWN))] += 1
        self.fast += analysis.made_with.get("fast") is True
        self.ran.update(analysis.ran)
        reasons = Counter(score.reason or "no reason given" for score in analysis.scores)
        if any(score.state != "not_checked" for score in analysis.scores):
            self._checked(analysis)
        else:
            self.left_out[reasons.most_common(1)[0][0] if reasons else "no sentence"] += 1
        self.skipped.update(skip.id for skip in analysis.skipped if skip.id.startswith("model"))

    def fail(self, failure: Failure) -> None:
        """Take a failure; count it."""
        self.failed[failure.stage] += 1

    @property
    def digest(self) -> str:
        """The sha256 over id and text hash of every article, in order: the same corpus has the same digest."""
        return self._digest.hexdigest()

    def _checked(self, analysis: Analysis) -> None:
        self.checked += 1
        for measure in analysis.measures:
            if measure.name == "words":
                self.words[measure.voice] += measure.count
            if measure.name == "findings_all":
                self.findings[measure.voice] += measure.count
                self.long_enough += measure.voice == "writer" and measure.value is not None

    def _date(self, published: str | None) -> None:
        found = _DAY.match(published or "")
        if found is None:
            self.undated += 1
            return
        day = found.group()
        self.first = min(self.first or day, day)
        self.last = max(self.last or day, day)
