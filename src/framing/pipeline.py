"""The whole tool on one screen: articles in, an ``Analysis`` of each out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice

from framing.acceptance import settled
from framing.actors import find_actors
from framing.language import SUPPORTED, given_back, parse_texts
from framing.measures import WORDS_FOR_ANALYSIS, loaded_measure, rate_measures, word_measures, words_by_voice
from framing.names_of_languages import language_name
from framing.quotes.marks import find_marked
from framing.quotes.names import Names
from framing.quotes.quotations import quotes_from_parse, quotes_from_surface
from framing.readability import readability_measures
from framing.reference.compare import compare
from framing.scoring import Scorer, Scorers
from framing.shape import notes_on, with_languages
from framing.structure import find_parts, find_sentences
from framing.tokens import tokenize, with_pos, with_voice
from framing.types import (
    Actor,
    Analysis,
    Article,
    Evidence,
    Finding,
    Measure,
    ParsedArticle,
    SentenceScore,
    SentenceVoice,
    Skipped,
    Span,
)
from framing.version import __version__

#: So many articles are parsed together.
BATCH = 16


def parse_all(articles: Iterable[Article], *, fast: bool = False) -> Iterator[ParsedArticle]:
    """Take articles; yield each with its sentences, quotations, tokens and (unless ``fast``) its parse, in order."""
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        split = []
        for article in batch:
            parts = with_languages(article, find_parts(article))
            article = replace(article, notes=(*article.notes, *notes_on(article, parts)))
            split.append((article, parts, find_sentences(article, parts)))
        english = [not fast and supported(article) for article in batch]
        texts = [
            (article.text, sentences) for (article, _, sentences), wanted in zip(split, english, strict=True) if wanted
        ]
        docs = parse_texts(texts) if texts else iter(())
        for (article, parts, sentences), wanted in zip(split, english, strict=True):
            marked = find_marked(article.text, parts)
            tokens = tokenize(article.text, sentences)
            doc = next(docs) if wanted else None
            set_off = [part.span for part in parts if part.set_off]
            actors: tuple[Actor, ...] = ()
            if doc is None:
                quotes = quotes_from_surface(article.text, sentences, marked, tokens, set_off)
            else:
                names = Names(doc, max((p.span.end for p in parts if p.kind == "headline"), default=0), marked)
                quotes = quotes_from_parse(article.text, sentences, marked, doc, names, set_off)
                actors = find_actors(doc, names, quotes)
                tokens = with_pos(tokens, doc)
            tokens = with_voice(tokens, quotes, [Span(start=m.start, end=m.end) for m in marked])
            yield ParsedArticle(
                article=article, sentences=sentences, quotes=quotes, tokens=tokens, actors=actors, doc=doc
            )


def parse(article: Article, *, fast: bool = False) -> ParsedArticle:
    """Take one article; return it parsed."""
    return next(parse_all([article], fast=fast))


def supported(article: Article) -> bool:
    """Whether there is a lexicon for the article's language; a text of unknown language is read as English."""
    return article.language is None or article.language.split("-")[0].lower() in SUPPORTED


def analyze_all(articles: Iterable[Article], scorers: Scorers, *, fast: bool = False) -> Iterator[Analysis]:
    """Take articles and what is to score them; yield the analysis of each, in order.

    Memory does not grow with their number: what the parser learns of new words is given back after each batch.
    """
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        with nullcontext() if fast else given_back():
            made = [analyze_parsed(parsed, scorers, fast=fast) for parsed in parse_all(batch, fast=fast)]
        yield from made


