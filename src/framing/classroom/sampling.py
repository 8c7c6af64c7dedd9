"""Analyses in, the sentences of an exercise out: some that the tool marked, some that it did not, some in doubt.

Of the sentences, 40 in 100 are marked by the tool in the writer's words, 40 are unmarked, and in 20 it found something
only in a source's words or only a note without weight. Where an article has too few of a kind, the others fill up. No
more than two neighbours are drawn, so that nobody reads the article in order, and the order is shuffled by the seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random

from framing.classroom.exercise import Item, Mark, Stratum, Text
from framing.classroom.telling import names_of
from framing.report import facts
from framing.types import Analysis, Finding, Sentence

#: Shares of the kinds, in the order in which a shortage is filled from the others.
SHARES: dict[Stratum, float] = {"marked": 0.4, "unmarked": 0.4, "doubtful": 0.2}
MOST_NEIGHBOURS = 2
_FEWEST_WORDS = 4
_LONGEST = 400
_CONTEXT = 300
_MARK_WORDS = 240
#: Characters that a browser hides, or that turn the order of the text around them.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def clean(text: str) -> str:
    """Take words of an article; return them on one line, single spaces, without characters that a browser hides."""
    return " ".join(HIDDEN.sub(" ", text).split())


def sample(analyses: Sequence[Analysis], *, sentences: int, seed: int) -> tuple[Item, ...]:
    """Take one or two analyses, how many sentences and a seed; return the items in the order of the sheet.

    There are fewer where the articles have fewer. The same arguments give the same items.
    """
    random = Random(seed)
    drawn: list[Item] = []
    pools = _pools(analyses)
    for nth, pool in enumerate(pools):
        wanted = (sentences - len(drawn)) // (len(pools) - nth)
        drawn += _draw(pool, wanted, random)
    if len(pools) == 2 and len(drawn) < sentences:  # one is short: the other gives more
        taken = {(item.source, item.index) for item in drawn}
        rest = [one for pool in pools for one in pool if (one.source, one.index) not in taken]
        random.shuffle(rest)
        drawn += rest[: sentences - len(drawn)]
    drawn.sort(key=lambda item: (item.source, item.index))
    random.shuffle(drawn)
    return tuple(replace(item, number=number) for number, item in enumerate(drawn, start=1))


def shared(analyses: Sequence[Analysis]) -> int:
    """Take analyses; return how many sentences that could be drawn stand in an earlier one too, and so are not."""
    return sum(len(candidates(one, source=0)) for one in analyses) - sum(map(len, _pools(analyses)))


def candidates(analysis: Analysis, *, source: int) -> list[Item]:
    """Take an analysis; return every sentence of its body that a student can rate alone, in the order of the text.

    Left out are headlines, captions and page furniture, very short and very long sentences, repeated ones, those that
    tell the outlet or an author, and unmarked ones that are a source's words alone: there is nothing of the writer's
    to rate.
    """
    article = analysis.article
    names = names_of(clean(article.outlet or ""), [clean(name) for name in article.authors])
    level = analysis.made_with.get("loaded_threshold")
    scores = {score.index: score for score in analysis.scores}
    by_sentence: dict[int, list[Finding]] = {}
    for finding in analysis.findings:
        by_sentence.setdefault(finding.sentence, []).append(finding)
    body = [one for one in analysis.sentences if one.part == "body" and not one.reason]
    texts = {one.index: clean(one.span.text(article.text)) for one in body}
    seen: set[str] = set()
    found = []
    for place, sentence in enumerate(body):
        text = texts[sentence.index]
        if len(text.split()) < _FEWEST_WORDS or len(text) > _LONGEST or text in seen or _tells(text, names):
            continue
        seen.add(text)
        score = scores.get(sentence.index)
        chance = score.loaded if score else None
        marks = tuple(_marks(by_sentence.get(sentence.index, ()), sentence, article.text, text))
        if not marks and score is not None and score.voice == "source":
            continue
        likely = chance is not None and isinstance(level, float) and chance >= level
        found.append(
            Item(
                number=1,
                source=source,
                index=sentence.index,
                text=text,
                before=_context(body, place - 1, texts, names),
                after=_context(body, place + 1, texts, names),
                stratum=_stratum(marks, likely),
                quoted=bool(score and score.voice != "writer"),
                marks=marks,
                chance=None if chance is None else round(chance, 6),
                likely=likely,
            )
        )
    return found


def about(analysis: Analysis) -> Text:
    """Take an analysis; return what the key says of its article. ``not_marked_because`` is set where nothing ran."""
    article = analysis.article
    refused = next((clean(skip.reason) for skip in analysis.skipped if skip.id == "article"), None)
    headline = " ".join(s.span.text(article.text) for s in analysis.sentences if s.part == "headline")
    return Text(
        title=clean(article.title or headline or article.text.strip().partition("\n")[0])[:_CONTEXT],
        sha256=sha256(article.text.encode("utf-8", "replace")).hexdigest(),
        language=article.language or "en",
        outlet=clean(article.outlet)[:100] or None if article.outlet else None,
        authors=tuple(clean(name)[:100] for name in article.authors),
        published=article.published,
        words=facts.words(analysis).total or len(article.text.split()),  # the report's number, where it has one
        not_marked_because=refused,
    )


def _pools(analyses: Sequence[Analysis]) -> list[list[Item]]:
    """Return the sentences that can be drawn of each, without those of an earlier one: agency copy stands in both."""
    pools: list[list[Item]] = []
    seen: set[str] = set()
    for nth, analysis in enumerate(analyses):
        pools.append([item for item in candidates(analysis, source=nth) if _bare(item.text) not in seen])
        seen.update(_bare(item.text) for item in pools[-1])
    return pools


def _bare(text: str) -> str:
    """Return the words alone: papers print the same copy with their own quotation marks and dashes."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _draw(pool: list[Item], wanted: int, random: Random) -> list[Item]:
    """Return so many items of the pool, by shares, no more than two neighbours while there is a choice."""
    order = {item.index: place for place, item in enumerate(pool)}
    waiting = {kind: [item for item in pool if item.stratum == kind] for kind in SHARES}
    for items in waiting.values():
        random.shuffle(items)
    quota = {kind: int(wanted * share) for kind, share in SHARES.items()}
    kinds: list[Stratum] = list(SHARES)
    for nth in range(wanted - sum(quota.values())):
        quota[kinds[nth % len(kinds)]] += 1
    taken: list[Item] = []
    places: set[int] = set()

    def take(items: Iterable[Item], most: int, *, apart: bool) -> None:
        for item in list(items):
            if most <= 0 or len(taken) >= wanted:
                return
            if item not in taken and not (apart and _crowded(order[item.index], places)):
                taken.append(item)
                places.add(order[item.index])
                most -= 1

    for kind in kinds:
        take(waiting[kind], quota[kind], apart=True)
    for apart in (True, False):
        for kind in kinds:
            take(waiting[kind], wanted, apart=apart)
    return taken


