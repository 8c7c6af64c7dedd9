"""Whatever text comes in: offsets hold, the page is inert, the same bytes come out twice, and in time."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.pipeline import analyze_parsed, parse
from framing.report import render_article
from framing.scoring import Scorers
from framing.store import dumps, loads
from framing.types import Analysis, Article

#: Enough plain words that the article is scored, whatever stands around them.
PLAIN = "The mayor slammed the brutal plan on Monday, officials said. “It is a disgrace,” Mira Sol told reporters. "
_PIECES = st.sampled_from(
    [
        *"<script>alert(1)</script> <svg/onload=alert(1)> ]]> --> </style> </textarea> {{7*7}} {%raw%}".split(),
        *(
            "<img src=x onerror=alert(1)>",
            '"><b>',
            "&lt;b&gt;",
            "\u0000",
            "\x1b[31m",
            "\n",
            "\n\n",
            "\t",
            "\u2028",
            "\u00a0",
        ),
        *"\u202e \u2066 \u200b \ufeff “ ” ‘ ' \" « . ... ! ? ( 😀 ﷺ İ ǅ é e\u0301 漢字 12".split(" "),
        *("said", "slammed", "not", "No. 10", "U.S.", "By Mira Sol", "Read more:", "Photo: x/AFP", "a" * 600, "-" * 40),
    ]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.lists(_PIECES, max_size=40).map(" ".join)

LIVE = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "video",
    "audio",
    "base",
    "frame",
    "applet",
}


class _Page(HTMLParser):
    """Collects what of a page is alive."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.live.extend([tag] if tag in LIVE else [])
        for name, value in attrs:
            target = (value or "").strip().lower()
            if name.startswith("on") or (
                name in ("href", "src", "action") and not target.startswith(("#", "http", "index"))
            ):
                self.live.append(f"{tag} {name}={target[:40]}")


def _analysis(text: str, scorers: Scorers, *, fast: bool) -> Analysis:
    return analyze_parsed(parse(Article(id="a", text=text, language="en"), fast=fast), scorers, fast=fast)


def _check(analysis: Analysis) -> None:
    text = analysis.article.text
    assert len(analysis.scores) == len(analysis.sentences)
    for finding in analysis.findings:
        sentence = analysis.sentences[finding.sentence]
        shown = finding.span.text(text)
        assert shown
        assert shown == shown.strip()
        assert sentence.span.start <= finding.span.start < sentence.span.end
        assert sentence.reason is None
        assert (finding.voice == "source") == (finding.quote is not None) or finding.category == "scare_quotes"
    for quote in analysis.quotes:
        assert quote.span.text(text).strip()
    for first, second in pairwise(analysis.quotes):
        assert first.span.end <= second.span.start
    for measure in analysis.measures:
        assert measure.count >= 0
        assert measure.value is None or measure.value == measure.value  # no NaN


def _through(text: str, scorers: Scorers, *, fast: bool) -> tuple[bytes, bytes]:
    analysis = _analysis(text, scorers, fast=fast)
    _check(analysis)
    line = dumps(analysis)
    assert dumps(loads(line)) == line
    page = render_article(analysis)
    live = _Page(page).live
    assert set(live) <= {"script", "button", "input"}  # the page's own: one script, and switches for it
    assert live.count("script") == 1
    return line.encode("utf-8"), page.encode("utf-8")


@given(TEXTS, st.booleans())
@settings(max_examples=500)
@example("", False)
@example(" \n\t", False)
@example("\u0000", False)
def test_any_text_goes_through_to_the_page(scorers: Scorers, text: str, before: bool) -> None:
    whole = PLAIN * 3 + text if before else text
    assert _through(whole, scorers, fast=True) == _through(whole, scorers, fast=True)


@given(TEXTS)
@settings(max_examples=25)
def test_any_text_goes_through_with_a_parse(scorers: Scorers, text: str) -> None:
    whole = PLAIN * 3 + text
    assert _through(whole, scorers, fast=False) == _through(whole, scorers, fast=False)


UNUSUAL = {
    "only emoji": "😀" * 2_000,
    "only marks": "“”\"'‘’«»" * 1_000,
    "one word of a megabyte": "a" * 1_000_000,
    "50,000 parentheses": "(" * 50_000,
    "no full stop": "the crews went home and " * 1_000,
    "only quotations": "“We lost the vote,” he said. " * 1_000,
    "only line ends": "\n" * 100_000 + "Nothing.",
    "one letter a line": "a\n" * 2_000,
    "combining": "e" + "\u0301" * 20_000,
    "bidi": "\u202e" * 5_000 + "The mayor left.",
}


@pytest.mark.parametrize("name", UNUSUAL)
@pytest.mark.parametrize("fast", [True, False], ids=["fast", "parsed"])
def test_unusual_texts_go_through_in_time(scorers: Scorers, name: str, fast: bool) -> None:
    started = time.process_time()
    _through(UNUSUAL[name], scorers, fast=fast)
    assert time.process_time() - started < 30


def test_a_hundred_thousand_words_without_a_full_stop(scorers: Scorers) -> None:
    analysis = _analysis("the crews went home and " * 20_000, scorers, fast=True)
    _check(analysis)
    longest = max(len(sentence.span.text(analysis.article.text).split()) for sentence in analysis.sentences)
    assert longest <= 300
