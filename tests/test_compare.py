"""Comparison of articles on one event: grouping, shared copy, names, sources, rates, and the page."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.compare.columns import Column, make_columns
from framing.compare.comparison import Comparison, compare
from framing.compare.copies import find_copies, likely_copies
from framing.compare.fingerprint import fingerprint, moment
from framing.compare.grouped import compare_events
from framing.compare.grouping import group
from framing.compare.headings import why_together
from framing.compare.naming import naming
from framing.compare.pages import event_title, render_comparison, render_events
from framing.compare.people import aligned, unnamed
from framing.compare.quoted import NOBODY, UNNAMED, quoted
from framing.compare.rates import ALL, _Sample, rates, resampled, square_and_add
from framing.errors import ConfigError
from framing.ingest import read
from framing.lexicon import load
from framing.pipeline import analyze_all
from framing.report import Related, SameEvent, render_article
from framing.scoring import build
from framing.types import Analysis, Article, Finding, Measure, Quote, Sentence, SentenceScore, Span

from .report_pages import Page, visible_lines
from .report_payloads import PAYLOADS, hostile
from .test_report import FORBIDDEN

EXAMPLE = Path(__file__).parents[1] / "examples" / "same-event" / "articles.jsonl"


@cache
def articles() -> tuple[Article, ...]:
    return tuple(one for one in read([EXAMPLE]) if isinstance(one, Article))


@cache
def analyses() -> tuple[Analysis, ...]:
    return tuple(analyze_all(articles(), build(load())))


@cache
def comparison(*, keep_wire: bool = False) -> Comparison:
    ((made, *_), _) = compare_events(analyses(), keep_wire=keep_wire)
    return made


def plain(text: str, *, identity: str = "x", outlet: str | None = None, findings: int = 0, per: int = 1) -> Analysis:
    """Return an analysis of sentences that end in full stops, without any lexicon; the first ones have findings."""
    spans = [Span(start=m.start(), end=m.end()) for m in re.finditer(r"[^.\n]+\.", text)]
    spans = [Span(start=s.start + len(w) - len(w.lstrip()), end=s.end) for s in spans for w in [s.text(text)]]
    counts = [len(span.text(text).split()) for span in spans]
    return Analysis(
        article=Article(id=identity, text=text, outlet=outlet, language="en"),
        sentences=tuple(Sentence(index=n, span=s, part="body", paragraph=0) for n, s in enumerate(spans)),
        scores=tuple(
            SentenceScore(index=n, state="checked", voice="writer", writer_words=many) for n, many in enumerate(counts)
        ),
        findings=tuple(
            Finding(
                span=Span(start=spans[n].start, end=spans[n].start + 1), family="L", category="c", origin="lexicon:x@1",
                term="t", score=1.0, voice="writer", sentence=n,
            )
            for n in range(findings) for _ in range(per)
        ),
        measures=(Measure(name="words", voice="writer", count=sum(counts), out_of=sum(counts)),),
    )  # fmt: skip


# --- grouping --------------------------------------------------------------------------------------------------------


def test_the_four_articles_are_one_event_whatever_stands_beside_them() -> None:
    others = tuple(one for one in read([EXAMPLE.parents[1]]) if isinstance(one, Article) and one not in articles())
    mixed = [*articles(), *others]
    random.Random(3).shuffle(mixed)
    prints = [fingerprint(one) for one in mixed]
    together = [{prints[n].id for n in event.members} for event in group(prints)]
    assert {one.id for one in articles()} in together
    assert all(len(one) == 4 or not one & {a.id for a in articles()} for one in together)


def test_the_order_of_the_articles_changes_nothing() -> None:
    prints = [fingerprint(one) for one in articles()]
    first = {frozenset(prints[n].id for n in event.members) for event in group(prints)}
    back = prints[::-1]
    assert {frozenset(back[n].id for n in event.members) for event in group(back)} == first


def test_weeks_apart_is_another_event() -> None:
    later = replace(articles()[0], id="later", published="2031-12-24")
    events = group([fingerprint(one) for one in (*articles(), later)])
    assert [len(event.members) for event in events] == [4]
    assert group([]) == ()
    assert group([fingerprint(articles()[0])]) == ()


def test_articles_in_two_languages_are_not_grouped() -> None:
    german = replace(articles()[0], id="de", language="de")
    assert group([fingerprint(articles()[0]), fingerprint(german)]) == ()


@pytest.mark.parametrize(
    ("published", "precise"),
    [("2031-10-31", False), ("2031-10-31T06:10:00+02:00", True), ("Friday", None), ("", None), (None, None)],
)
def test_moments(published: str | None, precise: bool | None) -> None:
    when = moment(published)
    assert (when.precise if when else None) is precise


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_has_a_fingerprint(text: str, published: str) -> None:
    one = fingerprint(Article(id="a", text=text, published=published))
    assert fingerprint(Article(id="a", text=text, published=published)) == one
    assert all(event.members == (0, 1) for event in group([one, replace(one, id="b")]))


def test_why_they_stand_together_is_said() -> None:
    assert re.fullmatch(
        r"Grouped because they share \d+ names \(.+\) and \d+ rare words; they were published within 12 hours\.",
        why_together(comparison()),
    )
    together = compare(analyses()[:2])
    assert why_together(together).startswith("You put these articles together: they share ")


@pytest.mark.data
def test_labelled_events_are_found() -> None:
    """The demand: pairs of articles with a precision of 0.97 or more and a recall of 0.90 or more."""
    from benchmarks.events import DATA, pairs_of, read_events

    if not (DATA / "basil_dev.jsonl.gz").exists():
        pytest.skip("needs ../shared/data/basil_dev.jsonl.gz")
    labelled = read_events()
    random.Random(1).shuffle(labelled)
    gold = {article.id: event for article, event in labelled}
    prints = [fingerprint(article) for article, _ in labelled]
    for among in (set(gold.values()), set(sorted(set(gold.values()))[1::2])):
        found = pairs_of(group(prints), prints, gold, among)
        assert found.precision >= 0.97
        assert found.recall >= 0.90


# --- shared copy -----------------------------------------------------------------------------------------------------


def test_shared_copy_is_found_and_counts_once() -> None:
    (copy,) = comparison().copies
    assert {comparison().names[copy.one], comparison().names[copy.other]} == {"Northern Gazette", "Valley Mail"}
    assert copy.share > 0.85
    columns = {column.name: column for column in comparison().columns}
    assert columns["Shared copy"].shared_by == ("Northern Gazette", "Valley Mail")
    assert len(columns["Northern Gazette"].sentences) <= 2
    kept = {column.name: column for column in comparison(keep_wire=True).columns}
    assert "Shared copy" not in kept
    assert len(kept["Northern Gazette"].sentences) > 8


def test_what_stands_in_shared_copy_is_not_called_missing() -> None:
    text = Page(render_comparison(comparison())).text
    row = text.partition("Speaker Harbour Courier")[2].partition("Marek Soltan")[0]
    assert row.count("in the shared copy") == 2


def test_one_text_under_two_names_has_one_column() -> None:
    text = " ".join(f"The council of the town number {n} met on the quay to hear report {n}." for n in range(12))
    one, other = plain(text, identity="1", outlet="A"), plain(text, identity="2", outlet="B")
    columns, copies = make_columns((one, other), ("A", "B"))
    assert [column.name for column in columns] == ["Shared copy"]
    assert copies[0].share == 1.0
    page = Page(render_comparison(compare((one, other))))
    assert "A and B share 100% of their sentences (probably agency copy)." in page.text
    assert "B has no sentence of its own" in page.text


def numbered(what: str, count: int) -> list[str]:
    """Return sentences that are unlike one another and unlike those of another ``what``."""
    places = "quay mill tower gate school church market bridge tunnel depot".split()
    return [f"The {what} {places[n % 10]} committee{n} of {what}{n} wrote about {what} steel{n}." for n in range(count)]


def printed(columns: Sequence[Column]) -> Counter[str]:
    """Return the sentences that count in some column, with in how many."""
    return Counter(
        s.span.text(c.analysis.article.text) for c in columns for s in c.analysis.sentences if s.index in c.sentences
    )


def test_each_sentence_that_several_print_counts_once_whoever_prints_it() -> None:
    first, second, third = (numbered(what, 5) for what in ("north", "south", "west"))
    own = {name: numbered(name, 4) for name in ("alpha", "beta", "gamma")}
    texts = [[*own["alpha"], *first, *second], [*own["beta"], *first, *third], [*own["gamma"], *second, *third]]
    names = ("A", "B", "C")
    columns, copies = make_columns([plain(" ".join(text), identity=text[0]) for text in texts], names)
    assert len(copies) == 3
    assert printed(columns) == Counter({one for text in texts for one in text})
    assert {c.name: c.shared_by for c in columns if c.shared_by} == {
        "Shared copy 1": ("A", "B", "C"),
        "Shared copy 2": ("B", "C"),
    }


def test_short_sentences_and_headlines_are_shared_where_they_are_the_same() -> None:
    wire = [*numbered("north", 8), "He paid the bill."]
    both = [
        plain(" ".join(["Orr leaves the council.", *wire, *more]), identity=n)
        for n, more in (("1", ()), ("2", numbered("south", 3)))
    ]
    both = [replace(one, sentences=(replace(one.sentences[0], part="headline"), *one.sentences[1:])) for one in both]
    columns, (copy,) = make_columns(both, ("A", "B"))
    assert copy.share == 1.0
    assert [(column.name, len(column.sentences)) for column in columns] == [("B", 3), ("Shared copy", 10)]
    other = replace(
        both[1], article=replace(both[1].article, text=both[1].article.text.replace("Orr leaves", "Orr enters"))
    )
    columns, _ = make_columns((both[0], other), ("A", "B"))
    assert [(column.name, len(column.sentences)) for column in columns] == [("B", 4), ("Shared copy", 9)]


def test_shared_copy_is_nothing_that_stands_only_here(capsys: Any, tmp_path: Path) -> None:
    """Two papers print one agency's text, each under a headline of its own; one adds two sentences."""
    wire = numbered("north", 40)
    own = ["Police arrested Calder on Wednesday for bribery.", "Prosecutors found cash in her garden shed."]
    for name, sentences in (("mail", wire), ("post", [*wire, *own])):
        text = "\n\n".join([f"Council of {name} meets on steel", *sentences])
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    page = tmp_path / "page.html"
    assert run(capsys, str(tmp_path / "mail.txt"), str(tmp_path / "post.txt"), "--fast", "-o", str(page))[0] == 0
    shown = Page(page.read_text("utf-8"))
    assert "has no sentence of its own beside the shared copy and a headline, so it has no column" in shown.text
    assert own == [line for line in shown.lines if line in {*own, *wire[3:]}]
    only, _, rated = shown.text.partition("Sentences of the texts, not headlines")[2].partition("Rates No rate for")
    assert "Shared copy" not in only
    assert ": fewer than 300 words beside the shared copy, or 50 of the writer’s. " in rated