def _crowded(place: int, places: set[int]) -> bool:
    """Whether this place would make more than two drawn neighbours in a row."""
    run = 1
    for step in (-1, 1):
        at = place + step
        while at in places:
            run += 1
            at += step
    return run > MOST_NEIGHBOURS


def _stratum(marks: Sequence[Mark], likely: bool) -> Stratum:
    if likely or any(mark.counted and mark.voice == "writer" for mark in marks):
        return "marked"
    return "doubtful" if marks else "unmarked"


def _tells(text: str, names: re.Pattern[str]) -> bool:
    return names.search(text) is not None


def _context(body: Sequence[Sentence], place: int, texts: dict[int, str], names: re.Pattern[str]) -> str:
    if not 0 <= place < len(body):
        return ""
    text = texts[body[place].index]
    if _tells(text, names):
        return ""
    return text if len(text) <= _CONTEXT else text[:_CONTEXT].rpartition(" ")[0] + " …"


def _marks(findings: Iterable[Finding], sentence: Sentence, whole: str, text: str) -> Iterable[Mark]:
    """Yield the marks of a sentence; places are of its cleaned text."""
    for finding in findings:
        start = len(clean(whole[sentence.span.start : finding.span.start] + "|")) - 1
        words = clean(finding.span.text(whole))
        if text[start : start + len(words)] != words:
            start = text.find(words)
        if words and start >= 0:
            yield Mark(
                start=start,
                end=start + len(words),
                family=finding.family,
                category=finding.category,
                voice=finding.voice,
                counted=finding.score != 0,
                note=clean(finding.note)[:_MARK_WORDS],
                plainer=clean(finding.plainer) if finding.plainer else None,
                rule=finding.origin,
            )
