"""The conditions, row by row of the table in ``lexicons/README.md``; and that nothing makes matching slow."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.lexicon import Cue, Lexicon, Rule, load
from framing.lexicon.cues import Choice, CueError, Elements, Gap, compile_cue
from framing.lexicon.globs import Globs, fits, is_glob
from framing.matching.matcher import Matcher
from framing.matching.trie import BARRIER
from framing.pipeline import parse
from framing.scoring.lexicon import LexiconScorer, _longest
from framing.types import Article, Finding, Span

from .small_lexicons import article, cue_block, found, lexicon, reasons

SLAM = 'inflect = "verb"\n' + cue_block("slam")
SETS = {"sport": "match, league, cup final, coach"}


@pytest.mark.parametrize(
    ("keys", "text", "words", "reason"),
    [
        # voice
        ("", "The mayor slammed it. “They slammed me,” he said.", ["slammed", "slammed"], None),
        ('voice = "writer"\n', "The mayor slammed it. “They slammed me,” he said.", ["slammed"], "in a source's words"),
        # negated
        ("", "The mayor did not slam it.", ["slam"], None),
        ('negated = "keep"\n', "The mayor did not slam it.", ["slam"], None),
        ('negated = "ignore"\n', "The mayor did not slam it.", [], "negated"),
        ('negated = "ignore"\n', "The mayor never once really quite slammed it.", ["slammed"], None),  # out of reach
        ('negated = "ignore"\n', "The mayor did not, however, slam it.", ["slam"], None),  # past a comma
        # names
        ("", "They met in Slam Hall on Monday.", [], "part of a name"),
        ("names = true\n", "They met in Slam Hall on Monday.", ["Slam"], None),
        ("", "Slam it, said the coach.", ["Slam"], None),  # a sentence begins
        ("", "The mayor said: “Slam it again.”", ["Slam"], None),  # a quotation begins
        ("", "COUNCIL SLAMS HARBOUR PLAN", ["SLAMS"], None),
        ("", "Council Slams Harbour Plan in Angry Letter", ["Slams"], None),
        # case
        ("case = true\n", "They slam it, and the Slam ended.", ["slam"], "written in another case"),
        # near, not_near, within
        ('near = ["budget"]\n', "They slam the whole budget.", ["slam"], None),
        ('near = ["budget"]\n', "They slam the plan.", [], "none of the words that must stand within 6 words"),
        ('near = ["budget"]\n', "They slam the plan. The budget stands.", [], "none of the words"),
        ('near = ["budget"]\n', "They slam the plan that the mayor once called a budget.", [], "none of the words"),
        ('near = ["budget"]\nwithin = 12\n', "They slam the plan that the mayor once called a budget.", ["slam"], None),
        # a name is one word, however long it is
        ('near = ["budget"]\n', "They slam the plan of Ana Lena Sena on budget.", ["slam"], None),
        ('not_near = ["@sport"]\n', "They slam the league.", [], "a word that must not stand within 6 words"),
        ('not_near = ["@sport"]\n', "In the cup final they slam in one more.", [], "a word that must not"),
        ('not_near = ["@sport"]\n', "In matches and leagues they slam it.", [], "a word that must not"),  # plurals too
        ('not_near = ["@sport"]\n', "They slam the plan. The league goes on.", ["slam"], None),
        # unless
        ('unless = ["slam dunk"]\n', "It is a slam dunk. They slam it.", ["slam"], "inside or over “slam dunk”"),
        ('unless = ["(door*|gate*) slam*"]\n', "Gates slammed, and they slammed him.", ["slammed"], "inside or over"),
        # start
        ("start = true\n", "Slam it. They slam it.", ["Slam"], "not at the start of its sentence"),
        ("start = true\n", "“Slam it,” they say.", ["Slam"], None),
        # question
        ("question = true\n", "Who slammed it? They slammed it.", ["slammed"], "not in a question"),
        ("question = true\n", "“Who slammed it?” he asked.", [], "not in a question"),
        # weight and severity say how much, not whether
        ("weight = 0.0\n", "They slam it.", ["slam"], None),
        ("severity = 0\n", "They slam it.", ["slam"], None),
    ],
)
def test_conditions(tmp_path: Path, keys: str, text: str, words: list[str], reason: str | None) -> None:
    made = lexicon(tmp_path, keys + SLAM, sets=SETS)
    assert found(made, text) == words
    given = reasons(made, text)
    assert (reason is None and not given) or any(reason is not None and reason in line for line in given)


def test_headlines_can_be_left_out(tmp_path: Path) -> None:
    text = "Council slams harbour plan\n\nThe council slammed the plan for the harbour on Monday, its chair said."
    assert found(lexicon(tmp_path, "headlines = false\n" + SLAM), text) == ["slammed"]
    assert reasons(lexicon(tmp_path / "again", "headlines = false\n" + SLAM), text) == ["in a headline"]


def test_the_part_of_speech_is_checked_where_there_is_a_parse(tmp_path: Path) -> None:
    made = lexicon(tmp_path, 'pos = "NOUN"\n' + cue_block("blast"))
    text = "Critics blast the plan. The blast tore the roof off."
    assert found(made, text) == ["blast", "blast"]  # no parse: no say
    assert found(made, text, fast=False) == ["blast"]
    assert reasons(made, text, fast=False) == ["a verb here, not a noun"]


def test_a_part_of_speech_that_a_word_hardly_ever_is_counts_for_nothing(tmp_path: Path) -> None:
    made = lexicon(tmp_path, 'pos = "NOUN"\n' + cue_block("blast"))
    text = "Critics blast the plan."
    assert reasons(replace(made, parts={"blast": frozenset(("NOUN", "VERB"))}), text, fast=False)
    assert found(replace(made, parts={"blast": frozenset(("NOUN",))}), text, fast=False) == ["blast"]


def test_shipped_parts_of_speech_tell_homographs_apart_and_no_others() -> None:
    parts = load().parts
    assert parts["radical"] == {"ADJ"}
    assert {"NOUN", "VERB"} <= parts["claims"]
    assert len(parts) > 500


def test_conditions_of_a_file_hold_for_every_group_and_a_groups_own_wins(tmp_path: Path) -> None:
    made = lexicon(
        tmp_path,
        cue_block("slam"),
        'voice = "both"\nunless = ["blast off"]\nnot_near = ["league"]\n' + cue_block("blast"),
        head='voice = "writer"\nnegated = "ignore"\nunless = ["slam dunk"]\nnot_near = ["cup"]\n',
    )
    assert found(made, "They slam it. “We slam it,” he said.") == ["slam"]
    assert found(made, "They blast it. “We blast it,” he said.") == ["blast", "blast"]
    assert found(made, "They do not slam it. They do not blast it.") == []
    assert found(made, "It is a slam dunk. They blast off.") == []
    assert found(made, "In the cup they slam it. In the cup they blast it. In the league they blast it.") == []
    assert found(made, "In the league they slam it.") == ["slam"]


def test_one_word_is_one_finding_of_its_family(tmp_path: Path) -> None:
    made = lexicon(tmp_path, cue_block("lash out", "lash", "out at"))
    assert found(made, "They lash out at the mayor.") == ["lash out", "lash", "out at"]
    scored = LexiconScorer(made).score(parse(article("They lash out at the mayor."), fast=True), ())
    assert [finding.term for finding in scored.findings] == ["lash out"]


_SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from("LF"), st.sampled_from([0.0, 1.0])), max_size=25
)


@given(_SPANS)
def test_what_overlaps_is_dropped_as_by_comparing_each_with_each(items: list[tuple[int, int, str, float]]) -> None:
    findings = [
        Finding(span=Span(start=a, end=a + size), family=family, category="c", origin="o", term="t", score=score,
                voice="writer", sentence=0, quote=None, note="n", source="s")  # type: ignore[arg-type]
        for a, size, family, score in items
    ]  # fmt: skip
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda f: (f.span.start - f.span.end, -f.score, f.span.start)):
        if all(
            one.family != other.family or one.span.end <= other.span.start or one.span.start >= other.span.end
            for other in kept
        ):
            kept.append(one)
    assert _longest(findings) == sorted(kept, key=lambda f: (f.span.start, f.span.end, f.family))


def test_twenty_thousand_findings_are_told_apart_at_once() -> None:
    one = Finding(span=Span(start=0, end=1), family="L", category="c", origin="o", term="t", score=1.0,
                  voice="writer", sentence=0, quote=None, note="n", source="s")  # fmt: skip
    findings = [replace(one, span=Span(start=5 * at, end=5 * at + 4)) for at in range(20_000)]
    started = time.process_time()
    assert len(_longest(findings)) == 20_000
    assert time.process_time() - started < 2


def test_hits_are_the_same_with_and_without_a_parse(tmp_path: Path) -> None:
    text = "The council slammed the plan. “It is a brutal insult,” said Mira Sol. Nobody was asked, she wrote."
    made = lexicon(tmp_path, SLAM, cue_block("brutal", "insult"))
    assert found(made, text) == found(made, text, fast=False) == ["slammed", "brutal", "insult"]


_TEXT = st.lists(
    st.sampled_from(
        ["slam", "anti-boat", "not", "the", "league", "Slam", "a", ".", "?", "“", "”", ",", "'s", "\n", "12", "é", "😀"]
    ),
    max_size=40,
).map(" ".join) | st.text(max_size=120)


_GLOB = st.text(st.sampled_from("ab?*"), min_size=1, max_size=7).map(lambda text: text.replace("*", "**"))


@given(st.lists(_GLOB, min_size=1, max_size=6), st.text("ab", min_size=1, max_size=8))
def test_patterns_of_one_word_fit_what_a_regular_expression_says(patterns: list[str], word: str) -> None:
    patterns = [pattern for pattern in patterns if set(pattern) & set("ab")]
    globs = Globs()
    globs.add(patterns)
    expected = {p for p in patterns if re.fullmatch(p.replace("?", ".").replace("**", ".*"), word)}
    assert set(globs.of(word)) == expected
    assert {pattern for pattern in patterns if fits(pattern, word)} == expected


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    return Matcher(load())


@given(_TEXT)
@settings(max_examples=200)
def test_any_text_is_matched_and_hits_lie_inside_sentences(shipped: Matcher, text: str) -> None:
    parsed = parse(Article(id="a", text=text), fast=True)
    hits, rejected = shipped.search(parsed)
    for hit in [*hits, *(one.hit for one in rejected)]:
        sentence = parsed.sentences[parsed.tokens.sentence[hit.first]]
        assert 0 <= hit.first < hit.last <= len(parsed.tokens)
        assert sentence.span.start <= parsed.tokens.start[hit.first]
        assert parsed.tokens.end[hit.last - 1] <= sentence.span.end


def _naive(elements: Elements, tokens: list[str], at: int) -> set[int]:
    """Where a cue can end from a token on, by trying everything: what the automaton must find too."""
    if not elements:
        return {at}
    element, rest = elements[0], elements[1:]
    ends: set[int] = set()
    if isinstance(element, Gap):
        for place in range(at, min(at + element.most, len(tokens)) + 1):
            ends |= _naive(rest, tokens, place)
            if place < len(tokens) and tokens[place] in BARRIER:
                break
    elif isinstance(element, Choice):
        if element.optional:
            ends |= _naive(rest, tokens, at)
        for option in element.options:
            here = tokens[at : at + len(option)]
            if len(here) == len(option) and all(
                fits(wanted, word) if is_glob(wanted) else wanted == word
                for wanted, word in zip(option, here, strict=True)
            ):
                ends |= _naive(rest, tokens, at + len(option))
    return ends


_CUE = st.lists(
    st.sampled_from(["a", "b", "c", "a**", "?b", "(a|b)", "(a b|c)", "(a|)", "<1>", "<3>"]), min_size=1, max_size=5
).map(" ".join)


@given(st.lists(_CUE, min_size=1, max_size=4), st.lists(st.sampled_from(["a", "b", "c", "ab", "x", ":"]), max_size=12))
@settings(max_examples=300)
def test_the_automaton_finds_what_trying_everything_finds(cues: list[str], words: list[str]) -> None:
    compiled = []
    for cue in cues:
        try:
            elements = compile_cue(cue, inflect="exact")
        except CueError:
            continue
        if not re.search(r"> <|^(\(a\|\) )+<", cue):  # no gap comes first, and none beside another
            compiled.append(Cue(text=cue, elements=elements, plainer=None, line=1))
    rule = replace(_rule(["zzz"]), cues=tuple(compiled))
    parsed = parse(Article(id="a", text=" ".join(words)), fast=True)
    found = {
        (hit.cue.text, hit.first, hit.last)
        for hits, rejected in [Matcher(_of_rules(rule)).search(parsed)]
        for hit in [*hits, *(one.hit for one in rejected)]
    }
    tokens = list(parsed.tokens.lower)
    expected = {
        (cue.text, at, end) for cue in compiled for at in range(len(tokens)) for end in _naive(cue.elements, tokens, at)
    }
    assert {one for one in found if one[2] > one[1]} == {one for one in expected if one[2] > one[1]}


# -- time


def _of_rules(*rules: Rule) -> Lexicon:
    return Lexicon(id="t", digest="", categories=(), rules=rules, examples=(), rarity={})


def _rule(cues: list[str], **conditions: object) -> Rule:
    made = tuple(Cue(text=cue, elements=compile_cue(cue, inflect="verb"), plainer=None, line=1) for cue in cues)
    return Rule(id="r", category="c", family="L", origin="o", note="n", source="s", severity=1, cues=made, **conditions)  # type: ignore[arg-type]


def _seconds(made: Lexicon, text: str) -> float:
    matcher = Matcher(made)
    parsed = parse(Article(id="a", text=text), fast=True)
    started = time.process_time()
    matcher.search(parsed)
    return time.process_time() - started


def test_a_hundred_thousand_words_are_searched_for_ten_thousand_cues() -> None:
    pick = random.Random(3)
    words = [f"{a}{b}{c}{d}" for a in "bdfgkl" for b in "aeiou" for c in "bdfgklmnprst" for d in "aei"]
    cues = [" ".join(pick.choices(words, k=pick.randint(2, 4))) for _ in range(10_000)]
    text = " ".join(pick.choices(words, k=100_000))
    assert _seconds(_of_rules(_rule(cues)), text) < 10


@pytest.mark.parametrize(
    "cues",
    [
        ["a <6> a <6> a <6> a <6> a <6> a"],
        [f"a <6> a <6> {word} <6> a <6> a" for word in ("a", "b", "c", "d")],
        [" ".join(["(a|a a|a a a)"] * 12)],
        [" ".join(["(a|)"] * 11) + " a"],
        [f"(a|b|d) (a|b) w{number}" for number in range(2_000)],
        [f"a <3> w{number}" for number in range(2_000)],
        ["**" + "a**" * 30 + "b"],
        [f"**a?**{number}" for number in range(2_000)],
    ],
)
def test_cues_made_to_be_slow_stay_quick(cues: list[str]) -> None:
    assert _seconds(_of_rules(_rule(cues)), "a " * 1_000) < 5


def test_conditions_met_everywhere_stay_quick() -> None:
    rule = _rule(
        ["slam"],
        near=(compile_cue("budget"),),
        not_near=(compile_cue("league"),),
        unless=(compile_cue("slam dunk"), compile_cue("dunk")),
    )
    assert _seconds(_of_rules(rule), "slam dunk league budget " * 5_000) < 5


def test_what_the_automaton_forgets_between_articles_changes_nothing(
    shipped: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        "The minister slammed the shameful deal, which critics called a slam dunk.",
        "A killer whale was seen; the reckless plan would drag the economy to its knees.",
    ]

    def seen(matcher: Matcher) -> list[list[tuple[str, int, int]]]:
        found = (matcher.search(parse(article(text), fast=True))[0] for text in texts)
        return [[(hit.rule.id, hit.first, hit.last) for hit in hits] for hits in found]

    wanted = seen(shipped)
    assert all(wanted)
    monkeypatch.setattr("framing.matching.automaton._MOST_STATES", 1)
    forgetful = Matcher(shipped.lexicon)
    assert seen(forgetful) == seen(forgetful) == wanted
