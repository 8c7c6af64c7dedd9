"""Plain data of the wire format in, an ``Analysis`` out, every value checked; damage gives one clear error."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from framing.errors import IngestError
from framing.types import (
    About,
    Actor,
    Analysis,
    Article,
    Attribution,
    Description,
    Family,
    Finding,
    FrameEvidence,
    Measure,
    Part,
    PartKind,
    Quote,
    QuoteKind,
    Sentence,
    SentenceScore,
    SentenceVoice,
    Skipped,
    Span,
    SpeakerType,
    Stance,
    State,
    Voice,
)

_MeasureVoice = Literal["writer", "source", "all"]
_UNCHECKED = ("caption", "boilerplate")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Row:
    """One JSON object, its place for messages ("findings[3]"), and the article's length that offsets must keep to."""

    data: Any
    place: str
    length: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.data, Mapping):
            raise IngestError(f"the analysis is damaged: {self.place} is no JSON object")

    def wrong(self, key: str, what: str) -> IngestError:
        """Return the error that says what is wrong with a key."""
        return IngestError(f"the analysis is damaged: {self.place}.{key} {what}".replace(": .", ": "))

    def get(self, key: str, kind: type[_Value], *, default: _Value | None = None) -> _Value:
        """Return a value of this type. Fields that schema 1 gained later have a default."""
        value = self.data.get(key, default)
        if value is None:
            raise self.wrong(key, "is missing")
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"is {_shown(value)}")
        if (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, str) and _broken(value)):
            raise self.wrong(key, f"is {_shown(value)}")
        return value

    def optional(self, key: str, kind: type[_Value]) -> _Value | None:
        """Return a value of this type, or None where it is null or absent."""
        return None if self.data.get(key) is None else self.get(key, kind)

    def one_of(self, key: str, kinds: Any) -> Any:
        """Return a value that a ``Literal`` type lists."""
        value = self.get(key, str)
        if value not in get_args(kinds):
            raise self.wrong(key, f"is {_shown(value)}; it is one of {', '.join(get_args(kinds))}")
        return value

    def optional_of(self, key: str, kinds: Any) -> Any:
        """Return a value that a ``Literal`` type lists, or None where it is null or absent."""
        return None if self.data.get(key) is None else self.one_of(key, kinds)

    def index(self, key: str, below: int) -> int:
        """Return an index into a list of so many."""
        value = self.get(key, int)
        if not 0 <= value < below:
            raise self.wrong(key, f"is {value}, and there are {below}")
        return value

    def indices(self, key: str, below: int) -> tuple[int, ...]:
        """Return a list of indices into a list of so many."""
        values = self.get(key, list, default=[])
        for value in values:
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
                raise self.wrong(key, f"holds {_shown(value)}, and there are {below}")
        return tuple(values)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        values = self.get(key, list, default=[])
        if not all(isinstance(value, str) and not _broken(value) for value in values):
            raise self.wrong(key, "holds something that is no text")
        return tuple(values)

    def span(self) -> Span:
        """Return the span between ``start`` and ``end``."""
        return self._span("end", self.get("start", int), self.get("end", int))

    def pair(self, key: str, value: Any) -> Span | None:
        """Return a span that is given as [start, end], or None."""
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2 or not all(type(offset) is int for offset in value):
            raise self.wrong(key, f"is {_shown(value)}; it is [start, end] or null")
        return self._span(key, value[0], value[1])

    def _span(self, key: str, start: int, end: int) -> Span:
        if not 0 <= start <= end <= self.length:
            raise self.wrong(key, f"is no place in the text: {start} to {end} of {self.length}")
        return Span(start=start, end=end)

    def rows(self, key: str) -> Iterator[_Row]:
        """Yield the objects of a list."""
        for number, data in enumerate(self.get(key, list)):
            yield _Row(data, f"{self.place}.{key}[{number}]".lstrip("."), self.length)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _broken(text: str) -> bool:
    """Whether a string holds half of a surrogate pair, which no file can hold."""
    return any("\ud800" <= character <= "\udfff" for character in text) if not text.isascii() else False


def read_analysis(data: Mapping[str, Any]) -> Analysis:
    """Take plain data of schema 1; return the analysis. Raises IngestError that names what is missing or wrong."""
    text = _Row(data, "").get("text", str)
    top = _Row(data, "", len(text))
    rows = list(top.rows("sentences"))
    skipped = tuple(Skipped(id=row.get("id", str), reason=row.get("reason", str)) for row in top.rows("skipped"))
    refused = any(skip.id == "article" for skip in skipped)
    sentences = tuple(_sentence(row, number, refused=refused) for number, row in enumerate(rows))
    quotes = tuple(_quote(row) for row in top.rows("quotes"))
    findings = tuple(_finding(row, len(sentences), len(quotes)) for row in top.rows("findings"))
    return Analysis(
        article=_article(_Row(top.get("article", dict), "article"), text, _parts(rows, sentences)),
        sentences=sentences,
        scores=tuple(_score(row, number) for number, row in enumerate(rows)),
        quotes=quotes,
        findings=findings,
        actors=tuple(_actor(row) for row in top.rows("actors")),
        frames=tuple(
            FrameEvidence(
                scheme=row.get("scheme", str),
                frame=row.get("frame", str),
                score=row.get("score", float),
                sentences=row.indices("sentences", len(sentences)),
            )
            for row in top.rows("frames")
        ),
        measures=tuple(_measure(row, len(findings)) for row in top.rows("measures")),
        ran=tuple(
            About(**{name: row.get(name, str) for name in ("id", "version", "digest", "licence")})
            for row in top.rows("ran")
        ),
        skipped=skipped,
        made_with=dict(top.get("made_with", dict)),
    )