def test_likely_copies_of_a_collection() -> None:
    texts = [(one.id, one.text) for one in articles()]
    (first, *rest) = likely_copies(texts)
    assert set(first[:2]) == {"gazette-1", "mail-1"}
    assert not rest
    assert likely_copies([]) == ()
    assert find_copies(()) == ()


# --- names and sources -----------------------------------------------------------------------------------------------


def test_people_are_joined_by_form() -> None:
    stands = aligned([["Duncan D. Hunter", "Hunter"], ["Rep. Duncan Hunter"], ["Duncan Hunter"], ["Margaret Hunter"]])
    assert stands["Rep. Duncan Hunter"] == stands["Duncan D. Hunter"] == stands["Duncan Hunter"]
    assert stands["Margaret Hunter"] == "Margaret Hunter"
    assert stands["Hunter"] == "Hunter", "two people have the name"
    assert aligned([["Chris Christie"], ["Christopher J. Christie"]])["Chris Christie"] != ""
    assert aligned([["Ben Jealous"], ["Benjamin Todd Jealous"], ["Jealous"]])["Jealous"] != "Jealous"
    short = aligned([["Jim Mattis"], ["James Mattis"], ["James N. Mattis"]])
    assert len(set(short.values())) == 1
    assert aligned([["Jim Mattis"], ["Joan Mattis"]])["Joan Mattis"] == "Joan Mattis"
    assert aligned([]) == {}


