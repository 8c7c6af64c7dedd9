"""Broken lexicon folders: each fault is named by its place and in words that tell an author what to do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import LexiconError
from framing.lexicon import load, read_folder
from framing.lexicon_check import check_folder

from .small_lexicons import EXAMPLES, category_file, cue_block

GOOD = cue_block("xylograph")
CONTESTED = """schema = 1
category = "contested_term"
family = "P"
version = 1
licence = "Apache-2.0"

[[concept]]
id = "sena-sea"
name = "The sea round Sena Island"
advice = "Use the name of the body being reported."
basis = "own"

  [[concept.variant]]
  cues = "Sena Sea"
  used_by = "the island"
  implies = "the sea is the island's"

  [[concept.variant]]
  cues = "Western Reach"
  used_by = "the mainland"
  implies = "the sea is the mainland's"

  [concept.examples]
  hit = ["Boats crossed the [Sena Sea] at dawn."]
  miss = ["Boats crossed the bay at dawn."]
"""


def _without_variant(text: str) -> str:
    return text.replace(
        text[text.index('  [[concept.variant]]\n  cues = "Western') : text.index("  [concept.examples]")], ""
    )


def _group(keys: str) -> str:
    return category_file(GOOD + keys)


#: name -> (files of the folder, the problems that are expected, in order; a line is matched as a regular expression)
BROKEN: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "bad TOML": (
        {"testing.toml": category_file(GOOD) + "\nwhat is this\n"},
        [r"en/testing.toml:\d+:6: is not valid TOML: expected '=' after a key"],
    ),
    "not UTF-8": (
        {"testing.toml": category_file(GOOD).replace("Sol 2024", "S\xe9l 2024").encode("latin-1")},
        [r"en/testing.toml:11:17: is not UTF-8 text"],
    ),
    "unknown key": (
        {"testing.toml": _group("colour = 'red'\n")},
        [r"en/testing.toml:20:1: 'colour' is no key of this table"],
    ),
    "unknown key at the top": (
        {"testing.toml": category_file(GOOD, head="colour = 'red'\n")},
        [r"en/testing.toml:12:1: 'colour' is no key of this table"],
    ),
    "unknown family": (
        {"testing.toml": category_file(GOOD).replace('family = "L"', 'family = "Q"')},
        [r"en/testing.toml:3:1: 'family': input should be 'L', 'F', 'A', 'P' or 'H'"],
    ),
    "another schema": (
        {"testing.toml": category_file(GOOD).replace("schema = 1", "schema = 2")},
        [r"en/testing.toml:1:1: 'schema': input should be 1"],
    ),
    "category is not the file's name": (
        {"testing.toml": category_file(GOOD, category="trying")},
        [r"en/testing.toml:2:1: the category is 'trying', and the file 'testing'; name both alike"],
    ),
    "a cue twice": (
        {"testing.toml": category_file(cue_block("xylograph", "slam", "slam"))},
        [r"en/testing.toml:20:1: 'slam' stands already in en/testing.toml:19"],
    ),
    "a cue in two categories": (
        {"testing.toml": category_file(GOOD), "trying.toml": category_file(GOOD, category="trying")},
        [r"en/trying.toml:18:1: 'xylograph' stands already in en/testing.toml:18"],
    ),
    "a group twice": (
        {"testing.toml": category_file(GOOD, cue_block("slam")).replace("group-1", "group-0")},
        [r"en/testing.toml:22:1: the group id 'group-0' stands twice"],
    ),
    "no source": (
        {"testing.toml": category_file(GOOD).replace('source = "own: words chosen for this test"\n', "")},
        [r"en/testing.toml:13:1: 'source' is missing"],
    ),
    "own without a reason": (
        {"testing.toml": category_file(GOOD).replace("own: words chosen for this test", "own: x")},
        [r"en/testing.toml:15:1: 'own' needs a reason: own: <why these words>"],
    ),
    "no examples": (
        {"testing.toml": category_file(GOOD, examples="\n[examples]\nhit = []\n")},
        [
            r"en/testing.toml:21:1: testing needs at least one 'hit' example",
            r"en/testing.toml:21:1: testing needs at least one 'miss' example",
        ],
    ),
    "no table of examples": (
        {"testing.toml": category_file(GOOD, examples="")},
        [r"en/testing.toml:1:1: 'examples' is missing"],
    ),
    "a hit without brackets": (
        {"testing.toml": category_file(GOOD, examples=EXAMPLES.replace("[xylograph]", "xylograph"))},
        [
            r"en/testing.toml:22:1: the example “The crews xylograph the plan\.” should find nothing, and finds",
            r"en/testing.toml:22:9: a hit example marks the words to be found with \[ \]",
        ],
    ),
    "examples that do not hold": (
        {
            "testing.toml": category_file(
                GOOD, examples='\n[examples]\nhit = [\n  "They [slam] it.",\n]\nmiss = [\n  "They xylograph it.",\n]\n'
            )
        },
        [
            r"en/testing.toml:23:1: the example “They slam it\.” should find “slam”, and finds nothing",
            r"en/testing.toml:26:1: the example “They xylograph it\.” should find nothing, and finds “xylograph”",
        ],
    ),
    "an unknown set": (
        {"testing.toml": category_file(GOOD + 'near = ["@fleet"]\n')},
        [r"en/testing.toml:20:10: '@fleet' names the set @fleet, which the file does not have"],
    ),
    "a parenthesis that is not closed": (
        {"testing.toml": category_file(cue_block("xylograph", "(rip|tear into"))},
        [r"en/testing.toml:19:1: '\(rip\|tear into' has a '\(' without '\)'"],
    ),
    "gaps only": (
        {"testing.toml": category_file(cue_block("xylograph", "  <2>"))},
        [r"en/testing.toml:19:3: '<2>' holds no word"],
    ),
    "a gap at the end": (
        {"testing.toml": category_file(cue_block("xylograph", "take a <2>"))},
        [r"en/testing.toml:19:1: 'take a <2>' begins or ends with a gap or a slot"],
    ),
    "too long": (
        {"testing.toml": category_file(cue_block("xylograph", "a b c d e f g h i j k l m"))},
        [r"en/testing.toml:19:1: 'a b c d e f g h i j k l m' is longer than 12 words"],
    ),
    "a bad character": (
        {"testing.toml": category_file(cue_block("xylograph", "50% more"))},
        [r"en/testing.toml:19:1: '50% more' holds '50%', which is not a word: letters, digits, ' and - only"],
    ),
    "a zero-width space": (
        {"testing.toml": category_file(cue_block("xylograph", "sl\u200bam"))},
        [
            r"en/testing.toml:19:1: 'sl\\u200bam' holds 'sl\\u200bam', which is not a word",
            r"en/testing.toml:19:3: holds the invisible character U\+200B",
        ],
    ),
    "a right-to-left mark": (
        {"testing.toml": category_file(GOOD, head='not_near = ["navy\u202e"]\n')},
        [
            r"en/testing.toml:12:14: 'navy\\u202e' holds 'navy\\u202e', which is not a word",
            r"en/testing.toml:12:18: holds the invisible character U\+202E",
        ],
    ),
    "a pattern made to be slow": (
        {"testing.toml": category_file(cue_block("xylograph", "(a+)+$", "(.*)*"))},
        [
            r"en/testing.toml:19:1: '\(a\+\)\+\$' holds 'a\+', which is not a word",
            r"en/testing.toml:20:1: '\(\.\*\)\*' holds '\.\*', which is not a word",
        ],
    ),
    "a weight that is no number": (
        {"testing.toml": _group("weight = nan\n")},
        [r"en/testing.toml:20:1: 'weight': input should be a finite number"],
    ),
    "a weight below nothing": (
        {"testing.toml": _group("weight = -1.0\n")},
        [r"en/testing.toml:20:1: 'weight': input should be greater than or equal to 0"],
    ),
    "a part of speech that is none": (
        {"testing.toml": _group('pos = "VERBS"\n')},
        [r"en/testing.toml:20:1: 'pos': input should be 'ADJ', 'ADP', .*'PROPN', 'SCONJ' or 'VERB'"],
    ),
    "an inflection that is none": (
        {"testing.toml": _group('inflect = "adjective"\n')},
        [r"en/testing.toml:20:1: 'inflect': input should be 'verb', 'noun', 'none' or 'exact'"],
    ),
    "a voice that is none": (
        {"testing.toml": _group('voice = "quote"\n')},
        [r"en/testing.toml:20:1: 'voice': input should be 'both' or 'writer'"],
    ),
    "a category that cannot be one": (
        {"testing.toml": category_file(GOOD).replace('category = "testing"', 'category = "Testing It"')},
        [r"en/testing.toml:2:1: 'category': string should match pattern"],
    ),
    "text where a number belongs": (
        {"testing.toml": _group('severity = "high"\n')},
        [r"en/testing.toml:20:1: 'severity': input should be a valid integer"],
    ),
    "a key twice": (
        {"testing.toml": category_file(GOOD, head='licence = "MIT"\n')},
        [r"en/testing.toml:12:\d+: is not valid TOML: cannot overwrite a value"],
    ),
    "a string that never ends": (
        {"testing.toml": category_file(GOOD).replace('\n"""\n', "\n", 1)},
        [r"en/testing.toml:\d+:\d+: is not valid TOML: "],
    ),
    "no licence": (
        {"testing.toml": category_file(GOOD).replace('licence = "Apache-2.0"\n', "")},
        [r"en/testing.toml:1:1: 'licence' is missing"],
    ),
    "a wildcard alone": (
        {"testing.toml": category_file(cue_block("xylograph", "**"))},
        [r"en/testing.toml:19:1: '\*\*' holds '\*\*'; write \*\* for any letters and \? for one"],
    ),
    "severity 9": (
        {"testing.toml": _group("severity = 9\n")},
        [r"en/testing.toml:20:1: 'severity': input should be less than or equal to 3"],
    ),
    "a group without a cue": (
        {"testing.toml": category_file(GOOD, cue_block("# nothing yet"))},
        [r"en/testing.toml:21:1: the group 'group-1' has no cue"],
    ),
    "one variant": (
        {"contested/sea.toml": _without_variant(CONTESTED)},
        [r"en/contested/sea.toml:\d+:1: 'variant' needs at least 2, and has 1"],
    ),
    "a concept twice": (
        {"contested/sea.toml": CONTESTED, "contested/water.toml": CONTESTED},
        [r"en/contested/water.toml:8:1: the concept 'sena-sea' stands already in en/contested/sea.toml:8"],
    ),
    "retrieved without a source": (
        {"contested/sea.toml": CONTESTED.replace('basis = "own"', 'basis = "retrieved"')},
        [r"en/contested/sea.toml:7:1: sena-sea: guidance that was retrieved needs its 'source'"],
    ),
    "arrays nested without end": (
        {"testing.toml": category_file(GOOD, head="not_near = " + "[" * 5000 + "]" * 5000 + "\n")},
        [r"en/testing.toml:1:1: is not read: its arrays are nested too deep"],
    ),
    "an empty folder": ({}, [r".*/en:1:1: holds no category file \(\*\.toml\)"]),
}  # fmt: skip


