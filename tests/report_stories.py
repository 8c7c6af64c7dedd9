"""Analyses made by hand from invented articles, for the tests of pages and tables; no lexicon or model is needed."""

# ruff: noqa: E501 - a sentence of an article stands on one line

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from framing.types import (
    FAMILIES,
    About,
    Actor,
    Analysis,
    Article,
    Description,
    Finding,
    FrameEvidence,
    Measure,
    PartKind,
    Quote,
    QuoteKind,
    Sentence,
    SentenceScore,
    Skipped,
    Span,
    State,
    Voice,
)

Said = tuple[str, QuoteKind, str | None, str | None]  # words, kind, speaker, cue
Mark = tuple[str, str, str, str, float, str | None]  # words, family, category, note, weight, plainer

#: Paragraphs as (part, sentences); a "boilerplate" paragraph is one line.
HARBOUR: list[tuple[PartKind, list[str]]] = [
    ("headline", ["Island council slams mainland over ferry cuts, confirms talks on harbour"]),
    ("subhead", ["Mainland hits back at “theatre” before the vote"]),
    (
        "body",
        [
            "The council of Sena Island voted on Tuesday to reject a plan by the mainland ministry of transport that "
            "would halve the number of winter ferries, officials said.",
            "The vote was 14 to 3.",
        ],
    ),
    (
        "body",
        [
            "“We will not be treated as a footnote by people who have never waited for a boat in February,” council "
            "chair Aro Lindt told reporters.",
            "He called the plan “a brutal insult dressed up as a timetable”.",
        ],
    ),
    (
        "body",
        [
            "The ministry published the plan on 3 May after a review that took eleven months and cost 1.2 million "
            "crowns.",
            "It says that 61 per cent of winter crossings sail with fewer than nine passengers, and that the money "
            "would be better spent on a night boat for medical staff.",
        ],
    ),
    ("subhead", ["A long quarrel"]),
    (
        "body",
        [
            "The arrogant mainlanders continue to refer to these waters as the Western Reach, despite the entire world "
            "having adopted the correct and historical name, the Sena Sea, and their reckless scheme would "
            "once again strangle a proud community.",
        ],
    ),
    (
        "body",
        [
            "Transport minister Lena Orr rejected the criticism on Wednesday.",
            "“The council is running a cynical campaign of fear, and it knows the figures perfectly well,” she said.",
            "Orr warned that the island should be “extra cautious” given its “history of overspending”.",
        ],
    ),
    (
        "body",
        [
            "Some say the dispute is really about the harbour, which a company from the mainland has offered to lease "
            "for forty years.",
            "Talks on the lease began in March, according to a person who was in the room and asked not to be named.",
            "Perhaps the two sides will meet again before the summer.",
        ],
    ),
    (
        "body",
        [
            "The island has 4,100 inhabitants, a secondary school and a clinic with six beds.",
            "Its only other link is a small airfield, which was closed on 38 days last winter because of fog and ice.",
            "Fishing boats carried mail and medicine on nine of those days, the clinic said in a report to the council.",
            "The school moved its examinations twice.",
        ],
    ),
    (
        "body",
        [
            "Mira Voss, who runs the bakery beside the pier, said that she had stopped counting the mornings on which "
            "no flour came.",
            "“They think we are a postcard,” Voss said.",
            "“A postcard does not need bread.”",
        ],
    ),
    (
        "body",
        [
            "The ministry will answer the council in writing by the end of June.",
            "A hearing is planned for September, and the timetable would take effect on 1 November.",
            "Until then the boats sail as before, six times a day in summer and four times a day from October.",
            "The council has asked a court in the capital to rule on whether the ministry had to consult the island "
            "before it wrote the plan, and the court has given both sides until August to send their papers.",
            "Neither side would say what it had offered in the talks.",
        ],
    ),
    ("caption", ["The last ferry leaves Sena harbour. Photo: Ada Brenn"]),
    ("boilerplate", ["ALSO WATCH | Five things to know about the ferry plan"]),
    ("boilerplate", ["Leave a reply"]),
]