@given(st.lists(st.lists(st.text(max_size=20), max_size=4), max_size=4))
def test_every_name_stands_for_one(names: list[list[str]]) -> None:
    stands = aligned(names)
    assert set(stands) == {name for one in names for name in one}
    assert all(stands[stands[name]] == stands[name] for name in stands)
    assert aligned(names) == stands


def test_words_for_people_without_a_name() -> None:
    assert unnamed("The officials") == "officials"
    assert unnamed("a") == "a"


def test_names_for_the_same_people_keep_the_voices_apart() -> None:
    rows = {row.label: row for row in naming(comparison().columns)}
    cells = dict(zip([column.name for column in comparison().columns], rows["people in a protest"].cells, strict=True))
    words = {word.text: (word.own, word.quoted) for word in cells["Ostmere Beacon"].words}
    assert words["mob"] == (2, 0)
    assert sum(words["rioters"]) == 2
    assert {word.text for word in cells["Harbour Courier"].words} == {"demonstrators"}
    for word in cells["Ostmere Beacon"].words:
        text = articles()[0].text
        sentences = next(a for a in analyses() if a.article.id == "beacon-1").sentences
        assert all(word.text in sentences[place].span.text(text).casefold() for place in word.places)


def test_who_is_quoted() -> None:
    rows = {row.name: row for row in comparison().quoted.rows}
    assert rows["Dorian Pike"].spread == 3
    spreads = [row.spread for row in comparison().quoted.rows]
    assert spreads == sorted(spreads, reverse=True)
    assert "she" not in {row.name.casefold() for row in comparison().quoted.rows}