def _article(row: _Row, text: str, parts: tuple[Part, ...]) -> Article:
    extra = row.get("extra", dict, default={})
    if not all(isinstance(value, str) and not _broken(name + value) for name, value in extra.items()):
        raise row.wrong("extra", "holds something that is no text")
    return Article(
        id=row.get("id", str),
        text=text,
        title=row.optional("title", str),
        origin=row.optional("origin", str),
        outlet=row.optional("outlet", str),
        published=row.optional("published", str),
        authors=row.texts("authors"),
        language=row.optional("language", str),
        parts=parts,
        extra=tuple(extra.items()),
        notes=row.texts("notes"),
    )


def _sentence(row: _Row, number: int, *, refused: bool) -> Sentence:
    if row.get("index", int) != number:
        raise row.wrong("index", f"is {row.get('index', int)}; sentences are numbered from 0")
    part = row.one_of("part", PartKind)
    # of a refused article, the reason of a line of prose is the article's
    reason = None if refused and part not in _UNCHECKED else row.optional("reason", str)
    paragraph = row.get("paragraph", int, default=0)
    return Sentence(index=number, span=row.span(), part=part, paragraph=paragraph, reason=reason)


def _score(row: _Row, number: int) -> SentenceScore:
    return SentenceScore(
        index=number,
        state=row.one_of("state", State),
        voice=row.one_of("voice", SentenceVoice),
        writer_words=row.get("writer_words", int),
        reason=row.optional("reason", str),
        loaded=row.optional("loaded", float),
        opinion=row.optional("opinion", float),
    )


def _finding(row: _Row, sentences: int, quotes: int) -> Finding:
    return Finding(
        span=row.span(),
        family=row.one_of("family", Family),
        category=row.get("category", str),
        origin=row.get("origin", str),
        term=row.get("term", str),
        score=row.get("score", float),
        voice=row.one_of("voice", Voice),
        sentence=row.index("sentence", sentences),
        quote=None if row.data.get("quote") is None else row.index("quote", quotes),
        note=row.get("note", str),
        plainer=row.optional("plainer", str),
        source=row.optional("source", str),
    )


def _quote(row: _Row) -> Quote:
    return Quote(
        span=row.span(),
        kind=row.one_of("kind", QuoteKind),
        cue=row.pair("cue", row.data.get("cue")),
        cue_lemma=row.optional("cue_lemma", str),
        cue_stance=row.optional_of("cue_stance", Stance),
        attribution=row.optional_of("attribution", Attribution),
        speaker=row.pair("speaker", row.data.get("speaker")),
        speaker_name=row.optional("speaker_name", str),
        speaker_type=row.optional_of("speaker_type", SpeakerType),
        descriptor=row.pair("descriptor", row.data.get("descriptor")),
        closed=row.get("closed", bool),
    )


def _actor(row: _Row) -> Actor:
    mentions = (row.pair("mentions", value) for value in row.get("mentions", list))
    return Actor(
        name=row.get("name", str),
        type=row.get("type", str),
        mentions=tuple(span for span in mentions if span is not None),
        described=tuple(
            Description(span=one.span(), relation=one.get("relation", str), voice=one.one_of("voice", Voice))
            for one in row.rows("described")
        ),
        active=row.get("active", int),
        passive=row.get("passive", int),
        agentless=row.get("agentless", int, default=0),
    )


def _measure(row: _Row, findings: int) -> Measure:
    return Measure(
        name=row.get("name", str),
        voice=row.one_of("voice", _MeasureVoice),
        count=row.get("count", int),
        out_of=row.get("out_of", int),
        per=row.get("per", float),
        value=row.optional("value", float),
        low=row.optional("low", float),
        high=row.optional("high", float),
        method=row.get("method", str, default="none"),
        findings=row.indices("findings", findings),
    )


def _parts(rows: list[_Row], sentences: tuple[Sentence, ...]) -> tuple[Part, ...]:
    """Rebuild the paragraphs from the sentences, so that a stored analysis can be shown with its structure."""
    found: dict[int, Part] = {}
    for row, sentence in zip(rows, sentences, strict=True):
        known = found.get(sentence.paragraph)
        found[sentence.paragraph] = Part(
            span=Span(start=(known or sentence).span.start, end=sentence.span.end),
            kind=sentence.part,
            paragraph=sentence.paragraph,
            reason=sentence.reason if known is None or known.reason == sentence.reason else None,
            set_off=row.get("set_off", bool, default=False),
        )
    return tuple(found.values())