def _write(folder: Path, files: dict[str, str | bytes]) -> Path:
    home = folder / "en"
    home.mkdir()
    for name, content in files.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return home


def test_there_are_enough_kinds_and_each_names_its_place() -> None:
    assert len(BROKEN) >= 40
    for name, (_, expected) in BROKEN.items():
        assert expected, name
        for pattern in expected:
            assert re.match(r"(?:en/[\w/.]+|\.\*/en):(?:\d+|\\d\+):(?:\d+|\\d\+): ", pattern), (name, pattern)


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_named_by_its_place(tmp_path: Path, name: str) -> None:
    files, expected = BROKEN[name]
    found = [str(problem) for problem in check_folder(_write(tmp_path, files))]
    assert len(found) == len(expected), found
    for line, pattern in zip(found, expected, strict=True):
        assert re.match(pattern, line), (line, pattern)


TABLES = {
    "rarity.tsv": "# made\nxylograph\t1.20\n",
    "weights.tsv": "# made\ncategory\tgroup\tterm\tunderlined\tof\tloaded\texpected\thits\tweight\n"
    "testing\tgroup-0\txylograph\t2\t4\t6\t3.0\t9\t0.500\n",
    "parts.tsv": "# made\nword\tseen\tparts\nxylograph\t40\tVERB=39 NOUN=1\n",
    "accepted.tsv": "# made\ncategory\tterm\tkept\tjudged\tshare\ntesting\txylograph\t2\t4\t0.600\n",
    "acceptance.toml": "weight = 0.9\nintercept = 0.1\nlevel = 0.65\n",
}


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("rarity.tsv", "\t1.20", "\tnan", r"rarity.tsv:2:1: 'nan' is no number from 0 up; .* make it anew"),
        ("rarity.tsv", "\t1.20", "", r"rarity.tsv:2:1: has 1 columns in place of 2; .*"),
        ("weights.tsv", "\t0.500", "\t-1", r"weights.tsv:3:1: '-1' is no number from 0 up; .*"),
        ("weights.tsv", "\t9", "", r"weights.tsv:3:1: has 8 columns in place of 9; .*"),
        ("parts.tsv", "VERB=39", "VERB", r"parts.tsv:3:1: '' is no count; .*"),
        ("parts.tsv", "\t40", "\t4.5", r"parts.tsv:3:1: '4.5' is no count; .*"),
        ("accepted.tsv", "2\t4", "5\t4", r"accepted.tsv:3:1: says that more marks were kept than judged; .*"),
        ("accepted.tsv", "0.600", "high", r"accepted.tsv:3:1: 'high' is no number from 0 up; .*"),
        ("acceptance.toml", "0.65", "7", r"acceptance.toml:3:1: 'level': input should be less than 1"),
        ("acceptance.toml", "weight = 0.9", "weight = nan", r"acceptance.toml:1:1: 'weight': input should be .*"),
        ("acceptance.toml", "level = 0.65", "level =", r"acceptance.toml:3:8: is not valid TOML: .*"),
        ("acceptance.toml", "level = 0.65\n", "", r"acceptance.toml:1:1: .*'level'.*"),
    ],
)
def test_a_fault_in_a_measured_table_is_named_by_its_place(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    folder = _write(tmp_path, {"testing.toml": category_file(GOOD)})
    (folder / "structure").mkdir()
    for table, text in TABLES.items():
        (folder / "structure" / table).write_text(text, encoding="utf-8")
    lexicon, problems = read_folder(folder)
    assert not problems
    assert lexicon.weight(lexicon.rules[0], lexicon.rules[0].cues[0]) == 0.5
    assert lexicon.acceptance is not None and lexicon.parts == {"xylograph": frozenset({"VERB"})}
    (folder / "structure" / name).write_text(TABLES[name].replace(old, new), encoding="utf-8")
    (found,) = check_folder(folder)
    assert re.fullmatch(f"en/structure/{problem}", str(found))


def test_a_table_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    folder = _write(tmp_path, {"testing.toml": category_file(GOOD)})
    (folder / "structure").mkdir()
    (folder / "structure" / "parts.tsv").write_bytes(b"# made\nw\xf6rd\t1\tX=1\n")
    assert [str(found) for found in check_folder(folder)] == ["en/structure/parts.tsv:2:2: is not UTF-8 text"]


def test_the_folders_above_are_sound_but_for_their_fault(tmp_path: Path) -> None:
    home = _write(tmp_path, {"testing.toml": category_file(GOOD), "contested/sea.toml": CONTESTED})
    assert check_folder(home) == []


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_text("schema = 1")], ids=["none", "file"])
def test_what_is_no_folder_is_said_to_be_none(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "en")
    with pytest.raises(LexiconError, match=r"give the folder that holds the lexicon's TOML files"):
        load(tmp_path / "en")


