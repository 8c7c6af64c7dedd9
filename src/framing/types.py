"""The frozen types that pass between stages; nothing here reads, writes or computes beyond a derived property.

Every offset is a half-open range of code points into ``Article.text``, which is made once at ingest and never altered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from framing.voices import Actor as Actor
from framing.voices import Attribution as Attribution
from framing.voices import Description as Description
from framing.voices import Quote as Quote
from framing.voices import QuoteKind as QuoteKind
from framing.voices import Span as Span
from framing.voices import SpeakerType as SpeakerType
from framing.voices import Stance as Stance
from framing.voices import Voice as Voice

if TYPE_CHECKING:  # spaCy is loaded only where a parse is asked for
    from spacy.tokens import Doc

SentenceVoice = Literal["writer", "source", "mixed"]
PartKind = Literal["headline", "subhead", "body", "caption", "boilerplate"]
State = Literal["marked", "checked", "not_checked"]
Family = Literal["L", "F", "A", "P", "H"]

#: The families of findings, in the order of reports.
FAMILIES: dict[str, str] = {
    "L": "Loaded wording",
    "F": "Frame and presupposition",
    "A": "Attribution and distance",
    "P": "Naming",
    "H": "Hedge, certainty and stance",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, numbered from 0, and what it is; ``reason`` says why boilerplate is not checked ("share bar").

    ``set_off``: a page's own markup sets it off as somebody's words, and no quotation marks do.
    """

    span: Span
    kind: PartKind
    paragraph: int
    reason: str | None = None
    set_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it came in. ``id`` is the input's own id, else the first 12 hex digits of the text's sha256.

    ``parts`` is empty unless the reader of the format knows the structure (HTML headings); then it is trusted.
    ``extra`` holds an input table's other columns, as strings, carried through to exports.
    """

    id: str
    text: str
    title: str | None = None
    origin: str | None = None
    outlet: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    parts: tuple[Part, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence (or a whole boilerplate line): its place, its part and, if it is not checked, the reason."""

    index: int
    span: Span
    part: PartKind
    paragraph: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words and marks of an article as parallel tuples, one entry a token, in text order.

    ``lower`` is lower case with straight apostrophes; hyphen compounds are one token, a possessive 's is its own.
    ``sentence`` is the index of the sentence, ``quote`` the index of the innermost quote or -1 for the writer's words,
    ``marked`` tells whether it stands in quotation marks, ``negated`` whether a negation governs it, ``word`` whether
    it is a word (no mark, no bare number), ``pos`` the universal part of speech ("" without a parse).
    """

    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    lower: tuple[str, ...] = ()
    sentence: tuple[int, ...] = ()
    quote: tuple[int, ...] = ()
    marked: tuple[bool, ...] = ()
    negated: tuple[bool, ...] = ()
    word: tuple[bool, ...] = ()
    pos: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """What scorers read; never stored. ``doc`` is None on the fast path, which makes no parse and finds no actors."""

    article: Article
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    tokens: Tokens
    actors: tuple[Actor, ...] = ()
    doc: Doc | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One passage worth a second look, from a lexicon, a model or a human reader.

    ``origin`` names what made it: "lexicon:en/hedge@3", "model:loaded@1", "reader:r07". ``score`` is the weight of a
    lexicon finding (severity x rarity x context, about 0 to 4) or the probability of a model's. ``note`` is the plain
    reason, ``plainer`` a plainer word if there is one, ``source`` the work behind the rule. ``quote`` indexes
    ``Analysis.quotes``; None is the writer's own voice.
    """

    span: Span
    family: Family
    category: str
    origin: str
    term: str
    score: float
    voice: Voice
    sentence: int
    quote: int | None = None
    note: str = ""
    plainer: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceScore:
    """What is said of one sentence; ``writer_words`` counts the writer's own words.

    ``loaded`` and ``opinion`` are probabilities, None where no model ran.
    """

    index: int
    state: State
    voice: SentenceVoice
    writer_words: int
    reason: str | None = None
    loaded: float | None = None
    opinion: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameEvidence:
    """A frame of a published scheme and the indices of the sentences that carry it."""

    scheme: str
    frame: str
    score: float
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number with what it is made of: ``value`` = ``count`` / ``out_of`` x ``per``, and a 95 % interval.

    ``voice`` is "writer", "source" or "all". ``value`` is None where the article is too short for a rate. ``method``
    names the interval ("bootstrap", "poisson", "none"). ``findings`` are indices into ``Analysis.findings``.
    """

    name: str
    voice: Literal["writer", "source", "all"]
    count: int
    out_of: int
    per: float = 100.0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str = "none"
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What ran: its id, version, the sha256 of its data, and the licence of that data."""

    id: str
    version: str
    digest: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What did not run, and why. Never shown as zero."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one scorer adds: findings, and per sentence a probability (None where it has nothing to say).

    ``kept`` is, by token, the log-odds that a strict reader keeps a lexicon's mark there, before what is known of its
    cue (``acceptance.py``); None where the scorer did not read it.
    """

    findings: tuple[Finding, ...] = ()
    loaded: tuple[float | None, ...] = ()
    opinion: tuple[float | None, ...] = ()
    kept: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that is known of one article. Findings are sorted by place; every index refers to these tuples."""

    article: Article
    sentences: tuple[Sentence, ...]
    scores: tuple[SentenceScore, ...]
    quotes: tuple[Quote, ...] = ()
    findings: tuple[Finding, ...] = ()
    actors: tuple[Actor, ...] = ()
    frames: tuple[FrameEvidence, ...] = ()
    measures: tuple[Measure, ...] = ()
    ran: tuple[About, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    made_with: dict[str, Any] = field(default_factory=dict)

    def to_frame(self, table: str = "findings") -> Any:
        """Return a table of ``docs/columns.md`` as a pandas DataFrame, one row an observation, in text order.

        Raises KeyError, which names the tables, where there is none of this name.
        """
        from framing.export.tables import frame

        return frame(table, (self,))

    def to_html(self, *, excerpts: bool = False) -> str:
        """Return the article's report as one self-contained HTML page."""
        from framing.report import render_article

        return render_article(self, excerpts=excerpts)

    def __repr__(self) -> str:
        own = sum(finding.voice == "writer" and finding.score > 0 for finding in self.findings)
        theirs = sum(finding.voice == "source" and finding.score > 0 for finding in self.findings)
        checked = sum(score.state != "not_checked" for score in self.scores)
        return (
            f"<Analysis of {self.article.id!r}: {own} findings in the writer's words, {theirs} in sources' words, "
            f"{checked} of {len(self.scores)} sentences checked>"
        )

    def _repr_html_(self) -> str:
        from framing.report import render_fragment

        return render_fragment(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that gave no analysis: where it came from, the stage that failed, and one plain sentence.

    ``record`` is its number in a file of several articles (the line in a table); it ends ``origin`` too, after a colon.
    """

    origin: str
    stage: str
    message: str
    record: int | None = None
