"""Constructions over the parse: what they find, what makes them fail, and faults of their text by line and column."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from framing.lexicon import load, read_folder
from framing.lexicon.patterns import PatternError, compile_pattern
from framing.pipeline import analyze_all
from framing.scoring import build
from framing.types import Article

from .small_lexicons import category_file, found, lexicon, reasons

PASSIVE = '''
pattern = """
act: lemma kill|arrest; tag VBN      # the word that begins it
act > subject: dep nsubjpass
act > be: dep auxpass
act !> by: dep agent
"""
mark = "be act"
'''
CONTRAST = '''
pattern = """
but: lemma but; dep cc
but < one: pos NOUN|ADJ
one > another: dep conj
one < be: lemma be
be > no: dep neg
no .. one
"""
mark = "no another*"
'''


def test_a_passive_without_an_agent_is_found_and_one_with_an_agent_is_not(tmp_path: Path) -> None:
    small = lexicon(tmp_path, PASSIVE)
    assert found(small, "Two men were killed near Goma on Friday.", fast=False) == ["were killed"]
    assert found(small, "Two men were killed by soldiers near Goma on Friday.", fast=False) == []
    assert found(small, "Soldiers killed two men near Goma on Friday.", fast=False) == []


def test_a_near_miss_names_the_line_that_failed(tmp_path: Path) -> None:
    small = lexicon(tmp_path, PASSIVE)
    (by,) = reasons(small, "Two men were killed by soldiers near Goma on Friday.", fast=False)
    assert "“act !> by: dep agent”: a word stands there that it forbids" in by


def test_the_mark_may_take_in_a_whole_subtree(tmp_path: Path) -> None:
    small = lexicon(tmp_path, CONTRAST)
    text = "It was not courage but vanity that sank the ship."
    assert found(small, text, fast=False) == ["not courage but vanity"]


def test_without_a_parse_nothing_is_found_and_the_analysis_says_so(tmp_path: Path) -> None:
    small = lexicon(tmp_path, PASSIVE)
    text = "Two men were killed near Goma on Friday. " * 10
    assert found(small, text, fast=True) == []
    for fast, said in ((True, 1), (False, 0)):
        (analysis,) = analyze_all([Article(id="a", text=text)], build(small, ["lexicon"]), fast=fast)
        assert sum(skipped.id == "constructions" for skipped in analysis.skipped) == said


def test_conditions_of_a_group_hold_for_its_construction(tmp_path: Path) -> None:
    small = lexicon(tmp_path, 'voice = "writer"\nnot_near = ["earthquake"]\n' + PASSIVE)
    assert found(small, "“Two men were killed near Goma,” the mayor said.", fast=False) == []
    assert found(small, "Two men were killed in the earthquake.", fast=False) == []


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "has no line", 0),
        ("act: lemma kill\nact > x y z", "cannot be read", 1),
        ("act: lemma kill\nother > x: dep nsubj", "which no line before it names", 1),
        ("act: lemma kill\nx: dep nsubj", "hangs on nothing", 1),
        ("act > x: dep nsubj", "stands first", 0),
        ("act: not lemma kill", "must say by which", 0),
        ("act: lemma @none", "names the set @none", 0),
        ("act: lemma @phrases", "more than a word", 0),
        ("act: pos VRB", "is no pos that the parser knows", 0),
        ("act: tag VBQ", "is no tag", 0),
        ("act: dep subject", "is no dep", 0),
        ("act: colour red", "has the test 'colour red'", 0),
        ("act: lemma", "without a value", 0),
        ("act: lemma kill\nact > act: dep nsubj", "a second time", 1),
        ("act: lemma kill\nact !> x", "forbids every word", 1),
        ("act: lemma kill\nact ?> x: dep nsubj\nx > y: dep det", "for certain", 2),
        ("act: lemma kill\nact > x: dep nsubj\nact .. x: pos NOUN", "stands before another", 2),
        ("act: lemma kill\n" + "\n".join(f"act > x{n}: dep dep" for n in range(12)), "more than 12 lines", 12),
    ],
)
def test_a_fault_is_named_at_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(PatternError, match=r".") as caught:
        compile_pattern(text, "act", {"phrases": ("set fire to",)})
    assert message in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize("mark", ["", "nobody", "by"])
def test_what_is_marked_must_be_there(mark: str) -> None:
    with pytest.raises(PatternError, match="marks"):
        compile_pattern("act: lemma kill\nact !> by: dep agent", mark, {})


def test_a_fault_of_a_file_has_its_path_line_and_column(tmp_path: Path) -> None:
    home = tmp_path / "en"
    home.mkdir()
    text = category_file('pattern = """\nact: lemma kill\n  act > by: dep agnt\n"""\nmark = "act"\n')
    (home / "testing.toml").write_text(text, encoding="utf-8")
    _, problems = read_folder(home)
    rows = text.split("\n")
    line = next(number for number, row in enumerate(rows, 1) if "agnt" in row)
    assert [(p.line, p.column) for p in problems if "agnt" in p.message] == [(line, 3)]


def test_a_group_has_cues_or_a_pattern_and_not_both(tmp_path: Path) -> None:
    home = tmp_path / "en"
    home.mkdir()
    (home / "testing.toml").write_text(category_file(PASSIVE + 'cues = "kill"\n'), encoding="utf-8")
    assert any("has cues and a pattern" in problem.message for problem in read_folder(home)[1])


def test_many_words_on_one_head_do_not_make_it_slow(tmp_path: Path) -> None:
    lines = "\n".join(f"act > x{n}: pos NOUN" for n in range(11))
    small = lexicon(tmp_path, f'pattern = """\nact: lemma buy\n{lines}\n"""\nmark = "act"\n')
    text = "They bought " + ", ".join(["bread", "rice", "salt", "milk"] * 200) + "."
    found(small, "They bought bread.", fast=False)  # loads the parser
    begin = time.perf_counter()
    found(small, text, fast=False)
    assert time.perf_counter() - begin < 20


def test_the_shipped_constructions_are_those_of_the_plan() -> None:
    patterns = {rule.category for rule in load().rules if rule.pattern is not None}
    assert patterns >= {
        "agent_deletion",
        "authorial_voice",
        "concession_counterexpectation",
        "loaded_reporting_verb",
        "metalinguistic_evaluation",
        "universal_bandwagon",
        "vague_attribution",
    }
