"""Whatever text comes in: offsets hold, the page is inert, the same bytes come out twice, and in time."""

from __future__ import annotations

import random
from html.parser import HTMLParser
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.compare.grouped import compare_together
from framing.lexicon import load
from framing.pipeline import analyze_parsed, parse
from framing.report import render_article
from framing.scoring import Scorers, build
from framing.store import dumps, loads
from framing.types import Analysis, Article, ParsedArticle

from .growth import steep

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


def _line(analysis: Analysis) -> str:
    line = dumps(analysis)
    assert dumps(loads(line)) == line
    return line


def _page(analysis: Analysis) -> str:
    page = render_article(analysis)
    live = _Page(page).live
    assert set(live) <= {"script", "button", "input"}  # the page's own: one script, and switches for it
    assert live.count("script") == 1
    return page


def _through(text: str, scorers: Scorers, *, fast: bool) -> tuple[bytes, bytes]:
    analysis = _analysis(text, scorers, fast=fast)
    _check(analysis)
    return _line(analysis).encode("utf-8"), _page(analysis).encode("utf-8")


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


#: A thousand words that no list has.
_WORDS = ["".join(letters) for letters in product("bcdfghjklm", "aeiouyarst", "dlmnrstvwz")]
#: What comes again and again, and how often; the larger text has it four times as often.
UNUSUAL = {
    "only emoji": ("😀", 500),
    "only marks": ("“”\"'‘’«»", 250),
    "one word of a megabyte": ("a", 250_000),
    "50,000 parentheses": ("(", 12_500),
    "no full stop": ("the crews went home and ", 250),
    "only quotations": ("“We lost the vote,” he said. ", 250),
    "only line ends": ("\n", 25_000),
    "one letter a line": ("a\n", 500),
    "combining": ("e" + "\u0301" * 5_000, 1),
    "bidi": ("\u202e", 1_250),
    "unclosed marks": ("“We lost. ", 500),
    "unclosed marks in paragraphs": ("“We lost the vote.\n\n", 250),
    "labelled lines": ("Sol: We lost the vote, and I am sad.\n\nLee: Did we lose it?\n\n", 100),
    "attributed quotations": ("“We lost the vote of the town,” Mira Sol said. ", 250),
}


@pytest.fixture(scope="module")
def fast_scorers() -> Scorers:
    return build(load(), fast=True)


@pytest.mark.parametrize("name", UNUSUAL)
@pytest.mark.parametrize("fast", [True, False], ids=["fast", "parsed"])
def test_four_times_as_much_takes_about_four_times_as_long(
    scorers: Scorers, fast_scorers: Scorers, name: str, fast: bool
) -> None:
    unit, times = UNUSUAL[name]
    used = fast_scorers if fast else scorers

    def analysed(parsed: ParsedArticle) -> Analysis:
        analysis = analyze_parsed(parsed, used, fast=fast)
        _check(analysis)
        return analysis

    def shown(analysis: Analysis) -> None:
        _line(analysis)
        _page(analysis)

    small, large = (Article(id="a", text=unit * n + "\n\nThe mayor left.", language="en") for n in (times, 4 * times))
    assert not steep(small, large, lambda article: parse(article, fast=fast), analysed, shown)


def test_a_comparison_takes_about_four_times_as_long_for_four_times_as_much(fast_scorers: Scorers) -> None:
    def pair(sentences: int) -> list[Analysis]:
        drawn = random.Random(5)
        texts = [
            " ".join(f"The {' '.join(drawn.choices(_WORDS, k=9))} of Rume." for _ in range(sentences)) for _ in range(2)
        ]
        return [_analysis(text, fast_scorers, fast=True) for text in texts]

    assert not steep(pair(600), pair(2_400), compare_together)


def test_a_hundred_thousand_words_without_a_full_stop(scorers: Scorers) -> None:
    analysis = _analysis("the crews went home and " * 20_000, scorers, fast=True)
    _check(analysis)
    longest = max(len(sentence.span.text(analysis.article.text).split()) for sentence in analysis.sentences)
    assert longest <= 300