def said(text: str, speaker: str, words: str) -> Analysis:
    """Return an analysis in which a speaker says some words of the text."""
    start = text.index(words)
    place = text.index(speaker)
    one = plain(text, identity=text[:9])
    quote = Quote(
        span=Span(start=start, end=start + len(words)), kind="indirect", speaker_name=speaker,
        speaker=Span(start=place, end=place + len(speaker)),
    )  # fmt: skip
    return replace(one, quotes=(quote,))


@pytest.mark.parametrize(
    ("text", "speaker", "row"),
    [
        ("Prosecutors said it was late. The prosecutors left.", "Prosecutors", UNNAMED),
        ("The Texas governor said it was late.", "Texas governor", UNNAMED),
        ("His record from the Office says it was late.", "His record from the Office", UNNAMED),
        ("Lena Orr’s statement said it was late.", "Lena Orr’s statement", "Lena Orr"),
        ("Ursula von Brandt said it was late.", "Ursula von Brandt", "Ursula von Brandt"),
        ("She said it was late.", "She", NOBODY),
        ("WASHINGTON reports that it was late.", "WASHINGTON", UNNAMED),
    ],
)
def test_offices_and_papers_are_no_names(text: str, speaker: str, row: str) -> None:
    columns, _ = make_columns((said(text, speaker, "it was late"),), ("A",))
    found = quoted(columns)
    assert [one.name for one in (*found.rows, *found.rest)] == [row]


def test_a_name_in_a_headline_is_not_quoted() -> None:
    one = said("Lena Orr said it was late.", "Lena Orr", "it was late")
    one = replace(one, sentences=(replace(one.sentences[0], part="headline"),))
    columns, _ = make_columns((one, said("Lena Orr said it was late.", "Lena Orr", "it was late")), ("A", "B"))
    assert quoted(columns).rows[0].counts == (1,)


def test_words_in_passing_are_no_row() -> None:
    filler = " ".join(f"The council met for item {n} of the list." for n in range(10))
    first = plain(f"The probe began. {filler}", identity="1")
    second = plain(f"{filler} Somebody spoke of an inquiry.", identity="2")
    third = plain(f"An inquiry began. {filler}", identity="3")
    assert naming(make_columns((first, second), ("A", "B"), keep_wire=True)[0]) == ()
    (row,) = naming(make_columns((first, third), ("A", "B"), keep_wire=True)[0])
    assert row.label == "an inquiry"


