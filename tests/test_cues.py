"""The cue language, row by row of the table in ``lexicons/README.md``: what each way of writing finds, and does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.lexicon.cues import CueError, compile_cue

from .small_lexicons import cue_block, found, lexicon

Case = tuple[str, str, list[str]]


def _found(folder: Path, keys: str, cue: str, text: str, *, fast: bool = True) -> list[str]:
    sets = {"sea": "boat, fishing net, ferry", "fleet": "@sea, navy"}
    return found(lexicon(folder, keys + cue_block(cue), sets=sets), text, fast=fast)


@pytest.mark.parametrize(
    ("keys", "cue", "text", "words"),
    [
        # a word
        ("", "slam", "They slam the plan and slammed it.", ["slam"]),
        ('inflect = "verb"\n', "slam", "They slam, slams, slammed, slamming it.",
         ["slam", "slams", "slammed", "slamming"]),
        ('inflect = "noun"\n', "crisis", "One crisis and two crises.", ["crisis", "crises"]),
        # a phrase
        ("", "lash out", "They lash out. They lash it out.", ["lash out"]),
        ('inflect = "verb"\n', "lash out", "He lashed out and lashes outs.", ["lashed out"]),
        ('inflect = "noun"\n', "witch hunt", "Two witch hunts, not witches hunt.", ["witch hunts"]),
        # ~ marks the word that inflects
        ('inflect = "noun"\n', "play the ~card", "He will play the cards, not plays the card.", ["play the cards"]),
        ("", "rightly ~(say|note)", "He rightly said and rightly notes it.", ["rightly said", "rightly notes"]),
        # * any inflected form
        ("", "slam door*", "They slam doors and slam door.", ["slam doors", "slam door"]),
        # ( | )
        ("", "(rip|tear) into", "They rip into it, tear into it, bite into it.", ["rip into", "tear into"]),
        ("", "(in a|one) word", "It is in a word, one word, a word.", ["in a word", "one word"]),
        ("", "at (the|) sea", "It is at the sea and at sea.", ["at the sea", "at sea"]),
        ('inflect = "verb"\n', "(rip|tear) into", "He tore into it and ripped into it.", ["tore into", "ripped into"]),
        # @name
        ("", "sink the @sea", "They sink the boat, sink the fishing net, sink the ferry.",
         ["sink the boat", "sink the fishing net", "sink the ferry"]),
        ("", "sink the @fleet", "They sink the navy and sink the boat.", ["sink the navy", "sink the boat"]),
        # <n>
        ("", "take <1> swipe", "They take a swipe, take swipe, take a big swipe.", ["take a swipe", "take swipe"]),
        ("", "take <2> swipe", "They take a big swipe, and take one, swipe.", ["take a big swipe", "take one, swipe"]),
        ("", "take <3> swipe", "They take it. Swipe. Take: swipe; take “a” swipe.", []),
        # {POS} without a parse
        ("", "a {ADJ} plan", "It is a bad plan.", []),
        # hyphen patterns
        ("", "anti-*", "An anti-whaling law, anti whaling, antiwhaling.", ["anti-whaling"]),
        ("", "*-obsessed", "A boat-obsessed mayor, a sea-and-boat-obsessed one, obsessed.",
         ["boat-obsessed", "sea-and-boat-obsessed"]),
        # ** any characters of a word, ? one
        ("", "econom**", "The economy, an economist, econom, economy-driven, the uneconomic.",
         ["economy", "economist", "econom", "economy-driven"]),
        ("", "**phob**", "A phobia, xenophobic, homophobe, phone.", ["phobia", "xenophobic", "homophobe"]),
        ("", "w?m?n", "A woman, women, wmn, womens.", ["woman", "women"]),
        ("", "the econom** <1> fail**", "The economy has failed. The economic plan fails now.",
         ["The economy has failed", "The economic plan fails"]),
        ("", "(econom**|tax) plan", "An economic plan, a tax plan, a plan.", ["economic plan", "tax plan"]),
        # exact: as written and in no other way
        ('inflect = "exact"\n', "colour", "A colour, colours, color.", ["colour"]),
        ('inflect = "exact"\n', "long-overdue", "A long-overdue, long overdue law.", ["long-overdue"]),
        ('inflect = "exact"\n', "the labour of love", "The labour of love, the labor of love.",
         ["The labour of love"]),
        # hyphens apart, spellings, apostrophes, capitals
        ("", "long-overdue", "A long-overdue and long overdue and long‑overdue law.",
         ["long-overdue", "long overdue", "long‑overdue"]),
        ("", "has-been", "He has been a has-been.", ["has-been"]),
        ("", "demonise", "They demonise and demonize it.", ["demonise", "demonize"]),
        ('inflect = "verb"\n', "demonize", "He demonised it, demonizing them.", ["demonised", "demonizing"]),
        ("", "dishonour", "A dishonour, a dishonor.", ["dishonour", "dishonor"]),
        ("", "colorful", "A colorful, colourful tale.", ["colorful", "colourful"]),
        ("", "won't", "They won't and won’t.", ["won't", "won’t"]),
        ("", "slam", "SLAM it. Slam it.", ["SLAM", "Slam"]),
        ("case = true\n", "Slam", "The Slam and the slam.", ["Slam"]),
        # longest first, all kept for the scorer to choose
        ("", "lash", "They lash out.", ["lash"]),
    ],
)  # fmt: skip
def test_the_cue_language(tmp_path: Path, keys: str, cue: str, text: str, words: list[str]) -> None:
    assert _found(tmp_path, keys, cue, text) == words


def test_a_slot_is_one_word_of_its_part_of_speech(tmp_path: Path) -> None:
    cue = "a {ADJ} plan"
    assert _found(tmp_path, "", cue, "The mayor has a terrible plan for the harbour.", fast=False) == [
        "a terrible plan"
    ]


def test_a_plainer_wording_and_comments(tmp_path: Path) -> None:
    made = lexicon(
        tmp_path, cue_block("# a comment", "lash out => criticise", "slam  # hard", "c# is no comment here"[:1])
    )
    assert [(cue.text, cue.plainer) for cue in made.rules[0].cues] == [
        ("lash out", "criticise"),
        ("slam", None),
        ("c", None),
    ]
    lines = (tmp_path / "en" / "testing.toml").read_text(encoding="utf-8").split("\n")
    assert [lines[cue.line - 1].split()[0] for cue in made.rules[0].cues] == ["lash", "slam", "c"]


@pytest.mark.parametrize(
    ("cue", "message"),
    [
        ("ferr(y|ies)", "that touches a word"),
        ("(y|ies)fer", "that touches a word"),
        ("(a|b", "has a '(' without ')'"),
        ("a|b)", "has a '|' outside '( )'"),
        ("a b)", "has a ')' without '('"),
        ("a|b", "has a '|' outside '( )'"),
        ("<2>", "holds no word"),
        ("{ADJ} <1>", "holds no word"),
        ("<2> swipe", "begins or ends with a gap or a slot"),
        ("take <2>", "begins or ends with a gap or a slot"),
        ("{ADJ} plan", "begins or ends with a gap or a slot"),
        ("take <2> <2> it", "has a gap after a gap"),
        ("take <2> (all|) <1> it", "has a gap after a gap"),
        ("take <0> it", "has the gap <0>; a gap is 1 to 6 words"),
        ("take <7> it", "has the gap <7>; a gap is 1 to 6 words"),
        ("take <99999999999> it", "has the gap <99999999999>; a gap is 1 to 6 words"),
        ("a {ADJECTIVE} plan", "has {ADJECTIVE}, which is no universal part of speech"),
        ("a @nothing plan", "names the set @nothing, which the file does not have"),
        ("(a|)", "may be empty"),
        ("(a|) (b|)", "may be empty"),
        ("()", "may be empty"),
        (" ".join("abcdefghijklm"), "is longer than 12 words"),
        ("(" + " ".join("abcdefghijklm") + "|x)", "has an alternative longer than 12 words"),
        ("(a <1> b|c) d", "has a gap or a slot inside alternatives"),
        ("((((((a))))))", "has '( )' more than 4 deep"),
        ("(a+)+$", "holds 'a+', which is not a word"),
        ("sl\u200bam", "which is not a word"),
        ("slam\u202e", "which is not a word"),
        ("50%", "holds '50%', which is not a word"),
        ("**", "write ** for any letters and ? for one, beside at least one letter"),
        ("a ?", "write ** for any letters and ? for one, beside at least one letter"),
        ("a***", "write ** for any letters"),
        ("eco*nomy", "which is not a word"),
        ("it's**", "which a text has as more than one word; no word fits it"),
        ("a.**b", "which a text has as more than one word"),
        ("a <x> b", "cannot be read at"),
        ("@deep1", "sets that refer to each other more than 4 deep"),
        ("@many", "stands for more than 4000 phrases"),
        (" ".join(["@ten"] * 1) + " x (" + "@ten @ten @ten @ten" + ")", "stands for more than 4000 phrases"),
    ],
)
def test_a_cue_that_cannot_be_read_says_why(cue: str, message: str) -> None:
    sets = {f"deep{n}": (f"@deep{n + 1}",) for n in range(1, 7)}
    sets |= {"ten": tuple("abcdefghij"), "many": ("@thousand",) * 5, "thousand": ("@ten",) * 100}
    with pytest.raises(CueError) as error:
        compile_cue(cue, sets=sets)
    assert message in str(error.value)


@given(st.text(st.sampled_from("ab ()|<>12{}ADJ@x~*?-'.&\u00e9\u200b#\n"), max_size=40))
def test_any_line_is_a_cue_or_a_cue_error(text: str) -> None:
    for inflect in ("none", "verb", "noun"):
        try:
            elements = compile_cue(text, inflect=inflect, sets={"x": ("a b", "b")})
        except CueError as error:
            assert str(error)
        else:
            assert elements


def test_cues_are_compiled_in_time_that_grows_with_what_is_written() -> None:
    wide = "(" + "|".join("abcdefghij") + ")"
    started = time.process_time()
    for _ in range(200):
        compile_cue(" ".join([wide] * 12))
    assert time.process_time() - started < 2


def test_sets_of_sets_cannot_multiply_without_end() -> None:
    sets = {f"s{n}": (f"@s{n + 1}",) * 1000 for n in range(3)} | {"s3": ("a",) * 1000}
    started = time.process_time()
    with pytest.raises(CueError, match="more than 4000"):
        compile_cue("@s0", sets=sets)
    assert time.process_time() - started < 1