HARBOUR_SAID: list[Said] = [
    ("“theatre”", "scare", None, None),
    ("“We will not be treated as a footnote by people who have never waited for a boat in February,”", "direct", "Aro Lindt", "tell"),
    ("“a brutal insult dressed up as a timetable”", "mixed", "Aro Lindt", "call"),
    ("61 per cent of winter crossings sail with fewer than nine passengers, and that the money would be better spent on a night boat for medical staff", "indirect", "The ministry", "say"),
    ("“The council is running a cynical campaign of fear, and it knows the figures perfectly well,”", "direct", "Lena Orr", "say"),
    ("the island should be “extra cautious” given its “history of overspending”", "indirect", "Lena Orr", "warn"),
    ("she had stopped counting the mornings on which no flour came", "indirect", "Mira Voss", "say"),
    ("“They think we are a postcard,”", "direct", "Mira Voss", "say"),
    ("“A postcard does not need bread.”", "direct", "Mira Voss", "say"),
    ("Talks on the lease began in March", "indirect", None, "accord"),
]  # fmt: skip

_TWO_NAMES = (
    "two names for one sea; the mainland uses “Western Reach”, the island “Sena Sea”, and the atlas of the invented "
    "Hydrographic Union prints both"
)
HARBOUR_MARKS: list[Mark] = [
    ("slams", "L", "sensational_verb", "a verb of combat for an act of speech", 1.9, "criticises"),
    ("hits back", "L", "sensational_verb", "a verb of combat for an act of speech", 1.7, "replies"),
    ("“theatre”", "A", "scare_quotes", "one word in quotation marks that nobody is said to have spoken", 0.8, None),
    ("brutal insult", "L", "moral_evaluation", "a judgement of right and wrong", 1.6, None),
    ("arrogant", "L", "evaluative_adjective", "an adjective that judges people", 2.4, None),
    ("continue to refer to", "P", "metalinguistic_evaluation", "says how others speak instead of what they say", 1.1, None),
    ("continue to", "F", "presupposition_trigger", "takes for granted that they should have stopped", 1.2, None),
    ("Western Reach", "P", "contested_term", _TWO_NAMES, 1.0, None),
    ("despite", "F", "concession_counterexpectation", "sets what follows against what a reader expects", 0.0, None),
    ("the entire world", "F", "universal_bandwagon", "claims that everyone agrees", 2.0, None),
    ("correct and historical name", "P", "metalinguistic_evaluation", "says which word is right instead of reporting who uses which", 2.2, None),
    ("Sena Sea", "P", "contested_term", _TWO_NAMES, 1.0, None),
    ("reckless", "L", "evaluative_adjective", "an adjective that judges an act", 2.1, None),
    ("scheme", "L", "imputed_motive", "a plan, told as a plot", 1.2, "plan"),
    ("once again", "F", "presupposition_trigger", "takes earlier, similar acts for granted", 1.0, None),
    ("strangle", "F", "metaphor", "a picture of violence for a change of timetable", 1.8, "hurt"),
    ("proud community", "P", "ingroup_outgroup", "praise for one side as a group", 1.1, None),
    ("cynical campaign of fear", "L", "imputed_motive", "ascribes a motive", 2.0, None),
    ("warned", "L", "loaded_reporting_verb", "a reporting verb that takes the risk as real", 0.7, "said"),
    ("Some say", "A", "vague_attribution", "a claim whose speakers are not named", 1.5, None),
    ("really", "H", "booster_certainty", "strengthens a claim", 0.6, None),
    ("Perhaps", "H", "hedge", "makes a claim less certain", 0.0, None),
    ("a person who was in the room", "A", "vague_attribution", "a claim whose speakers are not named", 0.9, None),
]  # fmt: skip

RAN = (
    About(id="lexicon:en", version="3", digest="1f" * 32, licence="Apache-2.0"),
    About(id="model:loaded", version="1", digest="2e" * 32, licence="Apache-2.0; training data under MIT"),
)
SKIPPED = (
    Skipped(id="frames", reason="no frame scheme is installed"),
    Skipped(id="reference", reason="no reference set is installed"),
)


def _words(text: str) -> int:
    return len(re.findall(r"[^\W\d_][\w’'-]*", text))