def test_only_here_is_only_there() -> None:
    by_name = dict(zip([c.name for c in comparison().columns], comparison().only_here, strict=True))
    beacon = next(c for c in comparison().columns if c.name == "Ostmere Beacon")
    shown = [
        beacon.analysis.sentences[n].span.text(beacon.analysis.article.text)
        for n in by_name["Ostmere Beacon"].sentences
    ]
    assert 1 <= len(shown) <= 5
    assert any("nine piers" in one or "Lena Ashby" in one for one in shown)
    assert not any("A bridge that is not mended" in one for one in shown)


def test_short_sentences_are_looked_at_and_what_is_not_is_counted(capsys: Any, tmp_path: Path) -> None:
    same = "\n\n".join(["Council meets on steel", *numbered("north", 12), "It is not so."])
    added = "Police arrested Calder on Wednesday for bribery.\n\nProsecutors found cash in her garden shed."
    (tmp_path / "one.txt").write_text(same, encoding="utf-8")
    (tmp_path / "two.txt").write_text(f"{same}\n\n{added}\n", encoding="utf-8")
    page = tmp_path / "page.html"
    pair = (str(tmp_path / "one.txt"), str(tmp_path / "two.txt"))
    assert run(capsys, *pair, "--keep-wire", "--together", "--fast", "-o", str(page))[0] == 0
    shown = Page(page.read_text("utf-8"))
    assert [line for line in added.split("\n\n") if line in shown.lines] == added.split("\n\n")
    assert "All 12 sentences looked at have a counterpart in another text." in shown.text
    assert shown.text.count("Not looked at: 1 sentence of common words alone.") == 2


# --- rates -----------------------------------------------------------------------------------------------------------


def test_square_and_add_against_a_value_by_hand() -> None:
    # 5.0 (3.0 to 8.0) less 2.0 (1.0 to 4.0): 3 - sqrt(2² + 2²), 3 + sqrt(3² + 1²)
    low, high = square_and_add(5.0, 2.0, (3.0, 8.0), (1.0, 4.0))
    assert low == pytest.approx(3 - 8**0.5)
    assert high == pytest.approx(3 + 10**0.5)


def test_a_bootstrap_of_equal_texts_lies_around_nothing() -> None:
    sample = _Sample([1, 0] * 20, [10] * 40)
    low, high = resampled(sample, sample)
    assert low < 0 < high
    assert low == pytest.approx(-high, abs=0.01)
    assert resampled(_Sample([2] * 20, [10] * 20), _Sample([0] * 20, [10] * 20)) == (0.2, 0.2)


def test_rates_and_differences() -> None:
    words = "One two three four five six seven eight nine ten."
    texts = [
        plain(" ".join([f"{name} {words}"] * 40), identity=name, outlet=name, findings=found)
        for name, found in (("Alpha", 30), ("Beta", 2), ("Gamma", 2))
    ]
    columns, _ = make_columns(texts, ("Alpha", "Beta", "Gamma"), keep_wire=True)
    found, differences = rates(columns)
    by = {(rate.column, rate.family): rate for rate in found}
    alpha = by["Alpha", ALL]
    assert (alpha.count, alpha.words, alpha.method) == (30, 440, "bootstrap")
    assert alpha.value == pytest.approx(100 * 30 / 440)
    assert by["Beta", ALL].method == "poisson"
    assert by["Beta", ALL].low == pytest.approx(100 * 0.2422 / 440, abs=1e-4), (
        "Garwood's limits of 2 are 0.2422, 7.2247"
    )
    assert by["Beta", ALL].high == pytest.approx(100 * 7.2247 / 440, abs=1e-4)
    apart = {(one.one, one.other): one.apart for one in differences if one.family == ALL}
    assert apart == {("Alpha", "Beta"): True, ("Alpha", "Gamma"): True, ("Beta", "Gamma"): False}
    text = Page(render_comparison(compare(texts, keep_wire=True))).text
    assert "The intervals of Beta and Gamma overlap; this comparison cannot tell them apart." in text
    assert "no test of a difference" in text


