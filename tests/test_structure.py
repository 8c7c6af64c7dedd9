"""Headline, subheads, body, furniture, sentences: a reader sees every line, and only the writer's are checked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.furniture import furniture_reason
from framing.lexicon import load
from framing.pipeline import analyze_parsed, parse
from framing.scoring import build
from framing.structure import find_parts, find_sentences, paragraphs, split_sentences
from framing.types import Article, Part, Span

_BODY = "The council voted on Tuesday to close the harbour for a year. Fishing crews called the plan a surprise."


def _kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """Return kind and first words of every part."""
    article = Article(id="a", text=text, title=title)
    return [(part.kind, part.span.text(text)[:20]) for part in find_parts(article)]


def _sentences(text: str) -> list[str]:
    return [span.text(text) for span in split_sentences(text)]


# -- parts


def test_the_first_line_is_the_headline_where_a_blank_line_follows() -> None:
    assert _kinds(f"Council closes harbour\n\n{_BODY}") == [
        ("headline", "Council closes harbo"),
        ("body", "The council voted on"),
    ]


def test_a_first_line_that_is_a_sentence_is_no_headline() -> None:
    assert _kinds(f"The harbour will close in May.\n\n{_BODY}")[0][0] == "body"
    assert _kinds(f"Council closes harbour\n{_BODY}")[0][0] != "headline"  # no blank line
    assert _kinds("Council closes harbour") == [("body", "Council closes harbo")]


def test_a_title_given_apart_is_the_headline_if_the_text_begins_with_it() -> None:
    title = "Council closes harbour: “No boats.”"
    assert _kinds(f"Council Closes Harbour: No Boats\n\n{_BODY}", title)[0][0] == "headline"
    assert _kinds(f"Crews gather at dawn\n\n{_BODY}", title)[0][0] != "headline"


def test_a_short_line_before_a_longer_paragraph_is_a_subhead() -> None:
    text = f"Council closes harbour\n\n{_BODY}\n\nWhat happens next?\n\n{_BODY}\n\nA long quarrel\n\n{_BODY}"
    assert [kind for kind, _ in _kinds(text)] == ["headline", "body", "subhead", "body", "subhead", "body"]


@pytest.mark.parametrize(
    "line",
    ["He left.", "“We were not asked”", "Really?", "The reasons:", "and then they went home,", "1. " + "word " * 14],
)
def test_other_short_lines_are_text(line: str) -> None:
    assert _kinds(f"Council closes harbour\n\n{_BODY}\n\n{line}\n\n{_BODY}")[2][0] == "body"


def test_the_last_line_heads_nothing() -> None:
    assert _kinds(f"Council closes harbour\n\n{_BODY}\n\nA long quarrel")[-1][0] == "body"


def test_hard_wrapped_text_is_one_paragraph() -> None:
    lines = [
        "The council voted on Tuesday to close the harbour for a year, and",
        "the crews who fish there were told of it by letter a week later,",
        "which the chair of their union called a surprise. The mayor said",
        "that the works could not wait.",
    ]
    text = "Council closes harbour\n\n" + "\n".join(lines) + "\n\n" + _BODY
    assert [kind for kind, _ in _kinds(text)] == ["headline", "body", "body"]
    wrapped = Article(id="a", text=text)
    sentences = find_sentences(wrapped, find_parts(wrapped))
    assert sentences[1].span.text(text).startswith("The council voted")
    assert "\nwhich the chair" in sentences[1].span.text(text)


def test_one_paragraph_a_line_is_not_taken_for_wrapped_text() -> None:
    text = "\n".join(["The first crew left at dawn and came back with nothing at all."] * 4)
    assert len(paragraphs(text)) == 4


def test_parts_of_a_sure_reader_are_kept() -> None:
    text = f"{_BODY}\nA boat in the harbour"
    parts = (
        Part(span=Span(start=0, end=len(_BODY)), kind="body", paragraph=0),
        Part(span=Span(start=len(_BODY) + 1, end=len(text)), kind="caption", paragraph=1),
    )
    article = Article(id="a", text=text, parts=parts)
    assert find_parts(article) == parts
    assert find_sentences(article, parts)[-1].reason == "photo caption"


def test_furniture_is_kept_as_one_unchecked_line_with_its_reason() -> None:
    text = f"Council closes harbour\n\nBy Mira Sol, Staff Writer\n\n{_BODY}\n\nRead more: Ferry. Boats. Nets."
    article = Article(id="a", text=text)
    sentences = find_sentences(article, find_parts(article))
    assert [(s.part, s.reason) for s in sentences if s.reason] == [
        ("boilerplate", "byline or date line"),
        ("boilerplate", "link to another story"),
    ]


def test_what_follows_a_comment_form_belongs_to_it() -> None:
    text = f"Council closes harbour\n\n{_BODY}\n\n{_BODY}\n\nLeave a Reply\n\nI was there and it was not so."
    assert _kinds(text)[-1] == ("boilerplate", "I was there and it w")
    early = f"Council closes harbour\n\nComments\n\n{_BODY}\n\n{_BODY}"
    assert _kinds(early)[-1][0] == "body"


# -- furniture: every kind, and text that looks like it


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Leave a Reply", "comment form"),
        ("Your email address will not be published.", "comment form"),
        ("Save my name, email, and website in this browser", "comment form"),
        ("Also read: Ferry talks fail again", "link to another story"),
        ("READ MORE | Ferry talks fail again", "link to another story"),
        ("You may also like", "link to another story"),
        ("Also on rt.example: the harbour in ten pictures", "link to another story"),
        ("Share this article", "share bar"),
        ("Towns Brace For A Harsh Winter Listen · 4:23 4:23", "audio or video player"),
        ("Facebook Twitter WhatsApp Email", "share bar"),
        ("Follow us on Telegram", "share bar"),
        ("Sign up for our newsletter to get the best of the week.", "newsletter or subscription prompt"),
        ("Sign up for Daily Headlines", "newsletter or subscription prompt"),
        ("Already a subscriber? Log in.", "newsletter or subscription prompt"),
        ("Advertisement", "advertisement"),
        ("• ADVERTISEMENT •", "advertisement"),
        ("Story continues below", "advertisement"),
        ("Mira Sol and Jo Fen contributed to this report.", "agency or editing note"),
        ("(Reporting by Jo Fen; Editing by Mira Sol.)", "agency or editing note"),
        ("Reporting by Jo Fen in Paris; Editing by Mira Sol.", "agency or editing note"),
        ("Copyright 2024 The Harbour Post. All rights reserved.", "agency or editing note"),
        ("This story has been updated to correct the date of the vote.", "agency or editing note"),
        ("Photo: Jo Fen/Harbour Post", "photo credit"),
        ("A crew mends nets at dawn. Jo Fen/AFP", "photo credit"),
        ("Image source: a video still", "photo credit"),
        ("Source: Institute for Sea Trade", "photo credit"),
        ("Tags: harbour, council, fishing", "site navigation"),
        ("3 min read", "site navigation"),
        ("Skip to main content", "site navigation"),
        ("* * *", "no words"),
        ("———", "no words"),
    ],
)
def test_furniture_is_known_by_its_reason(line: str, reason: str) -> None:
    found = furniture_reason(line)
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize(
    "line",
    [
        "By Mira Sol, Staff Writer",
        "BY MIRA SOL",
        "By Mira Sol and Jo Fen | The Harbour Post",
        "Written by Mira Sol for the Harbour Post",
        "By our correspondent",
        "Published on Jun 5, 2024",
        "Updated on November 18 at 4:30 p.m. ET",
        "Posted by Mira Sol on 3 May 2024",
    ],
)
def test_bylines_and_date_lines_are_furniture_below_the_title(line: str) -> None:
    found = furniture_reason(line, near_title=True)
    assert found is not None
    assert found.reason == "byline or date line"
    assert furniture_reason(line) is None or furniture_reason(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "Source of the leak was a clerk in the port office.",
        "More than 40 people were taken off the ferry.",
        "More from the region fled by boat, the agency said.",
        "Share prices fell on Monday after the vote.",
        "By Friday, three towns were without power.",
        "By the end of the night, the pier was gone.",
        "By 2030 all ferries must run on batteries.",
        "Read the letter in full",
        "Comments by the minister drew anger in the villages.",
        "Also on Tuesday, the court ruled that the road may be built.",
        "By signing up to the treaty, the island bound itself to cuts.",
        "Writing by hand is falling out of use in the schools of the valley.",
        "Editing by committee had ruined the report, the judge wrote in June.",
        "Filed under seal, the motion asks the court for a delay of six weeks.",
        "Get our troops home, senators told the president on Monday.",
        "Published on Monday, the report says that hospitals need more beds.",
        "Watch live animals crossing the road at dusk, and you see the trouble.",
        "Photo by photo, the clerk went through the archive of the lost ships.",
        "Sign up to fight was the order that went out to the men of the coast.",
        "Home prices rose by a tenth on the island in the spring.",
        "Email records show that the council knew of it in March.",
        "Related deaths fell for the third year in a row.",
    ],
)
def test_text_that_begins_like_furniture_is_text(line: str) -> None:
    assert furniture_reason(line) is None
    assert furniture_reason(line, near_title=True) is None


def test_furniture_is_read_in_linear_time() -> None:
    for line in ("By " + "a" * 100_000 + "!", "By " + "Aa." * 50_000 + "!", "Photo by " + "A " * 50_000 + "fell."):
        assert furniture_reason(line, near_title=True) is None or "Aa" in line


# -- sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. Senate met Gov. Ann Lee on Monday.", "Nobody spoke."],
        ["Lt. Col. B. J. Reed left at 5 p.m. on Friday.", "He had served St. Olave since 1990."],
        ["“Why now?” the minister asked.", "“Because we must!” Aro Lindt shouted."],
        ["“It is late,” she said.", "“We go home now.”", "He stayed."],
        ["He lives at No. 10 and not at No. 11.", "The attack of Sept. 11 changed that.", "Art. 5 was never used."],
        ["They waited ... and waited for the boat.", "It came at last."],
        ["Prices rose 3.5 per cent.", "Wages did not."],
        ["The firm, Sena Inc., will close.", "Its owner is Brig. Lon Tarr of the Corp. Board."],
        ["The vote is on the 5th of Jan. 2025.", "Nobody knows why."],
        ["J. R. Sol wrote it.", "E.g. he forgot the nets."],
        ["Is it over?", "No!", "It begins."],
        ["She said it was “a disgrace.”", "Then she left."],
        ["It may come to the U.S. Federal agencies said no.", "It may hurt the U.S.", "And the mayor knows it."],
        ["(The mayor was away.)", "The council met all the same."],
    ],
)
def test_sentences_of_news(sentences: list[str]) -> None:
    assert _sentences(" ".join(sentences)) == sentences


def test_sentences_that_lost_the_blank_between_them_are_told_apart() -> None:
    assert _sentences("Sena spoke last week.Flint did not.He left") == [
        "Sena spoke last week.",
        "Flint did not.",
        "He left",
    ]
    assert len(_sentences("Write to ana@harbour.Com or see harbour.com/News.Today for more.")) == 1


_TEXTS = st.text(
    st.sampled_from("abcdefg ABC 123 .,;:!?…()[]'\"“”‘’«»„—-\u00a0\t\n\n😀é\u200b\u202e*•|"), max_size=300
) | st.lists(
    st.sampled_from(
        [
            "The mayor left. ",
            "“Why?” she asked. ",
            "No. 10 ",
            "... ",
            "\n\n",
            "By Mira Sol\n",
            "Read more: x\n",
            "U.S. ",
            "(",
            "”",
        ]
    ),
    max_size=40,
).map("".join)


@given(_TEXTS, st.none() | _TEXTS)
@settings(max_examples=300)
def test_sentences_tile_every_paragraph_and_alter_nothing(text: str, title: str | None) -> None:
    article = Article(id="a", text=text, title=title)
    parts = find_parts(article)
    sentences = find_sentences(article, parts)
    assert article.text == text
    # Every visible character lies in exactly one part, and parts are in order.
    covered = [at for part in parts for at in range(part.span.start, part.span.end)]
    assert len(set(covered)) == len(covered)
    assert {at for at, character in enumerate(text) if not character.isspace()} <= set(covered)
    assert [s.index for s in sentences] == list(range(len(sentences)))
    for part in parts:
        inside = [s for s in sentences if s.paragraph == part.paragraph]
        assert inside[0].span.start == part.span.start
        assert inside[-1].span.end == part.span.end
        for first, second in pairwise(inside):
            assert first.span.end <= second.span.start
            assert not text[first.span.end : second.span.start].strip()
        for sentence in inside:
            shown = sentence.span.text(text)
            assert shown == shown.strip()
            assert shown
            assert (sentence.reason is not None) == (part.kind == "boilerplate")
            if part.kind == "body" and len(inside) > 1:
                assert any(map(str.isalnum, shown))


@pytest.mark.parametrize(
    "text",
    [
        "!" * 50_000 + "x",
        "A. B. " * 10_000,
        "ab\n" * 20_000,
        "word " * 50_000,
        "." * 20_000 + " B",
        "a" + "-" * 60_000,
        "’" * 60_000,
    ],
)
def test_odd_texts_are_split_in_linear_time(text: str) -> None:
    article = Article(id="a", text=text)
    assert find_sentences(article, find_parts(article))


@pytest.mark.parametrize(
    ("sentence", "joined"),
    [
        ("Sen. Ada Lind Ada Maria LindPort tax divides the north Lind's reckless gamble MORE (R-Ohio) said so.", True),
        ("Mayor Olu Adeyemi Olu Adeyemi2020 hopefuls meet Council's shameful silence MORE was absent.", True),
        ("The senator Lind calls efforts 'despicable' MORE (Mo.) was absent.", True),
        ("Mayor Ada Lind Ada Maria Lind7 things to know about the port MORE was absent.", True),
        ("The iPhone costs MORE than it should.", False),
        ("McDonald wants MORE of it.", False),
        ("READ MORE ABOUT THE BRIDGE", False),
        ("The bridge is MORE expensive, she wrote.", False),
    ],
)
def test_a_sentence_that_other_titles_run_into_is_not_checked(sentence: str, joined: bool) -> None:
    text = f"The council met on Monday. {sentence} The bridge opens in May."
    article = Article(id="a", text=text)
    reasons = [
        s.reason for s in find_sentences(article, find_parts(article)) if "bridge opens" not in s.span.text(text)
    ]
    assert any(reason == "titles of other stories run into it" for reason in reasons) is joined


def test_captions_of_a_gallery_that_run_into_the_text_are_not_checked() -> None:
    text = (
        "The ferry sank on Monday. Hide Caption 1 of 3 Photos: A shameful wreck The wreck at noon. It was grotesque. "
        "Hide Caption 2 of 3 Photos: Divers search the bay. Hide Caption 3 of 3 The council met on Tuesday. "
        "It was brief."
    )
    article = Article(id="a", text=text)
    found = {s.span.text(text): s.reason for s in find_sentences(article, find_parts(article))}
    assert found["The ferry sank on Monday."] is None and found["It was brief."] is None
    assert found["It was grotesque."] == "photo caption"
    assert all(reason == "photo caption" for words, reason in found.items() if "Hide Caption" in words)
    twice = text + " Hide caption 1 of 2 The quay. HIDE CAPTION 2 OF 2 The end came soon."
    two = Article(id="c", text=twice)
    found = {s.span.text(twice): s.reason for s in find_sentences(two, find_parts(two))}
    assert found["It was brief."] is None and found["It was grotesque."] == "photo caption"
    assert all(reason == "photo caption" for words, reason in found.items() if "hide caption" in words.lower())
    once = Article(id="b", text="Use the button Hide Caption 1 of 3 to go on. The council met on Tuesday.")
    assert all(s.reason is None for s in find_sentences(once, find_parts(once)))


def test_nothing_is_said_of_a_sentence_that_is_not_checked() -> None:
    """Marks in it made a finding of a sentence that has no state, and the article could not be analysed."""
    joined = "Sen. Ada Lind Ada Maria LindPort tax 'divides the north' Lind's reckless gamble MORE (R-Ohio) said so."
    filler = (
        "The council met on Monday in the old hall near the harbour to discuss the budget for the coming year. " * 4
    )
    for broken in (
        joined,
        "Le maire a parlé d’une “honte nationale” devant le conseil, et la ville entière l’a applaudi.",
    ):
        text = f"{filler.strip()}\n\n{broken}\n\n{filler.strip()}"
        made = analyze_parsed(parse(Article(id="a", text=text, language="en")), build(load()))
        unchecked = {score.index for score in made.scores if score.state == "not_checked"}
        assert not unchecked & {finding.sentence for finding in made.findings}