def build(
    paragraphs: Sequence[tuple[PartKind, Sequence[str]]],
    *,
    said: Sequence[Said] = (),
    marks: Sequence[Mark] = (),
    gap: str = "\n\n",
    chances: bool = True,
    article: Article | None = None,
) -> Analysis:
    """Take paragraphs, quotations and marks by their words; return an analysis whose figures add up."""
    text = ""
    sentences: list[Sentence] = []
    for number, (part, lines) in enumerate(paragraphs):
        text += gap if text else ""
        for place, line in enumerate(lines):
            text += " " if place else ""
            reason = {"boilerplate": "share bar", "caption": "photo caption"}.get(part)
            span = Span(start=len(text), end=len(text) + len(line))
            sentences.append(Sentence(index=len(sentences), span=span, part=part, paragraph=number, reason=reason))
            text += line
    quotes = tuple(
        Quote(span=find(text, words), kind=kind, speaker_name=speaker, cue_lemma=cue)
        for words, kind, speaker, cue in said
    )
    findings = []
    for words, family, category, note, weight, plainer in marks:
        at = 0
        while (start := text.find(words, at)) >= 0:
            at = start + len(words)
            inside = [
                i
                for i, quote in enumerate(quotes)
                if quote.span.start <= start and at <= quote.span.end and quote.kind != "scare"
            ]
            findings.append(
                Finding(
                    span=Span(start=start, end=at),
                    family=family,  # type: ignore[arg-type]
                    category=category,
                    origin=f"lexicon:en/{category}@3",
                    term=words.lower(),
                    score=weight,
                    voice="source" if inside else "writer",
                    sentence=next(s.index for s in sentences if s.span.start <= start < s.span.end),
                    quote=inside[-1] if inside else None,
                    note=note,
                    plainer=plainer,
                    source="own: words of combat, after an invented study of 2031",
                )
            )
    findings.sort(key=lambda found: (found.span.start, -found.span.end, found.family))
    scores = []
    for sentence in sentences:
        here = [found for found in findings if found.sentence == sentence.index]
        quoted = sum(
            _words(text[max(q.span.start, sentence.span.start) : min(q.span.end, sentence.span.end)])
            for q in quotes
            if q.span.start < sentence.span.end and q.span.end > sentence.span.start
        )
        own = max(_words(sentence.span.text(text)) - quoted, 0)
        state: State = "not_checked" if sentence.reason else "marked" if here else "checked"
        weight = sum(found.score for found in here if found.voice == "writer")
        loaded = None if sentence.reason or not chances else round(min(0.02 + 0.045 * weight, 0.93), 4) if own else 0.0
        scores.append(
            SentenceScore(
                index=sentence.index,
                state=state,
                voice="source" if own == 0 else "mixed" if quoted else "writer",
                writer_words=0 if sentence.reason else own,
                reason=sentence.reason,
                loaded=loaded,
            )
        )
    base = article or Article(id="s1", text="")
    return Analysis(
        article=replace(base, text=text),
        sentences=tuple(sentences),
        scores=tuple(scores),
        quotes=quotes,
        findings=tuple(findings),
        measures=measures(findings, scores, text, quotes),
        ran=RAN,
        skipped=SKIPPED,
        made_with={"framing": "0.1.0", "models": {"loaded": "1"}, "lexicons": {"en": "3"}, "loaded_threshold": 0.2},
    )


