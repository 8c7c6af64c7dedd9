"""Whose words are whose: hard cases held exactly, and what must be true of any text."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.pipeline import parse, parse_all
from framing.quotes.indirect import find_cues
from framing.quotes.leads import find_leads
from framing.quotes.marks import find_marked
from framing.quotes.pieces import Report, _not_told
from framing.quotes.quotations import quotes_from_surface
from framing.structure import find_parts
from framing.types import Article, ParsedArticle, Part, Quote, Span

from .growth import steep

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).with_name("voice_cases.toml")).read_text(encoding="utf-8"))[
    "case"
]


def article(text: str) -> Article:
    return Article(id="case", text=text, language="en")


@pytest.fixture(scope="module")
def parsed_cases() -> list[ParsedArticle]:
    return list(parse_all(article(case["text"]) for case in CASES))


def seen(text: str, quotes: Sequence[Quote]) -> list[tuple[str, str, str | None, str | None, bool]]:
    return [(q.span.text(text), q.kind, q.cue_lemma, (q.speaker_name or "").lower() or None, q.closed) for q in quotes]


def expected(case: dict[str, Any]) -> list[tuple[str, str, str | None, str | None, bool]]:
    return [
        (q["words"], q["kind"], q.get("cue"), (q.get("name") or "").lower() or None, q.get("closed", True))
        for q in case["quotes"]
    ]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c['kind']}-{n}" for n, c in enumerate(CASES)])
def test_hard_case(number: int, parsed_cases: list[ParsedArticle]) -> None:
    case = CASES[number]
    assert seen(case["text"], parsed_cases[number].quotes) == expected(case)


def test_every_kind_of_case_has_three() -> None:
    counted = Counter(case["kind"] for case in CASES)
    assert len(CASES) >= 60
    assert min(counted.values()) >= 3, counted


def in_order(result: ParsedArticle) -> None:
    """What holds of any article: quotes in order, none overlapping, each a slice with a word in it."""
    text = result.article.text
    end = 0
    for quote in result.quotes:
        assert end <= quote.span.start < quote.span.end <= len(text)
        end = quote.span.end
        assert any(map(str.isalnum, quote.span.text(text)))
        for place in (quote.cue, quote.speaker):
            assert place is None or 0 <= place.start < place.end <= len(text)
        if quote.kind == "scare":
            assert quote.cue is None and quote.speaker is None
    covered = [
        [n for n, q in enumerate(result.quotes) if q.span.start <= start < q.span.end] for start in result.tokens.start
    ]
    assert all(len(voices) <= 1 for voices in covered), "two voices"
    assert [voices[0] if voices else -1 for voices in covered] == list(result.tokens.quote)


PIECES = st.sampled_from(
    [
        *("“", "”", '"', "'", "‘", "’", "«", "»", "„", "…", "—", ":", ";", ",", ". ", "? ", "\n\n", "\n", "é", "𝄞"),
        *("Q: ", "A: ", "Helen Sato ", "the minister ", "officials ", "report ", "according to ", "in the words of "),
        *("said", "warned ", "promised ", "accused ", "called ", "found ", "that ", "to ", "of ", "as ", "which "),
        *("don’t ", "’90s ", "'tis ", "o'clock ", "the tax is cruel", "it fell", "nobody came"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_quotes_of_any_text_never_overlap(text: str) -> None:
    in_order(parse(article(text)))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_quotes_of_any_text_never_overlap_on_the_fast_path(text: str) -> None:
    in_order(parse(article(text), fast=True))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_both_paths_agree_on_what_stands_in_marks(text: str) -> None:
    full, fast = parse(article(text)), parse(article(text), fast=True)
    assert full.tokens.marked == fast.tokens.marked
    assert full.tokens.start == fast.tokens.start


def test_both_paths_give_marked_words_to_a_source(parsed_cases: list[ParsedArticle]) -> None:
    for case, full in zip(CASES, parsed_cases, strict=True):
        if case["kind"] in ("title", "unclosed"):
            continue
        fast = parse(article(case["text"]), fast=True)
        for result in (full, fast):
            in_order(result)
            lost = [at for at, marked in enumerate(result.tokens.marked) if marked and result.tokens.quote[at] < 0]
            assert not [result.tokens.lower[at] for at in lost if result.tokens.word[at]], case["text"]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("mark", ["“", '"', "‘", "'", "«", "„"])
def test_an_unclosed_mark_never_quotes_the_article(mark: str, fast: bool) -> None:
    text = f"{mark}The bridge is shut, the mayor said on Monday.\n\n" + "The river rose by a metre in the night. " * 12
    text += "\n\n" + "Nobody was hurt. The road to the north stays open. " * 12
    result = parse(article(text), fast=fast)
    assert sum(q.span.end - q.span.start for q in result.quotes) < 60


_PLAIN = st.sampled_from(
    ["The river rose by a metre.", "Nobody was hurt, and the road stays open.", "It won’t reopen this year.", "\n\n"]
)
_SAID = st.sampled_from(["", ", the mayor said", ", said Helen Sato", " on Monday"])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from("“\"‘'«„"), st.integers(0, 4), _SAID, st.lists(_PLAIN, min_size=3, max_size=30))
def test_an_unclosed_mark_in_the_first_sentence_never_quotes_the_rest(
    mark: str, place: int, said: str, rest: list[str]
) -> None:
    words = ["The", "bridge", "is", "shut", "again"]
    words[place] = mark + words[place]
    first = " ".join(words) + said + "."
    text = f"{first} {' '.join(rest)}"
    result = parse(article(text), fast=True)
    # a short paragraph that it opens may be all quotation, but never the article
    paragraph = text.find("\n\n")
    most = paragraph if 0 <= paragraph < len(text.rstrip()) - 2 else len(first)
    assert all(quote.span.end <= max(most, len(first)) for quote in result.quotes), seen(text, result.quotes)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("He also argued that rents rose.", "he"),
        ("Lee later said that it was over.", "Lee"),
        ("Mr Ode then repeatedly told reporters that nobody came.", "Ode"),
    ],
)
def test_a_word_between_is_no_part_of_who_speaks(text: str, speaker: str) -> None:
    assert [quote.speaker_name for quote in parse(article(text), fast=True).quotes] == [speaker]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It’s a stitch-up,” he told the BBC, but nobody believed him at all.", ["“It’s a stitch-up,”"]),
        ("He told the BBC: “It’s a stitch-up.” Nobody believed him.", ["“It’s a stitch-up.”"]),
        ("In a speech on Monday, the mayor told reporters the plan was dead.", ["the plan was dead"]),
        ("Campaigners say the new rules are cruel.", ["the new rules are cruel"]),
        ("The new rules are cruel, say campaigners.", ["The new rules are cruel"]),
        ("The rules, he said, had been cruel and vague.", ["The rules", "had been cruel and vague"]),
        ("Although the mayor says the river is clean, tests show it is filthy.", ["the river is clean"]),
        ("The minister, who said the strike was wrong, has cut their pay.", ["the strike was wrong"]),
        ("The president's spokesman, Ivo Ross, said the talks were dead.", ["the talks were dead"]),
        ("“If the dam holds,” Wang Lei, an engineer, said, “we live.”", ["“If the dam holds,”", "“we live.”"]),
        ("The report was late, and said its managers were asleep.", ["its managers were asleep"]),
        ("The crowd chanted “Burn it down” as the cowardly police stood by.", ["“Burn it down”"]),
        ("Jobs will go, according to Jan Nowak, who has led the cruel strike.", ["Jobs will go"]),
        ("Critics' claims that the vote was rigged are absurd.", []),
        ("The study helps patients claim benefits from the cruel state.", []),
        ("“We lost the vote, President Bako vowed on Sunday. His army fled.", ["“We lost the vote"]),
        (
            "Israel said it had struck a base; medics said many children died there.",
            ["it had struck a base", "many children died there"],
        ),
    ],
)
def test_words_alone_show_whose_they_are(text: str, words: list[str]) -> None:
    quotes = parse(article(text), fast=True).quotes
    assert [quote.span.text(text) for quote in quotes] == words


@pytest.mark.parametrize("fast", [False, True])
def test_boilerplate_and_captions_have_no_quotes(fast: bool) -> None:
    text = "Port to close, says Sato\n\nShare: Facebook Twitter Email Print\n\n“We are done,” Helen Sato said in port."
    result = parse(article(text), fast=fast)
    in_order(result)
    skipped = [s.span for s in result.sentences if s.reason is not None]
    assert not any(q.span.start < s.end and q.span.end > s.start for q in result.quotes for s in skipped)


@pytest.mark.parametrize("fast", [False, True])
def test_a_long_line_of_marks_takes_linear_time(fast: bool) -> None:
    text = "“Stop,” he said. " * 400
    assert len(parse(article(text), fast=fast).quotes) == 400


def test_a_told_aside_in_brackets_ends_where_they_close() -> None:
    text = "The minister (a thief, prosecutors allege) denied it all and the reckless crowd cheered."
    assert parse(article(text), fast=True).quotes == ()


def test_reports_inside_others_are_found_as_pair_by_pair() -> None:
    def report(start: int, *contents: tuple[int, int]) -> Report:
        spans = tuple(Span(start=low, end=high) for low, high in contents)
        return Report(start=start, end=start + 1, lemma="say", speaker=None, name=lambda _: None, contents=spans)

    random = Random(4)
    for _ in range(300):
        near = [
            report(
                at, *((low, low + random.randint(1, 9)) for low in random.choices(range(20), k=random.randint(0, 3)))
            )
            for at in sorted(random.sample(range(25), random.randint(0, 6)))
        ]
        told = [
            one
            for one in near
            if any(c.start <= one.start < c.end for other in near if other is not one for c in other.contents)
        ]
        assert _not_told(near) == [one for one in near if one not in told]


def test_marks_of_checked_parts_only() -> None:
    found = article("“One,” she said.")
    assert [m.start for m in find_marked(found.text, find_parts(found))] == [0]


SET_OFF = (
    "Ferry inquiry opens in Lorne\n\nIn a letter to the council, Mora Lind, the chair, wrote:\n\n"
    "We were misled by a shameless ministry.\n\nIt must never happen again.\n\n"
    "The ministry has not answered. It sets out its case on Friday.\n\nA pathetic excuse.\n\nThe hearing goes on."
)


@pytest.mark.parametrize("fast", [False, True])
def test_a_paragraph_that_the_page_sets_off_is_somebodys_words(fast: bool) -> None:
    words = ["We were misled by a shameless ministry.", "It must never happen again.", "A pathetic excuse."]
    plain = article(SET_OFF)
    parts = tuple(replace(part, set_off=part.span.text(SET_OFF) in words) for part in find_parts(plain))
    quotes = parse(replace(plain, parts=parts), fast=fast).quotes
    assert [quote.span.text(SET_OFF) for quote in quotes if quote.kind == "direct"] == words
    assert [quote.cue_lemma for quote in quotes if quote.kind == "direct"] == ["write", "write", None]
    if not fast:
        assert [quote.speaker_name for quote in quotes] == ["Mora Lind", "Mora Lind", None]


@given(st.text(alphabet="— -(@)ab.1, 2026MarchA post shared by\n", max_size=400))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_signs_of_posts_never_break_a_text(text: str) -> None:
    in_order(parse(article(f"{text} — Bo Kreis (@bokreis) March 5, 2026"), fast=True))


def test_thousands_of_posts_and_set_off_paragraphs_stay_quick() -> None:
    signed = " ".join("Shame! — Bo Kreis (@bokreis) March 5, 2026" for _ in range(3_000))
    pair = "Ana Sena wrote:\n\nThe plan of the port is late again, and nobody knows why."
    plain = article("\n\n".join([signed, *[pair] * 2_000]))
    parts = tuple(replace(part, set_off=part.kind == "body" and part.paragraph % 2 == 0) for part in find_parts(plain))
    started = time.process_time()
    found = parse(replace(plain, parts=parts), fast=True).quotes
    assert time.process_time() - started < 30
    assert sum(quote.kind == "direct" for quote in found) >= 4_999


def test_thousands_of_attributed_quotations_take_time_in_proportion() -> None:
    def case(times: int) -> Any:
        parsed = parse(article("“We lost the vote,” he said. " * times), fast=True)
        text = parsed.article.text
        return text, parsed.sentences, find_marked(text, find_parts(parsed.article)), parsed.tokens

    assert not steep(case(2_500), case(10_000), lambda some: quotes_from_surface(*some))


@pytest.mark.parametrize("line", ["{}: We lost.", "{}: Did we lose?\n\nSol: I am sad."], ids=["labels", "interview"])
def test_thousands_of_labelled_lines_take_time_in_proportion(line: str) -> None:
    def case(times: int) -> Any:
        text = "\n\n".join(line.format(f"Lee{chr(97 + n % 26)}{n}") for n in range(times))
        return text, find_parts(article(text))

    assert not steep(case(2_000), case(8_000), lambda some: find_leads(*some))


@pytest.mark.parametrize(
    "title", ["Taxes to rise, says " + "a" * 200 + "!", "Taxes" + " " * 20_000 + "to rise", ", says Lee" * 2_000 + "!"]
)
def test_a_headline_of_any_length_is_read_at_once(title: str) -> None:
    text = f"{title}\n\nLee said it was late."
    started = time.process_time()
    assert find_leads(text, [Part(span=Span(start=0, end=len(title)), kind="headline", paragraph=0)]) == ()
    assert time.process_time() - started < 1


def test_thousands_of_relays_take_time_in_proportion() -> None:
    def seconds(lines: int) -> float:
        line = "Officials said that the river rose by {} inches in May, according to the Herald."
        parsed = parse(Article(id="a", text="\n\n".join(line.format(n) for n in range(lines)), language="en"))
        assert parsed.doc is not None
        began = time.perf_counter()
        find_cues(parsed.doc)
        return time.perf_counter() - began

    few = min(seconds(150) for _ in range(2))
    assert seconds(1200) < 8 * 4 * few
