"""Articles in, their analyses and pages out, computed in a child process that can be killed, even inside C code.

The child loads the scorers once and speaks JSON over its streams, as ``ingest.worker`` does for pages, and for the same
reasons. Eight articles go at a time, which the parser likes; where that fails they go one by one, so that one poisonous
article fails alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from framing.batch.plain import from_plain
from framing.batch.records import Scored
from framing.children import GONE, how_it_ended, limits, receive, refuse_network, send
from framing.errors import FramingError
from framing.ingest.child import Child

AT_ONCE = 8
_START_SECONDS = 300.0
_RECYCLE = 2000  # articles a process; nothing is known to leak, and this keeps it so
CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from framing.batch.analyst import serve
serve(json.loads(sys.argv[2]))
"""


class AnalysisError(FramingError):
    """The analysis of an article was stopped or died; ``reason`` is one word for counts."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class Analyst:
    """A child process that scores; started when first asked, replaced after a failure. For one thread at a time."""

    def __init__(self, *, seconds: float, memory: int, fast: bool = False, program: str = CHILD) -> None:
        self._seconds = seconds
        self._options = {"memory": memory, "fast": fast}
        self._program = program
        self._child: Child | None = None
        self._made: tuple[str, str] | None = None

    def made(self) -> tuple[str, str]:
        """Return what the child scores with: a short key, and JSON with version and digest of each part."""
        self._running()
        assert self._made is not None
        return self._made

    def score(self, articles: Sequence[Mapping[str, Any]]) -> list[Scored | AnalysisError]:
        """Take articles as plain data; return the score of each, or why there is none."""
        try:
            answers = self._ask(articles)["results"]
        except AnalysisError as error:
            if len(articles) == 1:
                return [error]
            return [answer for article in articles for answer in self.score([article])]
        return [_scored(answer) for answer in answers]

    def close(self) -> None:
        """End the process, and what it is at work on."""
        if self._child is not None:
            self._child.kill()
            self._child.end()

    def _ask(self, articles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        child = self._running()
        message = json.dumps({"articles": list(articles), "seconds": self._seconds}).encode("ascii")
        try:
            answer = child.ask(message, timeout=self._seconds)
        except TimeoutError:
            raise AnalysisError("timeout", f"the analysis took more than {self._seconds:g} s and was ended") from None
        except GONE:
            raise AnalysisError("crash", f"the analysis died ({how_it_ended(child.end())})") from None
        child.served += len(articles)
        if answer.get("error") == "memory":
            child.end()
            raise AnalysisError(
                "memory", f"the analysis needed more than {self._options['memory'] / 1e9:g} GB of memory"
            )
        return answer

    def _running(self) -> Child:
        if self._child is not None:
            if self._child.ready and self._child.served < _RECYCLE:
                return self._child
            self._child.end()
        self._child = child = Child(self._program, json.dumps(self._options))
        try:
            answer = child.ask(None, timeout=_START_SECONDS)
            made = json.dumps(answer["made_with"], sort_keys=True, separators=(",", ":"))
        except (*GONE, KeyError):
            child.end()
            raise FramingError("the analysis process did not start; `framing doctor` may say why") from None
        self._made = (hashlib.sha256(made.encode()).hexdigest()[:12], made)
        return child


def _scored(answer: Mapping[str, Any]) -> Scored | AnalysisError:
    if "error" in answer:
        return AnalysisError("fault", f"could not be analysed ({answer['error']}); this is our fault: please report it")
    counts = answer["counts"]
    return Scored(
        line=answer["line"],
        html=answer["html"],
        name=answer["name"],
        entry=answer["entry"],
        words=answer["words"],
        counts=None if counts is None else tuple(counts),
    )


def serve(options: Mapping[str, Any]) -> None:
    """Answer articles on the standard streams until they end; only the child runs this."""
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a stray print of a library must not mix with the answers
    sys.addaudithook(refuse_network)
    from framing.lexicon_choice import load_with
    from framing.pipeline import analyze_all
    from framing.scoring import build
    from framing.version import __version__

    fast = bool(options["fast"])
    scorers = build(load_with([]), fast=fast)
    made = {
        "framing": __version__,
        "fast": fast,
        "ran": {scorer.about.id: [scorer.about.version, scorer.about.digest] for scorer in scorers.ready},
    }
    alarm = limits(int(options["memory"]))
    send(answers, json.dumps({"ready": True, "made_with": made}).encode("ascii"))
    while True:
        try:
            request = receive(sys.stdin.buffer)
        except EOFError:
            return
        alarm(request["seconds"] + 2)  # the kernel ends this process if nobody is left to do so
        articles = [from_plain(data) for data in request["articles"]]
        try:
            analyses: list[Any] = list(analyze_all(articles, scorers, fast=fast))
            answer: dict[str, Any] = {"results": [_answer(analysis) for analysis in analyses]}
        except MemoryError:
            answer = {"error": "memory"}
        except Exception as error:  # noqa: BLE001  # one article must fail alone, whatever a library raises on it
            if len(articles) > 1:
                answer = {"results": [_alone(article, scorers, fast=fast) for article in articles]}
            else:
                answer = {"results": [{"error": type(error).__name__}]}
        alarm(0)
        send(answers, json.dumps(answer).encode("ascii"))


def _alone(article: Any, scorers: Any, *, fast: bool) -> dict[str, Any]:
    from framing.pipeline import analyze_all

    try:
        return _answer(next(iter(analyze_all([article], scorers, fast=fast))))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # see serve
        return {"error": type(error).__name__}


def _answer(analysis: Any) -> dict[str, Any]:
    from framing.report import index_entry, page_name, render_article
    from framing.report.facts import checked_anything, words
    from framing.store import dumps

    entry = index_entry(analysis)
    return {
        "line": dumps(analysis),
        "html": render_article(analysis),
        "name": page_name(analysis.article),
        "entry": asdict(entry),
        "words": words(analysis).writer if checked_anything(analysis) else None,
        "counts": list(entry.counts) if checked_anything(analysis) else None,
    }