def find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def measures(
    findings: Sequence[Finding], scores: Sequence[SentenceScore], text: str, quotes: Sequence[Quote]
) -> tuple[Measure, ...]:
    """Return measures as the program makes them, with a rough interval; rates only from 300 words on."""
    own = sum(score.writer_words for score in scores)
    theirs = sum(_words(quote.span.text(text)) for quote in quotes)
    made = [
        Measure(name="words", voice="writer", count=own, out_of=own + theirs),
        Measure(name="words", voice="source", count=theirs, out_of=own + theirs),
    ]
    voices: tuple[tuple[Voice, int], ...] = (("writer", own), ("source", theirs))
    for voice, words in voices:
        for family in (*FAMILIES, "all"):
            places = tuple(
                i
                for i, found in enumerate(findings)
                if found.voice == voice and found.score > 0 and family in (found.family, "all")
            )
            rate = 100 * len(places) / words if words else None
            rated = own + theirs >= 300 and rate is not None
            spread = 196 * (len(places) + 1) ** 0.5 / words if words else 0.0
            made.append(
                Measure(
                    name=f"findings_{family}",
                    voice=voice,
                    count=len(places),
                    out_of=words,
                    value=rate if rated else None,
                    low=max(rate - spread, 0.0) if rated and rate is not None else None,
                    high=rate + spread if rated and rate is not None else None,
                    method="bootstrap" if len(places) >= 5 else "poisson",
                    findings=places,
                )
            )
        notes = tuple(i for i, found in enumerate(findings) if found.voice == voice and found.score == 0)
        made.append(Measure(name="notes", voice=voice, count=len(notes), out_of=words, findings=notes))
    checked = [score for score in scores if score.loaded is not None and score.writer_words]
    high = sum((score.loaded or 0) >= 0.2 for score in checked)
    made.append(Measure(name="loaded_sentences", voice="writer", count=high, out_of=len(checked)))
    made.append(
        Measure(name="flesch_reading_ease", voice="all", count=own + theirs, out_of=len(scores), per=1, value=54.2)
    )
    made.append(Measure(name="flesch_kincaid_grade", voice="writer", count=own, out_of=len(scores), per=1, value=10.4))
    made.append(Measure(name="quotes_without_speaker", voice="source", count=2, out_of=len(quotes)))
    return tuple(made)


def harbour() -> Analysis:
    """The full story: about 450 words, every kind of finding, an overlap, a source's words, notes without weight."""
    made = build(
        HARBOUR,
        said=HARBOUR_SAID,
        marks=HARBOUR_MARKS,
        article=Article(
            id="harbour-1",
            text="",
            title=HARBOUR[0][1][0],
            origin="https://harbour-daily.example/2031/ferries",
            outlet="Harbour Daily",
            published="2031-05-24T06:30:00+01:00",
            authors=("Tove Aln", "Ada Brenn"),
            language="en",
        ),
    )
    text = made.article.text
    return replace(
        made,
        actors=(
            Actor(
                name="Aro Lindt",
                type="PERSON",
                mentions=(find(text, "Aro Lindt"),),
                described=(Description(span=find(text, "council chair"), relation="apposition", voice="writer"),),
                active=2,
            ),
            Actor(
                name="mainlanders",
                type="group",
                mentions=(find(text, "mainlanders"),),
                described=(
                    Description(span=find(text, "arrogant"), relation="modifier", voice="writer"),
                    Description(span=find(text, "a postcard"), relation="predicate", voice="source"),
                ),
                active=1,
                passive=1,
            ),
        ),
    )


def measured() -> Analysis:
    """The full story with tables of measured error, calibration and a frame scheme that ran."""
    story = harbour()
    return replace(
        story,
        frames=(FrameEvidence(scheme="semeval-2023", frame="economic", score=0.7, sentences=(4, 5, 11)),),
        ran=(*story.ran, About(id="frames:semeval-2023", version="1", digest="3d" * 32, licence="CC-BY-4.0")),
        skipped=(Skipped(id="reference", reason="no reference set is installed"),),
        made_with={
            **story.made_with,
            "seed": 1,
            "precision": {"L": {"value": 0.71, "low": 0.66, "high": 0.76, "n": 350}, "F": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 90}},
            "recall": {"value": 0.48, "low": 0.43, "high": 0.53, "n": 700},
            "calibration": [
                {"low": 0.0, "high": 0.1, "predicted": 0.04, "observed": 0.05, "n": 1200},
                {"low": 0.1, "high": 1.0, "predicted": 0.24, "observed": 0.22, "n": 160},
            ],
        },
    )  # fmt: skip


def short() -> Analysis:
    """Between 50 and 300 words: counts only."""
    return build(
        HARBOUR[:5], said=HARBOUR_SAID[:4], marks=HARBOUR_MARKS, article=Article(id="short", text="", language="en")
    )


def tiny() -> Analysis:
    """Under 50 words: the program refuses the whole article."""
    body: list[tuple[PartKind, list[str]]] = [("body", ["The council slams the plan.", "The vote was 14 to 3."])]
    made = build(body, article=Article(id="tiny", text="", language="en"))
    return replace(
        made,
        scores=tuple(
            replace(score, state="not_checked", reason="article too short", loaded=None) for score in made.scores
        ),
        measures=made.measures[:2],
        ran=(),
        skipped=(Skipped(id="article", reason="Too short to analyse. 8 words."), *made.skipped),
    )