def test_all_problems_of_a_folder_come_at_once_and_sorted(tmp_path: Path) -> None:
    home = _write(
        tmp_path,
        {
            "testing.toml": category_file(cue_block("xylograph", "(a", "<1>"), GOOD + "severity = 9\n"),
            "another.toml": category_file(cue_block("b)", "xylograph"), category="other"),
            "contested/sea.toml": CONTESTED.replace("Sena Sea", "Sena (Sea"),
        },
    )
    with pytest.raises(LexiconError) as error:
        load(home)
    problems = error.value.problems
    assert list(problems) == sorted(problems)
    assert {problem.path for problem in problems} == {"en/another.toml", "en/contested/sea.toml", "en/testing.toml"}
    assert str(error.value).count("\n") == len(problems) - 1
    assert [problem.message for problem in problems if problem.path == "en/another.toml"] == [
        "the category is 'other', and the file 'another'; name both alike",
        "'b)' has a ')' without '('",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (category_file(cue_block(*(f"w{number}" for number in range(1_000_000)))), "is larger than 1 MB; split it"),
        (category_file(cue_block(*["ab"] * 300_000)), "holds more than 20000 cues; split it"),
        (category_file(cue_block(*(f"w{n}" for n in range(20_001)))), "holds more than 20000 cues; split it"),
        (category_file(GOOD, head="not_near = [" + '"ab",' * 150_000 + "]\n"), "has more than 1000 entries"),
        (category_file(GOOD, sets={"sea": "ab, " * 20_000}), "string should have at most 40000 characters"),
        (category_file(GOOD).replace("[[group]]", "[[" + " " * 200_000 + "group]]"), ""),
        (category_file(GOOD, head='x = "' + "\u200b" * 100_000 + '"\n'), "holds the invisible character U+200B"),
    ],
    ids=["a million cues", "300,000 cues", "20,001 cues", "a long list", "a long set", "a wide header", "all hidden"],
)
def test_a_file_made_to_be_slow_is_answered_at_once(tmp_path: Path, content: str, message: str) -> None:
    home = _write(tmp_path, {"testing.toml": content})
    started = time.process_time()
    _, problems = read_folder(home)
    assert time.process_time() - started < 5
    assert any(message in problem.message for problem in problems) if message else not problems
    assert all(re.match(r"en/testing\.toml:\d+:\d+: ", str(problem)) for problem in problems)
    assert len(problems) < 40


def test_a_folder_of_too_many_cues_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.lexicon.MOST_IN_FOLDER", 20_000)

    def words(letter: str) -> str:
        return cue_block(*(f"{letter}{number}" for number in range(12_000)))

    home = _write(
        tmp_path,
        {f"{name}.toml": category_file(words(name), category=name) for name in ("aa", "bb", "cc")},
    )
    lexicon, problems = read_folder(home)
    assert [(p.path, p.message) for p in problems] == [
        ("en/bb.toml", "is the file with which the folder has more than 20000 cues; no more are read")
    ]
    assert lexicon.rules == ()


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    home = _write(tmp_path, {"testing.toml": category_file(GOOD)})
    first = read_folder(home)[0].digest
    (home / "structure").mkdir()
    (home / "structure" / "rarity.tsv").write_text("# word\tzipf\nxylograph\t1.2\n", encoding="utf-8")
    second, problems = read_folder(home)
    assert problems == []
    assert second.rarity == {"xylograph": 1.2}
    assert second.digest != first
    (home / "testing.toml").write_text(category_file(cue_block("xylograph", "slam")), encoding="utf-8")
    assert len({first, second.digest, read_folder(home)[0].digest}) == 3
