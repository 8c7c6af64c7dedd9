"""Reference sets: what is compared with what, what is refused and in which words, and what a page says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ConfigError
from framing.genre import genre_of
from framing.lexicon import load
from framing.reference.collect import Builder, below
from framing.reference.compare import NONE_INSTALLED, NOT_WANTED, compare
from framing.reference.sets import BANDS, MEASURES, POINTS, ReferenceSet, Statement, dumps, installed, loads, read_set
from framing.report import render_article
from framing.report.comparison import comparison, share_in_words, standing
from framing.resources import lexicons_folder
from framing.types import About, Analysis, Article, Measure, Skipped

from .report_pages import Page
from .report_stories import measured

ABOUT = (About(id="lexicon:en", version="1", digest="a" * 64, licence="x"),)
STATEMENT = Statement(
    id="mine", version="1", language="en", title="A set", what="What.", collected="Now.", licence="None."
)


def _measures(words: int, counts: dict[str, int], voice: str = "writer") -> tuple[Measure, ...]:
    return tuple(
        Measure(name=name, voice=voice, count=count, out_of=words, value=100 * count / words, low=0.0, high=9.0)  # type: ignore[arg-type]
        for name in MEASURES
        for count in [counts.get(name, 0)]
    )


def _analysis(words: int, loaded: int, *, number: int = 0, fast: bool = True, genre: str = "news") -> Analysis:
    counts = {"findings_L": loaded, "findings_all": loaded}
    return Analysis(
        article=Article(id=str(number), text=f"text {number}", language="en", outlet=f"o{number % 3}",
                        published="2031-01-02", extra=(("genre", genre),)),
        sentences=(), scores=(), measures=_measures(words, counts), ran=ABOUT,
        made_with={"fast": fast, "framing": "0"},
    )  # fmt: skip


def _set(**changes: object) -> ReferenceSet:
    builder = Builder(STATEMENT)
    for number in range(100):
        builder.add(replace(_analysis(500, number // 10, number=number), **changes))  # type: ignore[arg-type]
    return loads(dumps(builder.made()).encode(), "set.json")


def _compare(analysis: Analysis, reference: ReferenceSet | str | None, **options: object) -> object:
    fast = bool(options.pop("fast", True))
    return compare(reference, analysis.article, analysis.measures, analysis.ran, fast=fast, **options)  # type: ignore[arg-type]


def test_a_rate_is_placed_among_those_of_the_set() -> None:
    reference = _set()
    assert (reference.articles, len(reference.outlets), reference.first) == (100, 3, "2031-01-02")
    found = _compare(_analysis(500, 9), reference)
    assert isinstance(found, dict)
    row = next(row for row in found["rows"] if row["name"] == "findings_L")
    # the set has ten articles each with 0, 1 ... 9 findings in 500 words
    assert (row["low"], row["high"], row["articles"]) == (0.4, 1.4, 100) or row["low"] in (0.3, 0.4, 0.5)
    assert row["below"] == 0.9
    none = next(row for row in found["rows"] if row["name"] == "findings_F")
    assert (none["low"], none["high"], none["below"]) == (0, 0, 0)


def test_what_is_unlike_is_not_compared_and_said_by_name() -> None:
    reference, article = _set(), _analysis(500, 3)
    other = (About(id="lexicon:en", version="1", digest="b" * 64, licence="x"),)
    more = (*ABOUT, About(id="model:mine", version="1", digest="c" * 64, licence="x"))
    finnish = replace(article, article=replace(article.article, language="fi"))
    cases = [
        (_compare(article, None), NONE_INSTALLED),
        (_compare(article, NOT_WANTED), "none was asked for"),
        (_compare(finnish, reference), "and this one is in Finnish"),
        (_compare(article, reference, fast=False), "was not measured with the parse"),
        (_compare(article, reference, whole=False), "only some lexicon categories"),
        (_compare(replace(article, ran=other), reference), "another version of lexicon:en"),
        (_compare(replace(article, ran=more), reference), "and this article with lexicon:en, model:mine"),
        (_compare(_analysis(500, 3, genre="opinion"), reference), "of the kind opinion piece"),
        (_compare(_analysis(700, 3), reference), "too few articles with about 700 of the writer’s words"),
        (_compare(_analysis(90, 3), reference), "too few articles with about 90 of the writer’s words"),
    ]
    for found, said in cases:
        assert isinstance(found, str)
        assert found.startswith("No comparison: ")
        assert said in found
    assert NONE_INSTALLED == ("No comparison: no reference set is installed. `framing reference build DIR` makes one.")


def test_a_twin_counts_once_and_short_articles_are_left_out() -> None:
    builder = Builder(STATEMENT)
    for _ in range(2):
        for number in range(60):
            builder.add(_analysis(500, 1, number=number))
    short = replace(_analysis(500, 1, number=99), measures=())
    builder.add(short)
    made = builder.made()
    assert made.articles == 60
    assert made.left_out == {
        "with the same text as another": 60,
        "without a rate: under 300 words, or outside the bands of length": 1,
    }


def test_few_articles_make_no_cell() -> None:
    builder = Builder(STATEMENT)
    for number in range(49):
        builder.add(_analysis(500, 1, number=number))
    assert builder.made().cells == ()


@given(st.lists(st.integers(0, 20), min_size=50, max_size=120), st.integers(0, 25))
def test_the_share_of_lower_rates_is_that_of_the_articles(counts: list[int], mine: int) -> None:
    builder = Builder(STATEMENT)
    for number, count in enumerate(counts):
        builder.add(_analysis(400, count, number=number))
    points = next(cell for cell in builder.made().cells).points["findings_L"]
    exact = sum(count < mine for count in counts) / len(counts)
    assert abs(below(points, round(100 * mine / 400, 3)) - exact) <= 1 / POINTS + 1e-9


def test_shares_in_words() -> None:
    assert [share_in_words(share, 500) for share in (0.0, 0.04, 0.11, 0.86, 0.94, 0.96, 1.0)] == [
        "under 1 in 10", "under 1 in 10", "about 1 in 10", "about 9 in 10", "about 9 in 10", "over 9 in 10",
        "over 9 in 10",
    ]  # fmt: skip
    assert [share_in_words(share, 1000) for share in (0.02, 0.86, 0.98)] == [
        "under 1 in 20", "about 17 in 20", "over 19 in 20",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (b"", "the file"),
        (b"[]", "the file"),
        (b"{}", "schema"),
        (b'{"schema": 2}', "schema"),
        (b"\xff\xfe", "the file"),
        (b'{"schema": 1, "extra": 1}', "field required"),
    ],
)
def test_a_file_that_is_no_set_gets_one_line(wrong: bytes, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loads(wrong, "my.json")
    assert str(caught.value).startswith("my.json: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", ["points", "order", "nan", "name"])
def test_damaged_figures_are_refused(damage: str) -> None:
    data = json.loads(dumps(_set()))
    cell = data["cells"][0]
    if damage == "points":
        cell["points"]["findings_L"].pop()
    elif damage == "order":
        cell["points"]["findings_L"][0] = 50.0
    elif damage == "nan":
        cell["top"] = float("nan")
    else:
        del cell["points"]["findings_L"]
    with pytest.raises(ConfigError, match=r"cells\.0"):
        loads(json.dumps(data).encode(), "my.json")


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_set(tmp_path / "none.json")


def test_the_shipped_set_is_of_these_lexicons_and_models() -> None:
    (reference,) = installed()
    parts = {part.id: part.digest for made in reference.made for part in made.parts}
    assert {made.mode for made in reference.made} == {"full", "fast"}
    assert {"model:loaded-encoder", "model:loaded-linear"} <= parts.keys()
    if parts["lexicon:en"] != load(lexicons_folder() / "en").digest:
        pytest.skip("the lexicons have changed: pages have no comparison until `python -m training.reference` has run")


def test_the_shipped_set_holds_figures_only_and_covers_most_lengths() -> None:
    (reference,) = installed()
    assert dumps(reference).encode() == (lexicons_folder().parent / "references" / "news-en.json").read_bytes()
    assert reference.articles > 2000
    for mode in ("full", "fast"):
        for voice in ("writer", "source"):
            bands = {(c.least, c.most) for c in reference.cells if (c.mode, c.voice) == (mode, voice)}
            assert bands >= set(BANDS[:4])
    assert all(cell.genre == "news" and cell.top < 0.5 for cell in reference.cells)
    # One in ten lies above nine in ten in any one measure; more do in one of several. How many depends on how many
    # short articles have a mark of the rarer families at all.
    assert all(cell.top > 0.2 for cell in reference.cells)


# --- the kind of article ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        ({"title": "Council meets"}, "news"),
        ({"title": "OPINION: The council is wrong"}, "opinion"),
        ({"title": "The council is wrong | Opinion"}, "opinion"),
        ({"origin": "https://a.example/opinion/2031/x"}, "opinion"),
        ({"origin": "https://a.example/2031/opinion-poll-shows"}, "news"),
        ({"origin": "opinion/story.txt"}, "news"),
        ({"origin": "https://[broken/opinion/x"}, "news"),
        ({"title": "Storm hits coast – live updates"}, "live"),
        ({"title": "Bringing the games to you live"}, "news"),
        ({"extra": (("Genre", " Editorial "),)}, "opinion"),
        ({"extra": (("genre", "sports report"),)}, "sports report"),
        ({"extra": (("section", "politics"),)}, "news"),
        ({"extra": (("section", "Opinion"),)}, "opinion"),
    ],
)
def test_kinds(article: dict[str, object], kind: str) -> None:
    assert genre_of(Article(id="x", text="Text.", **article)).id == kind  # type: ignore[arg-type]


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_title_and_address_have_a_kind(title: str, address: str) -> None:
    assert genre_of(Article(id="x", text="", title=title, origin=f"https://{address}")).name


# --- on the page -----------------------------------------------------------------------------------------------------


def compared(share: float = 0.95, **changes: object) -> Analysis:
    story = measured()
    rows = [
        {"name": found.name, "voice": found.voice, "low": 0.5, "high": 1.5, "below": share if found.name.endswith("L")
         else 0.5, "articles": 640, "outlets": 9, "least": 400, "most": 599}
        for found in story.measures if found.name.startswith("findings_") and found.voice == "writer"
    ]  # fmt: skip
    stored = {
        "set": "mine", "version": "7", "digest": "ab" * 32, "title": "A set", "what": "What it is.",
        "licence": "A licence.", "caution": "A caution.", "articles": 3000, "outlets": 12,
        "outlet_names": ["Echo", "Post"], "first": "2031-01-01",
        "last": "2031-02-01", "genre": "news report", "mode": "fast", "top": {"writer": 0.4}, "rows": rows,
        "missing": {"source": "mine 7 has too few articles with about 20 of sources’ words"}, **changes,
    }  # fmt: skip
    skipped = tuple(skip for skip in story.skipped if skip.id != "reference")
    return replace(story, made_with={**story.made_with, "reference": stored}, skipped=skipped)


def test_the_page_names_the_set_the_range_and_the_share() -> None:
    source = render_article(compared())
    shown = Page(source).text
    assert "more frequent than in over 9 in 10 of 640 reference articles of this kind and length" in shown
    assert "Usual range" in shown
    assert "0.5 to 1.5" in shown
    assert "mine 7: A set. 3,000 articles of 12 outlets, 1 January 2031 to 1 February 2031" in shown
    assert "Its outlets: <bdi>Echo</bdi>, <bdi>Post</bdi> and 10 more." in source
    assert "A caution." in shown
    assert "about 4 in 10 of the reference articles themselves" in shown
    assert "No comparison: mine 7 has too few articles with about 20 of sources’ words." in shown
    assert 'class="band"' in source
    assert "sha256:" + "ab" * 32 in source
    assert render_article(compared()) == source


def test_without_a_set_the_page_says_how_to_make_one() -> None:
    story = replace(measured(), skipped=())
    source = render_article(story)
    assert Page(source).text.count("`framing reference build DIR` makes one.") == 3
    assert 'class="band"' not in source
    other = replace(story, skipped=(Skipped(id="reference", reason="No comparison: it is an opinion piece."),))
    assert "No comparison: it is an opinion piece." in Page(render_article(other)).text


@pytest.mark.parametrize(
    "damage",
    [
        {"rows": 3},
        {"rows": [{"name": "findings_L"}]},
        {"rows": [None]},
        {"set": None, "articles": "x"},
        {"top": {"writer": "<b>"}},
        {"missing": 4},
        {"articles": -1},
        {"articles": float("nan")},
    ],
)
def test_a_damaged_comparison_is_none(damage: dict[str, object]) -> None:
    assert comparison(compared(**damage)) is None
    assert "No comparison" in Page(render_article(compared(**damage))).text


def test_stored_words_are_escaped() -> None:
    source = render_article(compared(title="<script>x</script>", what="<img src=x>", caution="<b>"))
    assert "<script>x" not in source
    assert "<img" not in source


def _found(count: int, share: float) -> Analysis:
    story = compared(share)
    taken = tuple(
        replace(one, count=count, value=round(100 * count / one.out_of, 2))
        if (one.name, one.voice) == ("findings_L", "writer")
        else one
        for one in story.measures
    )
    return replace(story, measures=taken)


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_findings_are_not_called_frequent(count: int) -> None:
    said = standing(_found(count, 0.95))
    assert said is not None
    assert "more frequent than" not in said
    assert "oaded wording rests on one or two findings, too few to compare" in said
    shown = Page(render_article(_found(count, 0.95))).text
    assert "over 9 in 10" not in shown
    assert "too few" in shown
    found = comparison(_found(count, 0.5))
    assert found is not None
    assert found.places["findings_L", "writer"].more_than == "too few"


def test_three_findings_can_be_called_frequent() -> None:
    said = standing(_found(3, 0.95))
    assert said is not None
    assert "oaded wording is more frequent than in over 9 in 10 of 640 reference articles" in said


def test_the_sentence_names_every_kind_once() -> None:
    said = standing(compared())
    assert said is not None
    assert said.endswith(".")
    assert said.count("reference articles") == 1
    assert standing(compared(share=0.5)) is not None
