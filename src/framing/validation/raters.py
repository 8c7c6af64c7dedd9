"""A model, a lexicon or any program in; a function that gives each sentence a number out.

A program is run once: it gets one sentence a line on standard input and writes one number a line. It is ended, with
what it started, when its time is up, when it fails, or when the caller is interrupted.
"""

from __future__ import annotations

import math
import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from framing.acceptance import settled
from framing.errors import ConfigError, ModelError
from framing.pipeline import parse_all
from framing.scoring import Scorer
from framing.scoring.lexicon import LexiconScorer
from framing.scoring.loaded import LoadedScorer
from framing.types import Article, Finding, ParsedArticle, Part, Span

_GRACE = 2.0
#: Findings of these families are loaded wording; the others (naming, hedging, attribution) are marks of another kind.
LOADED_FAMILIES = ("L", "F")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """Gives each text a number; from ``threshold`` on a text counts as marked. ``name`` stands in tables."""

    name: str
    threshold: float
    rate: Callable[[Sequence[str]], list[float]]


def as_body(text: str) -> Article:
    """Take a text of one paragraph; return it as an article that is all body (no line is a headline)."""
    whole = Part(span=Span(start=0, end=len(text)), kind="body", paragraph=0)
    return Article(id="sentence", text=text, language="en", parts=(whole,))


def parsed_texts(texts: Sequence[str], *, fast: bool, whole_text: bool = False) -> Iterator[ParsedArticle]:
    """Take texts; yield each parsed. ``whole_text`` gives quoted words to the writer too, for labels made so."""
    articles = (
        as_body(text) if "\n" not in text.strip() else Article(id="text", text=text, language="en") for text in texts
    )
    for parsed in parse_all(articles, fast=fast):
        if whole_text:
            tokens = replace(parsed.tokens, quote=(-1,) * len(parsed.tokens))
            yield replace(parsed, quotes=(), tokens=tokens)
        else:
            yield parsed


def read_texts(
    texts: Sequence[str],
    scorers: Mapping[str, Scorer],
    lexicon: LexiconScorer,
    *,
    fast: bool,
    whole_text: bool = False,
    shown: dict[str, list[tuple[Finding, ...]]] | None = None,
) -> tuple[dict[str, list[float]], list[tuple[Finding, ...]]]:
    """Take texts, sentence models by name and the lexicon; return by name each text's number, and each text's findings.

    Each text is parsed once. One of several sentences gets the highest of their numbers, one without a checked sentence
    0.0. The shipped models read all texts by the same weights (``LoadedScorer.for_rows``). ``shown``, if given, is
    filled by name with the findings of the lexicon and that model together, as a page shows them.
    """
    numbers: dict[str, list[float]] = {name: [] for name in scorers}
    findings = []
    scorers = {name: s.for_rows(texts) if isinstance(s, LoadedScorer) else s for name, s in scorers.items()}
    for parsed in parsed_texts(texts, fast=fast, whole_text=whole_text):
        found = lexicon.score(parsed, ()).findings
        findings.append(found)
        for name, scorer in scorers.items():
            evidence = scorer.score(parsed, found)
            numbers[name].append(max((value for value in evidence.loaded if value is not None), default=0.0))
            if shown is not None:
                both, known = (*found, *evidence.findings), lexicon.lexicon.acceptance
                page = settled(both, parsed.tokens, known, evidence.kept)
                shown.setdefault(name, []).append(page)
    return numbers, findings


def loaded_weight(findings: Sequence[Finding]) -> float:
    """Take findings; return the sum of the weights of the loaded ones in the writer's voice."""
    return math.fsum(f.score for f in findings if f.family in LOADED_FAMILIES and f.voice == "writer")


def model_rater(
    name: str, scorer: Scorer, lexicon: LexiconScorer, *, threshold: float, fast: bool = False, whole_text: bool = False
) -> Rater:
    """Take a sentence model and the lexicon whose findings it reads; return a rater."""

    def rate(texts: Sequence[str]) -> list[float]:
        return read_texts(texts, {name: scorer}, lexicon, fast=fast, whole_text=whole_text)[0][name]

    return Rater(name=name, threshold=threshold, rate=rate)


def command_rater(command: str, *, threshold: float, timeout: float) -> Rater:
    """Take a command line (split as a shell would, run without one); return a rater. Raises ConfigError if it is
    empty.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"--command cannot be read ({error}): {command}") from None
    if not words:
        raise ConfigError("--command is empty; give a program that reads sentences and writes a number a line")

    def rate(texts: Sequence[str]) -> list[float]:
        lines = [" ".join(text.split()) for text in texts]
        return _numbers(_run(words, "\n".join(lines) + "\n", timeout=timeout), len(lines), words[0])

    return Rater(name=words[0], threshold=threshold, rate=rate)


def _run(words: list[str], given: str, *, timeout: float) -> str:
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise ConfigError(f"--command: {words[0]} cannot be run: {error.strerror}") from None
    try:
        out, said = process.communicate(given, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise ModelError(
            f"{words[0]} was stopped after {timeout:g} s without an answer; give it more time with --timeout"
        ) from None
    finally:
        _end(process)
    if process.returncode:
        last = (said.strip().splitlines() or ["it said nothing"])[-1][:200]
        raise ModelError(f"{words[0]} failed with exit status {process.returncode}: {last}")
    return out


def _end(process: subprocess.Popen[str]) -> None:
    """End a process, and all that it started and left behind; wait until it is gone. Close what was open to it."""
    for sign in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, sign)  # it leads a group of its own: what it started is in there too
            else:
                process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _numbers(out: str, wanted: int, program: str) -> list[float]:
    lines = out.splitlines()
    if len(lines) != wanted:
        raise ModelError(f"{program} wrote {len(lines)} lines for {wanted} sentences; it must write one number a line")
    numbers = []
    for at, line in enumerate(lines, 1):
        try:
            value = float(line)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ModelError(f"{program}: line {at} of its output is {line.strip()[:60]!r}, not a number")
        numbers.append(value)
    return numbers
