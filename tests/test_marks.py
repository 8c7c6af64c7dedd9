"""What stands in quotation marks: all kinds of marks, apostrophes, slips, and never more than was quoted."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.quotes.marks import LONGEST, Marked, find_marked
from framing.structure import find_parts
from framing.types import Article

from .growth import steep

# Two lines stand before the text in every case, so that it is neither headline nor the whole article.
_BEFORE = "Council closes harbour\n\nThe council voted on Tuesday to close the harbour for a year, all told.\n\n"


def _found(text: str) -> list[Marked]:
    article = Article(id="a", text=_BEFORE + text)
    return list(find_marked(article.text, find_parts(article)))


def _quoted(text: str) -> list[str]:
    return [(_BEFORE + text)[marked.start : marked.end] for marked in _found(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        # the kinds
        ('He called it "a shame" and left.', ['"a shame"']),
        ("He called it “a shame” and left.", ["“a shame”"]),
        ("He called it ‘a shame’ and left.", ["‘a shame’"]),
        ("He called it 'a shame' and left.", ["'a shame'"]),
        ("He called it „a shame“ and left.", ["„a shame“"]),
        ("He called it „a shame” and left.", ["„a shame”"]),
        ("He called it «a shame» and left.", ["«a shame»"]),
        ("He called it « a shame » and left.", ["« a shame »"]),
        ("He called it »a shame« and left.", ["»a shame«"]),
        ("He called it ``a shame'' and left.", ["``a shame''"]),
        ("He called it ”a shame” and left.", ["”a shame”"]),
        # several, and whole sentences
        ('"We lost," she said. "We go home."', ['"We lost,"', '"We go home."']),
        ("“We lost,” she said. “We go home.”", ["“We lost,”", "“We go home.”"]),
        ('"...and then it sank," he said.', ['"...and then it sank,"']),
        ('The plan ("a shame") failed—"a farce"—and "dead".', ['"a shame"', '"a farce"', '"dead"']),
        # British singles beside apostrophes
        ("'It's the mayor's plan,' he said.", ["'It's the mayor's plan,'"]),
        ("‘It’s the mayor’s plan,’ he said.", ["‘It’s the mayor’s plan,’"]),
        ("'The ministers' plan is dead,' he said.", ["'The ministers' plan is dead,'"]),
        ("‘The ministers’ plan is dead,’ he said.", ["‘The ministers’ plan is dead,’"]),
        ("He praised the 'workers' and the 'owners' of it.", ["'workers'", "'owners'"]),
        ("'The '90s were good to us,' he said.", ["'The '90s were good to us,'"]),
        # apostrophes that quote nothing
        ("The ministers' plan met the workers' anger.", []),
        ("The '90s and the ’80s were rock 'n' roll years.", []),
        ("'Tis a pity; get 'em while they're hot, 'cause they won't last 'til May.", []),
        ("It isn't the council's, it's O'Neill's.", []),
        ("The hawai‘i boats and the ka‘ba of the story.", []),
        # nested both ways: the outer one
        ("“She told me ‘go home’ and I went,” he said.", ["“She told me ‘go home’ and I went,”"]),
        ('\'She told me "go home" and I went,\' he said.', ['\'She told me "go home" and I went,\'']),
        ('"She told me \'go home\' and I went," he said.', ['"She told me \'go home\' and I went,"']),
        ("‘She told me “go home” and I went,’ he said.", ["‘She told me “go home” and I went,’"]),
        ("“‘Go home,’ she told me,” he said.", ["“‘Go home,’ she told me,”"]),
        # feet, inches, minutes
        ('The 6\'2" keeper cleared a 12" pipe.', []),
        ("The boat is 30' long and 5' 10\" wide.", []),
        ('"He is 6\'2" tall," she said.', ['"He is 6\'2" tall,"']),
        ('"A 12" pipe broke," she said.', ['"A 12" pipe broke,"']),
        ('"We won by 12" was all he said.', ['"We won by 12"']),
        # slips
        ("He called it ‘a shame‘ and left.", ["‘a shame‘"]),
        ("He called it “a shame“ and left.", ["“a shame“"]),
        ('He called it “a shame" and left.', ['“a shame"']),
        ('He called it "a shame” and left.', ['"a shame”']),
        ("He called it ‘a shame' and left.", ["‘a shame'"]),
        ('“We lost," she said. “We go home."', ['“We lost,"', '“We go home."']),
        ("“We lost in the valley, “ she said. “We go home.”", ["“We lost in the valley, “", "“We go home.”"]),
        ('"We lost,"she said.', ['"We lost,"']),
        ('"We lost. " she said.', ['"We lost. "']),
        ('“The 12" pipe broke,” she said.', ['“The 12" pipe broke,”']),
        ("A stray ” or » or \" quotes nothing.", []),
        ('', []),
    ],
)  # fmt: skip
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert _quoted(text) == quoted
    assert all(marked.closed for marked in _found(text))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        # a fragment ends with its clause
        ("He called it ‘a shame; nobody agreed.", "‘a shame"),
        ("He called it “a shame, and nobody agreed.", "“a shame"),
        # a statement ends with its sentence
        ('She said: "We go home now. The mayor was away.', '"We go home now.'),
        # or where who speaks is told
        ("“We lost the vote, he said. The mayor was away.", "“We lost the vote"),
        ("“We lost the vote, Mr. Lee recognised on Monday. The mayor was away.", "“We lost the vote"),
        ("“Did we lose? asked the mayor. Nobody spoke.", "“Did we lose?"),
        ("“We lost, he said, and called it “a shame” twice.", "“We lost"),
        # not by somebody in the quotation, nor by words in the next sentence
        ("“We lost, and others said nothing. The mayor was away.", "“We lost, and others said nothing."),
        ("“We lost, I told him so. The mayor was away.", "“We lost, I told him so."),
        # a new quotation ends it
        ("“We lost the vote and called it “a shame” twice.", "“We lost the vote and called it"),
        # a paragraph that is all quotation, and says so by its mark alone
        ("“We lost the vote. We lost the harbour. We go home.", "“We lost the vote. We lost the harbour. We go home."),
    ],
)
def test_a_mark_that_is_never_closed_is_flagged_and_ends_early(text: str, quoted: str) -> None:
    first = _found(text)[0]
    assert not first.closed
    assert _quoted(text)[0] == quoted


def test_an_unclosed_mark_never_reaches_the_next_paragraph() -> None:
    text = "“We lost the vote, he said.\n\nThe mayor was away.\n\nHe called it “a shame” later."
    assert _quoted(text) == ["“We lost the vote", "“a shame”"]


@pytest.mark.parametrize("mark", ["“", '"', "‘", "«", "„"])
def test_an_unclosed_mark_in_the_first_sentence_does_not_make_the_article_a_quotation(mark: str) -> None:
    """The whole article is one paragraph of 60 sentences, and only the first opens a mark."""
    text = f"The mayor said {mark}we lost the vote on Monday. " + "The crews went home at noon. " * 60
    article = Article(id="a", text=text.strip())
    found = find_marked(article.text, find_parts(article))
    assert sum(marked.end - marked.start for marked in found) < 40


def test_a_mark_and_its_forgotten_partner_far_away_are_no_pair() -> None:
    text = (
        "The mayor said “we lost the vote on Monday. "
        + "The crews went home at noon. " * 150
        + "It was late,” he said."
    )
    found = _found(text)
    assert [marked.closed for marked in found] == [False]
    assert found[0].end - found[0].start < 40
    near = "“" + "The crews went home at noon. " * (LONGEST // 40) + "It was late,” he said."
    assert [marked.closed for marked in _found(near)] == [True]


@pytest.mark.parametrize("mark", ["“", '"'])
def test_a_quotation_may_go_on_over_paragraphs(mark: str) -> None:
    close = "”" if mark == "“" else mark
    text = f"{mark}We lost the vote on Monday.\n\n{mark}We go home now.\n\n{mark}It is late,{close} he said."
    found = _found(text)
    assert [(m.continued, m.closed) for m in found] == [(True, True), (True, True), (False, True)]
    assert _quoted(text)[0] == f"{mark}We lost the vote on Monday."


def test_captions_and_furniture_hold_no_quotation() -> None:
    assert _quoted("Photo: Jo Fen, “a shame”/AFP") == []


_MARKS = st.lists(
    st.sampled_from(
        [
            "“",
            "”",
            "„",
            "«",
            "»",
            '"',
            "'",
            "‘",
            "’",
            "``",
            "''",
            " ",
            "word",
            "dogs",
            "We",
            ". ",
            ", ",
            "6",
            "—",
            "(",
            "\n",
            "…",
        ]
    ),
    max_size=60,
).map("".join)


@given(_MARKS)
@settings(max_examples=500)
def test_any_mix_of_marks_gives_disjoint_spans_inside_paragraphs(text: str) -> None:
    article = Article(id="a", text=text)
    parts = {part.paragraph: part.span for part in find_parts(article)}
    found = find_marked(text, find_parts(article))
    for first, second in pairwise(found):
        assert first.end <= second.start
    for marked in found:
        span = parts[marked.paragraph]
        assert span.start <= marked.start < marked.end <= span.end
        assert text[marked.start] in "“”„«»\"'‘`"


@pytest.mark.parametrize(
    "text",
    [
        *(mark * 100_000 for mark in "“”„«»\"'‘’`"),
        *(f"{mark}a " * 33_000 for mark in "“”„«»\"'‘’"),
        "“»" * 50_000,
        "“\"'‘" * 25_000,
        "'" + "dogs' ran " * 10_000,
        "".join(random.Random(7).choice("“”„«»\"'‘’` as.6") for _ in range(100_000)),
    ],
    ids=lambda text: text[:4],
)
def test_four_times_the_marks_take_about_four_times_as_long(text: str) -> None:
    def seconds(some: str) -> float:
        parts = find_parts(Article(id="a", text=some))
        spent = []
        for _ in range(2):
            started = time.process_time()
            find_marked(some, parts)
            spent.append(time.process_time() - started)
        return min(spent)

    # Sixteen times would be a search that starts over at every mark.
    assert seconds(text) < 10 * max(seconds(text[: len(text) // 4]), 0.01)


@pytest.mark.parametrize("end", ["was it. “Shut,” he said.", "x, he left.", "y" + " " * 20_000 + "— so"])
def test_marks_that_end_at_one_place_take_time_in_proportion(end: str) -> None:
    def marks(times: int) -> str:
        return "“we lost " * times + end

    assert not steep(
        marks(5_000), marks(20_000), lambda text: find_marked(text, find_parts(Article(id="a", text=text)))
    )
