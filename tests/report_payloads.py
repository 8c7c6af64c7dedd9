"""Forty strings that pages of others have run, and an analysis that carries one of them in every field."""

from __future__ import annotations

from dataclasses import replace

from framing.types import (
    About,
    Actor,
    Analysis,
    Article,
    Description,
    Failure,
    Finding,
    FrameEvidence,
    Measure,
    Quote,
    Sentence,
    SentenceScore,
    Skipped,
    Span,
)

PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<ScRiPt>window.hit=1</sCrIpT>",
    "<img src=x onerror=window.hit=1>",
    '"><img src=x onerror=window.hit=1>',
    "'><img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "<body onload=window.hit=1>",
    "<iframe src=javascript:window.hit=1>",
    '<iframe srcdoc="<script>parent.hit=1</script>">',
    "<a href=javascript:window.hit=1>x</a>",
    "javascript:window.hit=1",
    "java\tscript:window.hit=1",
    "\x01javascript:window.hit=1",
    "JAVASCRIPT:window.hit=1",
    "data:text/html,<script>window.hit=1</script>",
    "vbscript:window.hit=1",
    "//evil.example/x.js",
    "http:evil",
    '" onmouseover="window.hit=1',
    "' onfocus='window.hit=1' autofocus='",
    "` onclick=window.hit=1 `",
    "<style>*{background:url(//evil.example)}</style>",
    "</style><script>window.hit=1</script>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/>",
    "<object data=//evil.example></object>",
    "<embed src=//evil.example>",
    "<form action=//evil.example><input name=x></form>",
    "<math><mi xlink:href=javascript:window.hit=1>x</mi></math>",
    "<!--<script>window.hit=1</script>-->",
    "]]><script>window.hit=1</script>",
    "{{ 7*7 }}{% for x in ().__class__.__bases__ %}{% endfor %}",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "\u2028<script>window.hit=1</script>\u2029",
    "\u202egpj.exe<script>window.hit=1</script>\u202c",
    "＜script＞window.hit=1＜/script＞",
    '<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
    "<textarea></textarea><script>window.hit=1</script>",
    "<details open ontoggle=window.hit=1>",
)


def hostile(payload: str) -> Analysis:
    """Return an analysis with the payload in every text field; its text holds the payload in marks and outside them."""
    text = f"{payload}\n\n{payload} said {payload}."
    first = len(payload)
    start = first + 2
    said = Span(start=len(text) - 1 - len(payload), end=len(text) - 1)
    marked = Span(start=start, end=start + len(payload))
    return Analysis(
        article=Article(
            id=payload,
            text=text,
            title=payload,
            origin=payload,
            outlet=payload,
            published=payload,
            authors=(payload, payload),
            language=payload,
            notes=(payload,),
            extra=((payload, payload),),
        ),
        sentences=(
            Sentence(index=0, span=Span(start=0, end=first), part="headline", paragraph=0),
            Sentence(index=1, span=Span(start=start, end=len(text)), part="body", paragraph=1),
            Sentence(index=2, span=Span(start=len(text), end=len(text)), part="body", paragraph=1, reason=payload),
        ),
        scores=(
            SentenceScore(index=0, state="marked", voice="writer", writer_words=300, loaded=0.4),
            SentenceScore(index=1, state="marked", voice="mixed", writer_words=300, loaded=0.9),
            SentenceScore(index=2, state="not_checked", voice="writer", writer_words=0, reason=payload),
        ),
        quotes=(
            Quote(span=said, kind="direct", cue_lemma=payload, speaker_name=payload),
            Quote(span=said, kind="indirect", cue_lemma=payload, speaker=marked, closed=False),
        ),
        findings=tuple(
            Finding(
                span=span,
                family="L",
                category=payload,
                origin=f"lexicon:{payload}@{payload}",
                term=payload,
                score=1.0,
                voice=voice,  # type: ignore[arg-type]
                sentence=sentence,
                quote=quote,
                note=payload,
                plainer=payload,
                source=payload,
            )
            for span, voice, sentence, quote in (
                (Span(start=0, end=first), "writer", 0, None),
                (marked, "writer", 1, None),
                (said, "source", 1, 0),
            )
        ),
        actors=(
            Actor(
                name=payload,
                type=payload,
                mentions=(marked,),
                described=(Description(span=marked, relation=payload, voice="writer"),),
            ),
        ),
        frames=(FrameEvidence(scheme=payload, frame=payload, score=1.0, sentences=(0, 1, 1)),),
        measures=(
            Measure(name="words", voice="writer", count=300, out_of=300),
            Measure(name=payload, voice="all", count=1, out_of=2, value=1.0, low=0.5, high=2.0, method=payload),
            Measure(name="findings_L", voice="writer", count=2, out_of=300, value=0.7, low=0.1, high=2.4),
        ),
        ran=(About(id=payload, version=payload, digest=payload, licence=payload),),
        skipped=(
            Skipped(id=payload, reason=payload),
            Skipped(id="article", reason=payload),
            Skipped(id="reference", reason=payload),
            Skipped(id="readability", reason=payload),
        ),
        made_with={
            "framing": payload,
            payload: payload,
            "seed": {payload: payload},
            "same_event": [{"title": payload, "outlet": payload, "href": payload}],
        },
    )


def hostile_without_frames(payload: str) -> Analysis:
    return replace(
        hostile(payload),
        frames=(),
        actors=(),
        skipped=(Skipped(id="frames", reason=payload), Skipped(id="actors", reason=payload)),
    )


def hostile_failure(payload: str) -> Failure:
    return Failure(origin=payload, stage=payload, message=payload)