def test_no_rate_under_300_words() -> None:
    short = [plain("One two three four five. Six seven.", identity=name, outlet=name) for name in "AB"]
    columns, _ = make_columns(short, ("A", "B"), keep_wire=True)
    found, differences = rates(columns)
    assert {rate.value for rate in found} == {None}
    assert differences == ()
    assert "under 300 words a rate cannot tell two texts apart" in Page(render_comparison(compare(short))).text


def test_no_rate_under_50_of_the_writers_words() -> None:
    words = "One two three four five six seven eight nine ten."
    texts = [plain(" ".join([f"{name} {words}"] * 40), identity=name, outlet=name) for name in ("Alpha", "Beta")]
    quoting = replace(texts[0], scores=tuple(replace(score, writer_words=1) for score in texts[0].scores))
    columns, _ = make_columns([quoting, texts[1]], ("Alpha", "Beta"), keep_wire=True)
    found, differences = rates(columns)
    assert {(rate.words, rate.value) for rate in found if rate.column == "Alpha"} == {(40, None)}
    assert {(rate.words, rate.value) for rate in found if rate.column == "Beta"} == {(440, 0.0)}
    assert differences == ()


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_says_what_it_must() -> None:
    page = Page(render_comparison(comparison()))
    assert event_title(comparison()).startswith("How 4 outlets covered ")
    assert "Wrong grouping? Remove one: --without ID" in page.text
    assert "alphabetical order" in page.text
    assert "Absence can be an editing, timing or matching matter" in page.text
    assert [name.casefold() for name in comparison().names] == sorted(name.casefold() for name in comparison().names)
    assert len(page.ids) == len(set(page.ids))
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#"))


def test_every_marked_line_is_the_articles_own() -> None:
    page = Page(render_comparison(comparison()))
    texts = " ".join(line for one in articles() for line in visible_lines(one.text))
    assert len(page.lines) > 10
    assert all(line.strip() in texts for line in page.lines)


def test_the_page_is_the_same_again_and_small() -> None:
    once = render_comparison(comparison())
    assert render_comparison(compare_events(analyses()[::-1])[0][0]) == once
    five = [*analyses(), replace(analyses()[0], article=replace(analyses()[0].article, id="again", outlet="Zeta"))]
    long = [
        replace(one, article=replace(one.article, outlet=f"{n} {one.article.outlet}")) for n, one in enumerate(five)
    ]
    assert len(render_comparison(compare(long, keep_wire=True)).encode()) < 300_000
    assert len(once.encode()) < 100_000


def test_no_forbidden_words() -> None:
    for source in (render_comparison(comparison()), render_events([], articles=3, alone=["x"])):
        shown = Page(source).text
        assert not FORBIDDEN.search(shown), FORBIDDEN.search(shown)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload: str) -> None:
    def shape(text: str) -> tuple[set[tuple[str, tuple[str, ...]]], str]:
        both = [hostile(text), replace(hostile(text), article=replace(hostile(text).article, id="two", outlet="B"))]
        made = compare(both, left_out=[text])
        source = render_comparison(made, hrefs=("a.html", None), generated=text)
        return {(tag, tuple(sorted(attrs))) for tag, attrs in Page(source).tags}, source

    mine, source = shape(payload)
    ours = {(tag, tuple(sorted(attrs))) for tag, attrs in Page(render_comparison(comparison())).tags}
    assert mine - shape("plain words")[0] - ours <= {("bdi", ("class", "data-c")), ("mark", ("class",))}
    assert [tag for tag, _ in Page(source).tags].count("script") == 1
    assert all(re.fullmatch(r"#[\w-]+|a\.html", link) for link in Page(source).links)


def test_too_few_and_too_many() -> None:
    with pytest.raises(ConfigError, match="Only one article on this event; nothing to compare"):
        compare(analyses()[:1])
    seven = [replace(analyses()[0], article=replace(articles()[0], id=f"i{n}", outlet=f"Outlet {n}")) for n in range(7)]
    with pytest.raises(ConfigError, match="at most 6"):
        compare(seven)
    ((made,), alone) = compare_events(seven)
    assert len(made.analyses) == 6
    assert made.left_out[0].startswith("Outlet 6, ")
    assert alone == []
    assert "More articles are on this event than fit on a page." in Page(render_comparison(made)).text


