"""Dictionaries of other programs: what is read, what is refused and why, and that the folder hits what they would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.dictionaries import FORMATS, read_dictionary
from framing.dictionaries.to_cue import NoCueError, to_cue
from framing.dictionaries.to_folder import About, Imported, make_folder_of
from framing.errors import LexiconError
from framing.lexicon import load, read_folder, select
from framing.lexicon_check import check_folder

from .small_lexicons import found

LIWC = """%
1\tSorrow
2\tDrives (Power)
10\tSmall
%
grief*\t1
mourn  1 2
boss*\t2
the\t10
kind of\t10
don't\t10
mourn\t1
like\t(02 134)125/464
:(\t1
it's*\t10
chief\t2\t77
"""
QUANTEDA = """economy:
  state: [welfare, "nationali*", no, 1_000]
  market:
    - free market
    - "w?man"
    - "(a|b)"
    - "*"
empty:
tax: levy
"""
ABOUT = About(title="Toy words", source="Sol 2024", licence="CC0-1.0", family="L")


def _import(folder: Path, name: str, text: str, format: str | None = None) -> Imported:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    kind, dictionary = read_dictionary(file, format)
    made = make_folder_of(dictionary, folder / "toy", ABOUT, format=kind, file=file)
    assert made.read == sum(made.written.values()) + len(made.refused)
    return made


def _refused(made: Imported) -> list[tuple[int, str, str]]:
    return [(one.line, one.term, one.reason) for one in made.refused]


def test_a_liwc_dictionary_becomes_a_folder_that_passes_its_check(tmp_path: Path) -> None:
    made = _import(tmp_path, "toy.dic", LIWC)
    assert made.written == {"toy_sorrow": 2, "toy_drives_power": 3, "toy_small": 3}
    assert _refused(made) == [
        (12, "mourn", "it stands already in line 7"),
        (13, "like", "has a condition, which LIWC has dropped"),
        (14, ":(", "the sign ( cannot be looked for"),
        (15, "it's*", 'it holds "it\'s**", which a text has as more than one word; no word fits it'),
        (16, "chief", "the head has no category 77"),
    ]
    assert check_folder(tmp_path / "toy") == []
    assert "13 entries read: 8 written, 5 refused" in (tmp_path / "toy" / "README.md").read_text(encoding="utf-8")
    lines = (tmp_path / "toy" / "refused.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "line,term,category,reason"
    assert len(lines) == 6


def test_an_imported_category_hits_what_liwc_hits(tmp_path: Path) -> None:
    _import(tmp_path, "toy.dic", LIWC)
    lexicon = load(tmp_path / "toy")
    text = (
        "The Grief Centre did not mourn. Grieving and grief-stricken, grievance; griefs. Bosses mourned, a kind of it."
    )
    assert found(select(lexicon, only=frozenset({"toy_sorrow"})), text) == [
        "Grief",
        "mourn",
        "grief-stricken",
        "griefs",
    ]
    assert found(select(lexicon, only=frozenset({"toy_drives_power"})), text) == ["mourn", "Bosses"]
    assert found(select(lexicon, only=frozenset({"toy_small"})), text) == ["The", "kind of"]


def test_a_quanteda_dictionary_keeps_its_keys_and_its_words(tmp_path: Path) -> None:
    made = _import(tmp_path, "toy.yml", QUANTEDA)
    assert made.written == {"toy_economy_state": 4, "toy_economy_market": 2, "toy_tax": 1}
    assert _refused(made) == [
        (6, "(a|b)", "the sign ( cannot be looked for"),
        (7, "*", "a wildcard by itself fits every word"),
        (8, "", "the category has no term"),
    ]
    lexicon = load(tmp_path / "toy")
    assert {c.title for c in lexicon.categories} == {
        "Toy words: economy > state", "Toy words: economy > market", "Toy words: tax"
    }  # fmt: skip
    assert found(lexicon, "No welfare, no nationalisation, a woman, a free market and levies.") == [
        "No", "welfare", "no", "nationalisation", "woman", "free market"
    ]  # fmt: skip
    assert check_folder(tmp_path / "toy") == []


def test_lists_and_tables(tmp_path: Path) -> None:
    made = _import(tmp_path, "words.txt", "# mine\nslur\n\nbad  apple\nslur\n")
    assert (made.written, _refused(made)) == ({"toy": 2}, [(5, "slur", "it stands already in line 2")])
    text = "term;weight;note;category\nslur;2;an insult, plain;A\nnasty;-3;;A\nawful;0.5;;B\n;1;;B\nbad;x;;B\n"
    (tmp_path / "again").mkdir()
    made = _import(tmp_path / "again", "words.csv", text)
    assert made.written == {"toy_a": 1, "toy_b": 1}
    assert [reason for _, _, reason in _refused(made)] == [
        "the weight -3 is not from 0 to 2, where 1 is plain; rescale the column",
        "the row has no term",
        "the weight 'x' is no number",
    ]
    rules = {rule.category: rule for rule in load(tmp_path / "again" / "toy").rules}
    assert (rules["toy_a"].weight, rules["toy_a"].note) == (2.0, "an insult, plain")
    assert (rules["toy_b"].weight, rules["toy_b"].note) == (0.5, "listed in Toy words under B")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("DicTerm,Aa,Bb\nhouse*,X,\nin the,X,0.5\n", {"toy_aa": 2, "toy_bb": 1}),
        ("house*,Aa\nin the,Bb\n", {"toy_aa": 1, "toy_bb": 1}),
        ('house*\n"in the"\n', {"toy": 2}),
    ],
)
def test_tables_without_names_and_wide_ones(tmp_path: Path, text: str, written: dict[str, int]) -> None:
    assert _import(tmp_path, "toy.csv", text).written == written


def test_a_list_of_nearly_every_word_is_said_to_need_an_example(tmp_path: Path) -> None:
    every = "the on to a council met monday trains coast ran late nine boats sank xylographers varnish zithers"
    _import(tmp_path, "words.txt", every.replace(" ", "\n"))
    assert [problem.message for problem in check_folder(tmp_path / "toy")] == ["toy needs at least one 'miss' example"]


def test_names_that_would_be_one_file_are_kept_apart(tmp_path: Path) -> None:
    made = _import(tmp_path, "toy.yml", "econ:\n  +state+: [levy]\n  =state=: [tax]\n  '-state-': [duty]\n")
    assert list(made.written) == ["toy_econ_state", "toy_econ_state_2", "toy_econ_state_3"]


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    text = 'term,note,category\nslur,"""\n[[group]]\nid = ""x"" \u202e \\u0000","../../e\tvil\u200b"\n=cmd(),x,y\n'
    made = _import(tmp_path, "words.csv", text)
    assert list(made.written) == ["toy_e_vil"]
    assert check_folder(tmp_path / "toy") == []
    assert "'=cmd()" in (tmp_path / "toy" / "refused.csv").read_text(encoding="utf-8")


def test_nothing_is_written_where_nothing_can_be_used(tmp_path: Path) -> None:
    made = _import(tmp_path, "words.txt", "*\n?\n(\n")
    assert (made.written, len(made.refused)) == ({}, 3)
    assert not (tmp_path / "toy").exists()


BAD: dict[str, tuple[str | bytes, str]] = {
    "empty.dic": ("", "1:1: is empty; there is nothing to import"),
    "open.dic": ("%\n1\tA\nword\t1\n", "3:1: ends in its head: the line % that closes the list"),
    "head.dic": ("%\nA 1\n%\nword\t1\n", "2:1: 'A 1' is no category; write a number, a tab and a name"),
    "twice.dic": ("%\n1\tA\n1\tB\n%\nword\t1\n", "3:1: the category number 1 stands twice"),
    "prose.dic": ("word\tA\nsome prose\n", "2:1: is no line of a LIWC dictionary"),
    "alias.yml": ("a: &x [b]\nc: *x\n", "2:1: refers to another part of the file"),
    "bombs.yml": ("a: &x [b]\nc: [*x, *x]\n", "2:1: refers to another part of the file"),
    "broken.yml": ("a:\n  - b\n c: [\n", "3:2: is not YAML that can be read"),
    "deep.yml": ("a: " + "[" * 3000 + "]" * 3000, "1:1: has keys more than 12 deep"),
    "list.yml": ("- a\n- b\n", "1:1: is no dictionary: its top level must be keys"),
    "null.yml": ("# nothing\n", "1:1: is empty"),
    "control.yml": ("a: [b]\nc: [\x01]\n", "2:1: is not YAML that can be read"),
    "python.yml": ("a: !!python/object/apply:os.system [ls]\n", ""),
    "none.txt": ("# a comment\n", "1:1: has no term"),
    "wide.csv": ("a,b,c\n", "1:1: has more than two columns and no first row that names one of them 'term'"),
    "head.csv": ("term,weight\n", "1:1: has no term below its first row"),
    "quote.csv": ('term\nfine\n"open\n', "3:1: has a row that cannot be read"),
    "binary.dic": (b"PK\x03\x04" + b"\0" * 200, "1:1: "),
    "words.xyz": ("a\n", "1:1: has a suffix that does not tell its format; give --format"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_line_with_its_place(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if not message:
        assert [entry.term for entry in read_dictionary(path)[1].entries] == ["ls"]
        return
    with pytest.raises(LexiconError) as error:
        read_dictionary(path)
    assert str(error.value).startswith(f"{path.as_posix()}:{message}"), str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read: no such file"):
        read_dictionary(tmp_path / "nowhere.dic")


@pytest.mark.parametrize("format", FORMATS)
@given(text=st.text(st.sampled_from("ab*?:-%\t\n ,;#'\"[]{}&!|>1é\u200b"), max_size=80))
def test_any_text_is_read_or_refused_and_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, format: str, text: str
) -> None:
    try:
        dictionary = FORMATS[format](text, "x")
    except LexiconError as error:
        assert re.match(r"x:\d+:\d+: ", str(error))
        return
    for entry in dictionary.entries:
        assert 1 <= entry.line <= text.count("\n") + 1
        try:
            assert to_cue(entry.term, format=format)
        except NoCueError as error:
            assert str(error)


def test_a_dictionary_of_twelve_thousand_terms_is_imported_in_seconds(tmp_path: Path) -> None:
    names = [f"{n}\tcat{n}" for n in range(1, 61)]
    words = [f"{a}{b}{c}{d}" for a in "bdfgklmn" for b in "aeiou" for c in "bdfgklmnprstvz" for d in "aeiouy"]
    lines = [
        f"{word}{tail}\t{n % 60 + 1}\t{n * 7 % 60 + 1}" for n, word in enumerate(words) for tail in ("x", "r*", "t")
    ]
    made = _import(tmp_path, "toy.dic", "\n".join(["%", *names, "%", *lines]))
    assert sum(made.written.values()) > 18_000
    lexicon, problems = read_folder(tmp_path / "toy")
    assert problems == []
    assert lexicon.size == sum(made.written.values())