def clean() -> Analysis:
    """Long enough, and nothing found."""
    body = [part for part in HARBOUR if part[0] == "body" and "arrogant" not in part[1][0]]
    return build(body * 2, chances=False, article=Article(id="clean", text="", language="en"))


def finnish() -> Analysis:
    """A language without a lexicon: nothing was checked."""
    text = "Saaren neuvosto hylkäsi suunnitelman tiistaina."
    sentence = Sentence(
        index=0, span=Span(start=0, end=len(text)), part="body", paragraph=0, reason="language: Finnish (fi)"
    )
    return Analysis(
        article=Article(id="fi1", text=text, language="fi"),
        sentences=(sentence,),
        scores=(
            SentenceScore(
                index=0, state="not_checked", voice="writer", writer_words=5, reason="language: Finnish (fi)"
            ),
        ),
        skipped=(
            Skipped(
                id="article",
                reason="No lexicon for Finnish (fi). Quotations and speakers were still analysed. Available: en.",
            ),
        ),
        made_with={"framing": "0.1.0"},
    )


def without_model() -> Analysis:
    """The lexicons ran, the sentence model did not; the text is also cut short."""
    story = build(
        HARBOUR,
        said=HARBOUR_SAID,
        marks=HARBOUR_MARKS,
        chances=False,
        article=Article(
            id="nm",
            text="",
            language="en",
            notes=("The text may be cut short. It ends after 452 words at “Subscribe to continue”.",),
        ),
    )
    return replace(
        story,
        ran=story.ran[:1],
        skipped=(
            *story.skipped,
            Skipped(id="model:loaded", reason="model file not found at models/loaded/weights.npz"),
        ),
        measures=tuple(found for found in story.measures if found.name != "loaded_sentences"),
    )


def heavy(sentences: int = 120) -> Analysis:
    """A long article with about two and a half findings a sentence."""
    body = [part for part in HARBOUR if part[0] == "body"]
    paragraphs: list[tuple[PartKind, list[str]]] = [HARBOUR[0]]
    count = 1
    nth = 0
    while count < sentences:
        part, lines = body[nth % len(body)]
        lines = [f"{line[:-1]} in the {nth} th week." for line in lines[: sentences - count]]
        paragraphs.append((part, lines))
        count += len(lines)
        nth += 1
    common: list[Mark] = [
        ("the ", "F", "agent_deletion", "leaves out who acts", 0.3, None),
        ("would", "H", "hedge", "makes a claim less certain", 0.0, None),
        ("council", "P", "contested_term", _TWO_NAMES, 0.9, None),
    ]
    return build(paragraphs, marks=[*HARBOUR_MARKS, *common], article=Article(id="heavy", text="", language="en"))


def arabic() -> Analysis:
    """Right to left, with a Latin name and a quotation."""
    body: list[tuple[PartKind, list[str]]] = [
        ("headline", ["المجلس يهاجم الوزارة بسبب العبّارات"]),
        ("body", ["رفض المجلس الخطة يوم الثلاثاء.", "وقالت الوزيرة Lena Orr: «هذه حملة ساخرة»."]),
    ]
    return build(
        body,
        said=[("«هذه حملة ساخرة»", "direct", "Lena Orr", "قال")],
        marks=[
            ("يهاجم", "L", "sensational_verb", "a verb of combat for an act of speech", 1.8, "ينتقد"),
            ("ساخرة", "L", "evaluative_adjective", "an adjective that judges people", 1.2, None),
        ],
        article=Article(id="ar1", text="", language="ar"),
    )


def empty() -> Analysis:
    """No text at all."""
    return Analysis(article=Article(id="empty", text=""), sentences=(), scores=())


STORIES = {
    "harbour": harbour,
    "measured": measured,
    "short": short,
    "tiny": tiny,
    "clean": clean,
    "finnish": finnish,
    "without_model": without_model,
    "heavy": heavy,
    "arabic": arabic,
    "empty": empty,
}