def test_what_was_not_looked_at_is_said() -> None:
    fast = list(analyze_all(articles(), build(load(), fast=True), fast=True))
    ((made,), _) = compare_events(fast)
    text = Page(render_comparison(made)).text
    assert "Not looked at. Who is described how was not looked at: it needs the parse, which --fast leaves out." in text


def test_an_article_page_links_the_others() -> None:
    analysis = analyses()[0]
    assert "Same event elsewhere" not in Page(render_article(analysis)).text
    known = SameEvent(
        articles=(
            Related(title="Other", outlet="B", href="other.html"),
            Related(title="Evil", outlet="A", href="../x"),
        ),
        compared="compare-x.html",
    )
    page = Page(render_article(analysis, same_event=known))
    assert {"other.html", "compare-x.html"} <= set(page.links)
    assert "../x" not in page.links


# --- the command -----------------------------------------------------------------------------------------------------


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    from framing.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["compare", *arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from framing.store import dumps

    path = tmp_path_factory.mktemp("stored") / "analyses.jsonl"
    path.write_text("".join(dumps(one) + "\n" for one in analyses()), encoding="utf-8")
    return path


def test_the_command_writes_a_page(capsys: Any, stored: Path, tmp_path: Path) -> None:
    status, out, err = run(capsys, str(stored), "-o", str(tmp_path / "page.html"))
    assert (status, err) == (0, "")
    assert out == f"{tmp_path / 'page.html'}\n"
    assert (tmp_path / "page.html").read_text("utf-8") == render_comparison(comparison())
    status, out, _ = run(capsys, str(stored), "-o", str(tmp_path / "folder"))
    assert status == 0
    assert Path(out.strip()).name.startswith("compare-")
    assert (tmp_path / "folder" / "events.html").is_file()


def test_a_damaged_line_is_named_and_the_others_are_compared(capsys: Any, stored: Path, tmp_path: Path) -> None:
    lines = stored.read_text("utf-8").splitlines(keepends=True)
    broken = tmp_path / "broken.jsonl"
    broken.write_text("".join([*lines[:3], lines[3][:500] + "\n"]), encoding="utf-8")
    status, out, err = run(capsys, str(broken), "-o", str(tmp_path / "p.html"))
    assert status == 3
    assert f"framing: {broken}:4: not a line of JSON" in err
    assert "framing: 4 read: 3 analysed, 1 failed" in err
    assert Path(out.strip()).is_file()


def test_the_command_leaves_out_what_it_is_told_to(capsys: Any, stored: Path, tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    assert run(capsys, str(stored), "--without", "mail-1", "-o", str(page))[0] == 0
    assert "Valley Mail" not in page.read_text("utf-8")
    status, _, err = run(capsys, str(stored), "--without", "nobody", "-o", str(page))
    assert status == 2
    assert err == (
        "framing: --without nobody: no article has this id; the ids are beacon-1, courier-1, gazette-1, mail-1\n"
    )


def test_the_command_in_one_line_where_there_is_nothing_to_compare(capsys: Any, stored: Path, tmp_path: Path) -> None:
    status, _, err = run(
        capsys, str(stored), *("--without", "mail-1"), *("--without", "gazette-1"), *("--without", "beacon-1")
    )
    assert (status, err) == (2, "framing: Only one article on this event; nothing to compare.\n")
    examples = EXAMPLE.parents[1]
    status, _, err = run(capsys, str(examples / "lake-name.txt"), str(examples / "rent-bill.txt"), "--fast")
    assert status == 2
    assert "no two of these 2 articles seem to be on one event; nothing to compare. --together" in err
    page = tmp_path / "p.html"
    pair = [str(examples / "lake-name.txt"), str(examples / "rent-bill.txt")]
    assert run(capsys, *pair, "--fast", "--together", "-o", str(page))[0] == 0
    assert "You put these articles together" in page.read_text("utf-8")
    assert run(capsys, str(tmp_path / "nowhere.txt"))[0] == 4


def test_a_report_links_articles_on_one_event(tmp_path: Path) -> None:
    from framing.cli import main

    with pytest.raises(SystemExit) as ended:
        bill = EXAMPLE.parents[1] / "rent-bill.txt"
        main(["report", str(EXAMPLE), str(bill), "--fast", "--events", "-o", str(tmp_path)])
    assert ended.value.code == 0
    (compared,) = tmp_path.glob("compare-*.html")
    page = Page(compared.read_text("utf-8"))
    articles_linked = [link for link in page.links if link.endswith(".html") and link != "events.html"]
    assert len(articles_linked) == 4
    for link in articles_linked:
        back = Page((tmp_path / link).read_text("utf-8"))
        assert compared.name in back.links
        assert len({one for one in articles_linked if one in back.links}) == 3
    assert compared.name in Page((tmp_path / "events.html").read_text("utf-8")).links
    assert "events.html" in Page((tmp_path / "index.html").read_text("utf-8")).links
    (alone,) = tmp_path.glob("*rent*.html")
    assert "No other article on this event is in this collection." in Page(alone.read_text("utf-8")).text


def test_a_report_with_events_writes_every_page_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from framing import safe_files
    from framing.cli import main

    written: list[str] = []
    write = safe_files.write_text

    def noted(path: Path, text: str) -> None:
        written.append(path.name)
        write(path, text)

    monkeypatch.setattr(safe_files, "write_text", noted)
    with pytest.raises(SystemExit):
        main(["report", str(EXAMPLE), str(EXAMPLE.parents[1] / "rent-bill.txt"), "--fast", "--events",
              "-o", str(tmp_path)])  # fmt: skip
    pages = [name for name in written if name.endswith(".html")]
    assert len(pages) == len(set(pages))
    assert set(pages) == {path.name for path in tmp_path.glob("*.html")}


def test_a_report_of_one_article_has_no_events(capsys: Any, tmp_path: Path) -> None:
    from framing.cli import main

    bill = str(EXAMPLE.parents[1] / "rent-bill.txt")
    for options in (["--events"], []):
        with pytest.raises(SystemExit) as ended:
            main(["report", bill, "--fast", *options, "-o", str(tmp_path / f"out{len(options)}")])
        assert ended.value.code == 0
    said = capsys.readouterr().err
    assert said.count("framing: --events has nothing to compare: there is only one article\n") == 1
    for made in (tmp_path / "out0").iterdir():  # as without --events
        assert (tmp_path / "out1" / made.name).read_bytes() == made.read_bytes()
    assert not (tmp_path / "out1" / "events.html").exists()


def test_a_report_names_the_lone_articles_and_its_advice_works(capsys: Any, tmp_path: Path) -> None:
    from framing.cli import main

    examples = EXAMPLE.parents[1]
    lone = [str(examples / "lake-name.txt"), str(examples / "rent-bill.txt")]
    with pytest.raises(SystemExit) as ended:
        main(["report", str(EXAMPLE), *lone, "--fast", "--events", "-o", str(tmp_path)])
    assert ended.value.code == 0
    capsys.readouterr()
    page = Page((tmp_path / "events.html").read_text("utf-8"))
    assert "6 articles: 1 event with two articles or more, 2 articles without a counterpart." in page.text
    assert "Tanzania returns joint lake map" in page.text.partition("Only one article on its event")[2]
    (compared,) = tmp_path.glob("compare-*.html")
    for text in (page.text, Page(compared.read_text("utf-8")).text):
        advice = re.search(r"framing compare (analyses\.jsonl) (--without) ID (-o) (new)", text)
        assert advice is not None
        source, option, to, new = advice.groups()
        status, out, _ = run(capsys, str(tmp_path / source), option, "mail-1", to, str(tmp_path / new))
        assert status == 0
    made = Page(Path(out.strip()).read_text("utf-8")).text
    assert "5 articles: 1 event with two articles or more, 2 articles without a counterpart." in made
    assert "leave an article out with --without ID" in made