def analyze_parsed(parsed: ParsedArticle, scorers: Scorers, *, fast: bool = False) -> Analysis:
    """Take a parsed article; return everything that the scorers and measures say of it."""
    article = parsed.article
    writer, source = words_by_voice(parsed.sentences, parsed.tokens)
    refused = _refused(article, sum(writer) + sum(source))
    findings: tuple[Finding, ...] = ()
    loaded: Sequence[float | None] = ()
    opinion: Sequence[float | None] = ()
    kept: Sequence[float | None] = ()
    ran: list[Scorer] = []
    if refused is None:
        for scorer in scorers.ready:
            evidence: Evidence = scorer.score(parsed, findings)
            findings = tuple(
                sorted((*findings, *evidence.findings), key=lambda f: (f.span.start, f.span.end, f.family, f.category))
            )
            loaded = evidence.loaded or loaded
            opinion = evidence.opinion or opinion
            kept = evidence.kept or kept
            ran.append(scorer)
    findings = settled(findings, parsed.tokens, scorers.acceptance, kept)
    marked = {finding.sentence for finding in findings if finding.score > 0}  # notes are no marks
    scores = tuple(
        SentenceScore(
            index=sentence.index,
            state="not_checked" if sentence.reason or refused else "marked" if sentence.index in marked else "checked",
            voice=_voice(writer[sentence.index], source[sentence.index]),
            writer_words=writer[sentence.index],
            reason=sentence.reason or (refused and refused[0]),
            loaded=loaded[sentence.index] if loaded and not sentence.reason else None,
            opinion=opinion[sentence.index] if opinion and not sentence.reason else None,
        )
        for sentence in parsed.sentences
    )
    measures = word_measures(parsed)
    if refused is None:
        measures += (
            rate_measures(parsed, findings) + loaded_measure(scores, scorers.threshold) + readability_measures(parsed)
        )
    no_actors = _without_actors(parsed, refused is not None)
    made_with = _made_with(ran, scorers, fast=fast)
    no_comparison = None if refused else _compared(article, measures, ran, scorers, made_with, fast=fast)
    skipped = (
        *([Skipped(id="article", reason=refused[1])] if refused else []),
        *scorers.skipped,
        *(scorers.without_parse if fast and refused is None else ()),
        *([Skipped(id="actors", reason=no_actors)] if no_actors else []),
        *([Skipped(id="reference", reason=no_comparison)] if no_comparison else []),
    )
    return Analysis(
        article=article,
        sentences=parsed.sentences,
        scores=scores,
        quotes=parsed.quotes,
        findings=findings,
        actors=() if no_actors else parsed.actors,
        measures=measures,
        ran=tuple(scorer.about for scorer in ran),
        skipped=skipped,
        made_with=made_with,
    )


def _compared(
    article: Article,
    measures: Sequence[Measure],
    ran: Sequence[Scorer],
    scorers: Scorers,
    made_with: dict[str, object],
    *,
    fast: bool,
) -> str | None:
    """Put the comparison with the reference set into ``made_with``; return why there is none, or None.

    An article under 300 words has no rates; reports say so themselves.
    """
    if all(found.value is None for found in measures if found.name == "findings_all"):
        return None
    abouts = [scorer.about for scorer in ran]
    found = compare(scorers.reference, article, measures, abouts, fast=fast, whole=scorers.whole)
    if isinstance(found, str):
        return found
    made_with["reference"] = found
    return None


def _refused(article: Article, words: int) -> tuple[str, str] | None:
    """Return why an article is not scored, as a short reason and as the report's line; None if it is."""
    if not supported(article):
        name = language_name(article.language or "")
        line = f"No lexicon for {name}. Quotations and speakers were still analysed. Available: {', '.join(SUPPORTED)}."
        return f"language: {name}", line
    if words < WORDS_FOR_ANALYSIS:
        return "article too short", f"Too short to analyse. {words} words."
    return None


def _without_actors(parsed: ParsedArticle, refused: bool) -> str | None:
    """Return why nothing is said of who is described how, or None where it is."""
    if parsed.doc is None and supported(parsed.article):
        return "Who is described how was not looked at: it needs the parse, which --fast leaves out."
    if parsed.doc is None:
        return "Who is described how was not looked at: there is no parser for this language."
    return "Too short to say who is described how." if refused else None


def _voice(writer: int, source: int) -> SentenceVoice:
    if source == 0:
        return "writer"
    return "mixed" if writer else "source"


def _made_with(ran: Sequence[Scorer], scorers: Scorers, *, fast: bool) -> dict[str, object]:
    def versions(kind: str) -> dict[str, str]:
        return {s.about.id.removeprefix(kind): s.about.version for s in ran if s.about.id.startswith(kind)}

    made: dict[str, object] = {
        "framing": __version__,
        "models": versions("model:"),
        "lexicons": versions("lexicon:"),
        "fast": fast,
    }
    if scorers.threshold is not None:
        made["loaded_threshold"] = scorers.threshold
    if scorers.rate is not None:
        made["loaded_rate"] = scorers.rate
    if scorers.precision:
        made["precision"] = scorers.precision
    if scorers.recall:
        made["recall"] = scorers.recall
    if scorers.calibration and any(s.about.id.startswith("model:") for s in ran):
        made["calibration"] = scorers.calibration
    return made
