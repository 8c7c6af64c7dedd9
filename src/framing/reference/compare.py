"""One article's measures and a reference set in, where each rate stands out; or the reason why there is no comparison.

Compared is only like with like: the same language and kind of article, as many words in the same voice, measured on the
same path with the same lexicons and models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from framing.genre import genre_of
from framing.names_of_languages import language_name
from framing.reference.collect import band_of, below
from framing.reference.sets import MEASURES, POINTS, Cell, Made, ReferenceSet
from framing.types import About, Article, Measure

NONE_INSTALLED = "No comparison: no reference set is installed. `framing reference build DIR` makes one."
NOT_WANTED = "No comparison: none was asked for (--reference none)."
_VOICES = {"writer": "the writer’s words", "source": "sources’ words"}
#: So many outlets are named with a comparison; the set's file has all.
MOST_NAMED = 40
_QUARTER = POINTS // 4


def compare(
    reference: ReferenceSet | str | None,
    article: Article,
    measures: Sequence[Measure],
    ran: Sequence[About],
    *,
    fast: bool,
    whole: bool = True,
) -> dict[str, Any] | str:
    """Take an article's measures and what made them; return the comparison as plain data, else one sentence why not.

    In place of a set there may be that sentence, or None where no set is installed.
    ``whole`` is False where only some lexicon categories were used. The data names the set and its digest; ``rows`` has
    per measure and voice the middle half of the reference rates, the share of lower ones and the number of articles.
    """
    if reference is None:
        return NONE_INSTALLED
    if isinstance(reference, str):
        return reference
    said = _unlike(reference, article, ran, fast=fast, whole=whole)
    if said is not None:
        return f"No comparison: {said}"
    genre = genre_of(article)
    mode = "fast" if fast else "full"
    mine = [cell for cell in reference.cells if cell.mode == mode and cell.genre == genre.id]
    if not mine:
        none = f"the reference set {reference.name} holds too few of that kind"
        return f"No comparison: by {genre.by} this is of the kind {genre.name}, and {none}."
    rows: list[dict[str, Any]] = []
    top: dict[str, float] = {}
    missing: dict[str, str] = {}
    for voice, words_of in _VOICES.items():
        taken = {found.name: found for found in measures if found.voice == voice and found.name in MEASURES}
        words = taken["findings_all"].out_of if "findings_all" in taken else 0
        band = band_of(words)
        cell = next((one for one in mine if one.voice == voice and band == (one.least, one.most)), None)
        if cell is None:
            missing[voice] = f"{reference.name} has too few articles with about {words:,} of {words_of}"
            continue
        top[voice] = cell.top
        rows += [_row(cell, taken[name]) for name in MEASURES if name in taken]
    if not rows:
        return f"No comparison: {'; '.join(missing.values())}."
    return {
        "set": reference.statement.id,
        "version": reference.statement.version,
        "digest": reference.digest,
        "title": reference.statement.title,
        "what": reference.statement.what,
        "licence": reference.statement.licence,
        "caution": reference.statement.caution,
        "articles": reference.articles,
        "outlets": len(reference.outlets),
        "outlet_names": [outlet.name for outlet in reference.outlets[:MOST_NAMED]],
        "first": reference.first,
        "last": reference.last,
        "genre": genre.name,
        "genre_by": genre.by,
        "mode": mode,
        "top": top,
        "rows": rows,
        "missing": missing,
    }


def _row(cell: Cell, found: Measure) -> dict[str, Any]:
    points = cell.points[found.name]  # type: ignore[index]  # one of MEASURES
    rate = 100 * found.count / found.out_of if found.out_of else 0.0
    return {
        "name": found.name,
        "voice": found.voice,
        "low": round((points[_QUARTER - 1] + points[_QUARTER]) / 2, 2),
        "high": round((points[-_QUARTER - 1] + points[-_QUARTER]) / 2, 2),
        "below": below(points, round(rate, 3)),
        "articles": cell.articles,
        "outlets": cell.outlets,
        "least": cell.least,
        "most": cell.most,
    }


def _unlike(reference: ReferenceSet, article: Article, ran: Sequence[About], *, fast: bool, whole: bool) -> str | None:
    """Return what makes the article and the set unlike in how they were made, as a clause that ends in a full stop."""
    name, language = reference.name, reference.statement.language
    code = (article.language or language).split("-")[0].lower()
    if code != language:
        one, other = language_name(language).partition(" (")[0], language_name(code).partition(" (")[0]
        return f"the reference set {name} is of articles in {one}, and this one is in {other}."
    made = next((one for one in reference.made if (one.mode == "fast") == fast), None)
    path = "on the fast path (--fast)" if fast else "with the parse"
    if made is None:
        return f"the reference set {name} was not measured {path}, as this article was."
    if not whole:
        return f"only some lexicon categories were used here, and the reference set {name} was made with all."
    return _other_parts(name, made, ran)


def _other_parts(name: str, made: Made, ran: Sequence[About]) -> str | None:
    theirs = {part.id: (part.version, part.digest) for part in made.parts}
    ours = {about.id: (about.version, about.digest) for about in ran}
    for part in sorted(theirs.keys() & ours.keys()):
        if theirs[part] != ours[part]:
            return (
                f"the reference set {name} was made with another version of {part} "
                f"(sha256 {theirs[part][1][:12]}; here {ours[part][1][:12]})."
            )
    if theirs.keys() != ours.keys():
        return (
            f"the reference set {name} was made with {', '.join(sorted(theirs))}, "
            f"and this article with {', '.join(sorted(ours)) or 'nothing'}."
        )
    return None
