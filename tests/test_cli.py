"""The command line as its users meet it: answers, exit statuses, streams, terminals, signals."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.cli import completion, main
from framing.cli.layout import fitted, plain, shortened, wrapped
from framing.report.wording import in_100
from framing.store import loads

ROOT = Path(__file__).resolve().parent.parent
LAKE = ROOT / "examples" / "lake-name.txt"
RENT = ROOT / "examples" / "rent-bill.txt"
SENTENCE = "The council met in the town hall on Monday evening to talk about the opening hours of the library. "

pytestmark = pytest.mark.usefixtures("scorers_built_once")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command printed, and its exit status."""

    out: str
    err: str
    status: int


def framing(*arguments: str | Path, stdin: bytes = b"") -> Ran:
    """Run the program in this process, as ``main`` would be run by a shell."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
    finally:
        sys.stdin = before
    out.seek(0)
    err.seek(0)
    return Ran(out=out.read(), err=err.read(), status=int(end.value.code or 0))


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


# --- wrong input: one line that says what, where, what to do ---------------------------------------------------------


def _file(name: str, data: str | bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return make


def _folder(folder: Path) -> Path:
    (folder / "nothing").mkdir()
    (folder / "nothing" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    return folder / "nothing"


JUNK = bytes(range(256)) * 8
FINNISH = (ROOT / "tests" / "ingest_cases" / "finnish.txt").read_bytes() * 6
NO_ARTICLE = (ROOT / "tests" / "ingest_cases" / "no_article.html").read_bytes()
BIG = "<html><body><article><h1>Council meets</h1>" + f"<p>{SENTENCE}</p>\n" * 52_000 + "</article></body></html>"

#: What is given, the line on standard error (after "framing: <name>: "), the exit status.
FAILURES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty file": (_file("empty.txt", ""), "is empty; nothing to analyse"),
    "blank file": (_file("blank.txt", " \n\n \t\n"), "has no text; nothing to analyse"),
    "binary junk": (_file("junk.txt", JUNK), "is not text (it looks like binary data); give the article as plain text"),
    "unknown suffix": (_file("story.pages", "PK"), "has the suffix .pages, which is not read; it reads .txt"),
    "page without article": (
        _file("page.html", NO_ARTICLE),
        "no article text found in the page; if the text shows in a",
    ),
    "page of 5 MB": (_file("big.html", BIG), "has 5."),
    "table without text": (
        _file("table.csv", "id,body\n1,hello\n"),
        'has no column "text" (columns: id, body); rename "body" to "text"',
    ),
    "missing file": (lambda folder: folder / "missing.txt", "no such file or folder"),
    "folder without articles": (
        _folder,
        "holds no file that can be read (photo.jpg: suffix .jpg is not read); it reads",
    ),
}


@pytest.mark.parametrize("command", ["analyze", "analyze --json", "report"])
@pytest.mark.parametrize("case", FAILURES)
def test_what_cannot_be_read_gets_one_line_and_status_4(case: str, command: str, tmp_path: Path) -> None:
    make, message = FAILURES[case]
    given = make(tmp_path)
    options = ["-o", tmp_path / "out"] if command == "report" else []
    ran = framing(*command.split(), given, *options)
    assert ran.status == 4
    lines = ran.err.splitlines()
    assert lines[0].startswith(f"framing: {given}: {message}")
    assert sum("framing:" in line for line in lines) == len(lines), "every line says who speaks"
    assert "Traceback" not in ran.err
    if command != "report":
        assert ran.out == ""
        assert len(lines) == 1


ANSWERS = {
    "40 words": ("Library hours\n\n" + "The council met on Monday evening. " * 6, "Too short to analyse. 38 words."),
    "Finnish": (
        FINNISH.decode(),
        "No lexicon for Finnish (fi). Quotations and speakers were still analysed. Available: en.",
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_what_cannot_be_scored_is_answered_with_status_4(case: str, tmp_path: Path) -> None:
    text, answer = ANSWERS[case]
    path = _file("story.txt", text)(tmp_path)
    ran = framing("analyze", path)
    assert (ran.out.strip().splitlines()[-1], ran.err, ran.status) == (answer, "", 4)
    ran = framing("report", path, "-o", tmp_path / "out")
    assert ran.status == 4
    page = Path(ran.out.strip()).read_text(encoding="utf-8")
    assert answer.partition(".")[0] in page


def test_under_300_words_there_is_no_rate(tmp_path: Path) -> None:
    path = _file("story.txt", "Library hours\n\n" + SENTENCE * 8 + "The minister slammed the shameful plan.")(tmp_path)
    ran = framing("analyze", path)
    assert ran.status == 0
    assert "Under 300 words a rate cannot tell two articles apart, so none is given." in ran.out


def test_of_few_words_of_the_writer_there_is_no_rate(tmp_path: Path) -> None:
    quoted = "“The minister slammed the shameful plan, and the crews of the island went home.”\n\n" * 24
    ran = framing("analyze", _file("story.txt", f"{quoted}The brutal plan was shameful.")(tmp_path))
    assert "No rate is given of the writer's words: they are under 50." in " ".join(ran.out.split())
    assert "Under 300 words" not in ran.out


def test_nothing_found_says_so_with_its_bound(tmp_path: Path) -> None:
    path = _file("story.txt", "Library hours\n\n" + SENTENCE * 20)(tmp_path)
    ran = framing("analyze", path, "--only", "scare_quotes")
    assert "Nothing was marked. 21 sentences were checked. Finding none in" in " ".join(ran.out.split())
    assert "This is not a certificate of neutrality." in " ".join(ran.out.split())


# --- wrong use: status 2 ---------------------------------------------------------------------------------------------

WRONG_USE = {
    "analyse x": "framing: no such command 'analyse'; did you mean 'analyze'? See: framing --help",
    "analyze": "framing analyze: missing argument 'INPUT...'. See: framing analyze --help",
    "analyze --jsno x": "framing analyze: no such option: --jsno",
    "analyze LAKE --only hedg": "framing: no lexicon category or family is named 'hedg'; did you mean",
    "analyze LAKE --fail-on zzz": "framing: no lexicon category is named 'zzz'; `framing lexicons list` names them all",
    "analyze LAKE --lexicons nowhere": "framing analyze: invalid value for '--lexicons': dir",
    "lexicons check nowhere": "framing lexicons check: invalid value for",
    "lexicons show sensational": "framing: no lexicon category or contested thing is named 'sensational'; did you mean",
    "models card linear": "framing: no model is named 'linear'",
    "report LAKE -o LAKE": f"framing: {LAKE} is a file; give a folder with -o",
}


@pytest.mark.parametrize("line", WRONG_USE)
def test_wrong_use_is_one_line_and_status_2(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = framing(*(str(LAKE) if word == "LAKE" else word for word in line.split()))
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith(WRONG_USE[line])
    assert ran.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_without_arguments_the_help_is_shown() -> None:
    for arguments in ([], ["lexicons"], ["models"]):
        ran = framing(*arguments)
        assert ran.status == 2
        assert ran.err.startswith("Usage: framing")


def test_an_empty_sentence_is_refused() -> None:
    ran = framing("lexicons", "test", "  ")
    assert ran.status == 2
    assert "give a sentence in quotation marks" in ran.err


def test_a_lexicon_with_faults_names_all_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    text = (ROOT / "examples" / "lexicon-minimal" / "contest_talk.toml").read_text(encoding="utf-8")
    (folder / "contest_talk.toml").write_text(text.replace('"F"', '"X"').replace("severity = 1", "severity = 9"))
    ran = framing("analyze", LAKE, "--lexicons", folder)
    assert (ran.out, ran.status) == ("", 2)
    lines = ran.err.splitlines()
    assert len(lines) == 2
    assert all(re.match(r"mine/contest_talk\.toml:\d+:\d+: ", line) for line in lines)
    checked = framing("lexicons", "check", folder)
    assert checked.status == 2
    assert checked.out.splitlines() == lines


def test_a_bad_time_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for value in ("yesterday", "-5", "9" * 20):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
        ran = framing("report", LAKE, "-o", tmp_path / "out")
        assert ran.status == 2
        assert ran.err.startswith("framing: SOURCE_DATE_EPOCH is")


# --- some inputs fail ------------------------------------------------------------------------------------------------


def test_json_stays_clean_where_inputs_fail(tmp_path: Path) -> None:
    empty = _file("empty.txt", "")(tmp_path)
    ran = framing("analyze", "--json", empty, LAKE, tmp_path / "nowhere.txt", RENT)
    assert ran.status == 3
    analyses = [loads(line) for line in ran.out.splitlines()]
    assert [analysis.article.origin for analysis in analyses] == [str(LAKE), str(RENT)]
    assert ran.err.splitlines() == [
        f"framing: {empty}: is empty; nothing to analyse",
        f"framing: {tmp_path / 'nowhere.txt'}: no such file or folder",
        "framing: 4 read: 2 analysed, 2 failed",
    ]


def test_a_report_goes_on_and_lists_what_failed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = framing("report", LAKE, tmp_path / "nowhere.txt", "-o", out)
    assert (ran.status, ran.out) == (3, f"{out / 'index.html'}\n")
    assert "nowhere.txt" in (out / "failures.csv").read_text(encoding="utf-8")
    again = framing("report", LAKE, "-o", out)
    assert again.status == 0
    assert Path(again.out.strip()).name.startswith("tanzania-returns")
    assert not (out / "failures.csv").exists()


def test_a_mistyped_name_leaves_the_old_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    framing("report", LAKE, "-o", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    ran = framing("report", tmp_path / "lake-nmae.txt", "-o", out)
    assert ran.status == 4
    assert ran.err.endswith("framing: nothing was written\n")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_standard_input_is_read() -> None:
    ran = framing("analyze", "--json", "-", stdin=LAKE.read_bytes())
    assert ran.status == 0
    assert loads(ran.out).article.origin == "standard input"


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        framing("report", LAKE, RENT, "-o", tmp_path / name)
    files = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two")]
    assert files[0] == files[1]


def test_fail_on_is_status_1_only_for_the_writers_words() -> None:
    assert framing("analyze", RENT, "--fail-on", "moral_evaluation", "--fail-on", "evaluative_adjective").status in (
        0,
        1,
    )
    findings = loads(framing("analyze", "--json", RENT).out).findings
    own = {finding.category for finding in findings if finding.voice == "writer"}
    theirs = {finding.category for finding in findings if finding.voice == "source"} - own
    assert own
    assert framing("analyze", RENT, "--fail-on", sorted(own)[0]).status == 1
    for category in sorted(theirs)[:1]:
        assert framing("analyze", RENT, "--fail-on", category).status == 0


def test_a_fault_of_ours_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    import framing.pipeline as pipeline

    sound = pipeline.analyze_parsed

    def broken(parsed: object, *arguments: object, **options: object) -> object:
        if parsed.article.origin.endswith("lake-name.txt"):  # type: ignore[attr-defined]
            raise ZeroDivisionError("a fault")
        return sound(parsed, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "analyze_parsed", broken)
    ran = framing("analyze", "--json", LAKE, RENT)
    assert ran.status == 3
    assert loads(ran.out).article.origin == str(RENT)
    assert f"framing: {LAKE}: could not be analysed (ZeroDivisionError)" in ran.err
    assert "Traceback" not in ran.err
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "analyze", str(LAKE)])


# --- the summary -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = framing("analyze", *sorted((ROOT / "examples").glob("*.txt")))
    widest = max(ran.out.splitlines(), key=len)
    assert len(widest) <= max(47, min(columns, 100)), widest  # the table of counts needs 47


def test_the_summary_says_the_chance_of_its_first_sentence() -> None:
    analysis = loads(framing("analyze", "--json", LAKE).out)
    top = max(analysis.scores, key=lambda score: score.loaded or 0.0)
    summary = " ".join(framing("analyze", LAKE).out.split())
    assert f"A trained reader would mark it: about {in_100(top.loaded or 0.0)}." in summary
    assert f" {top.index + 1} Lilongwe " in summary


def test_a_contested_name_is_short_in_the_summary() -> None:
    ran = framing("lexicons", "test", "Ministers met in the Asia-Pacific.")
    assert "Used by:" in ran.out
    text = "Ministers met in the Asia-Pacific.\n\n" + SENTENCE * 6
    ran = framing("analyze", "-", stdin=text.encode())
    assert "Contested names (notes, not counted): Asia-Pacific (writer 1; also called Indo-Pacific" in ran.out
    assert "Used by:" not in ran.out


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in framing("analyze", LAKE).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = framing("analyze", LAKE).out
    assert "\x1b[4;34mhistoric\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in framing("analyze", LAKE).out


def test_an_article_cannot_drive_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202ereversed\u200b\x9b31m"
    row = {
        "title": f"Title {evil}",
        "outlet": f"Post{evil}",
        "text": f"{SENTENCE * 8}“It is{evil} mad,” said Ann {evil}.",
    }
    path = _file("rows.jsonl", json.dumps(row))(tmp_path)
    missing = f"no{evil}.txt"
    for ran in (framing("analyze", path, missing), framing("lexicons", "test", f"They slammed {evil} it.")):
        for stream in (ran.out, ran.err):
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", stream)


@given(st.text())
def test_plain_text_is_one_printable_line(text: str) -> None:
    line = plain(text)
    assert "\n" not in line
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", line)
    assert plain(line) == line


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), max_size=12), max_size=30), st.integers(10, 90))
def test_wrapping_keeps_all_words_and_the_width(words: list[str], columns: int) -> None:
    lines = list(wrapped(" ".join(words), "    ", columns))
    assert " ".join(lines).split() == " ".join(words).split()
    assert all(len(line) <= max(columns, 4 + max(map(len, words), default=0)) for line in lines)


@given(st.text(), st.integers(4, 60))
def test_shortening_keeps_to_the_size(text: str, size: int) -> None:
    assert len(shortened(text, size)) <= size


def test_a_line_takes_what_fits() -> None:
    assert fitted(["Ann 60%", "Bo 30%", "Cy 10%"], "By: ", 40) == "By: Ann 60%, Bo 30%, Cy 10%"
    assert fitted(["Ann 60%", "Bo 30%", "Cy 10%"], "By: ", 25) == "By: Ann 60%, and 2 more"
    assert fitted(["Annabel Lee 60%", "Bo 30%"], "By: ", 14) == "By: Annabel …"
    assert fitted([], "By: ", 30) == "By:"


# --- the other commands ----------------------------------------------------------------------------------------------


def test_doctor_finds_everything() -> None:
    ran = framing("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert all(line.startswith(("framing ", "ok  ", "     ")) for line in ran.out.splitlines())


def test_lexicons_list_show_and_check() -> None:
    listed = framing("lexicons", "list")
    assert listed.status == 0
    names = [line.split()[0] for line in listed.out.splitlines()[1:] if re.match(r"\w+ +[LFAPH] ", line)]
    assert set(completion.categories()) == set(names)
    shown = framing("lexicons", "show", "vague_attribution")
    assert shown.status == 0
    assert "Misleads" in shown.out
    checked = framing("lexicons", "check", ROOT / "examples" / "lexicon-minimal")
    assert (checked.status, checked.out) == (0, "")
    mine = framing("lexicons", "show", "contest_talk", "--lexicons", ROOT / "examples" / "lexicon-minimal")
    assert "score <1> own goal" in mine.out


def test_models_list_and_card() -> None:
    listed = framing("models", "list")
    assert [line.split()[0] for line in listed.out.splitlines() if not line.startswith(" ")] == completion.models()
    for model in completion.models():
        card = framing("models", "card", model)
        assert card.status == 0
        assert "not for:" in card.out


def test_a_lexicon_test_explains_hits_and_misses() -> None:
    ran = framing("lexicons", "test", "The minister slammed the plan. A winter storm slammed the coast.")
    assert re.search(r"^hit   L sensational_verb “slammed”: weight [\d.]+, voice writer$", ran.out, re.M)
    assert re.search(r"^none  L sensational_verb “slammed”: ", ran.out, re.M)
    ran = framing("lexicons", "test", "The council met on Monday.")
    assert ran.out.splitlines()[-1] == "none  no cue of any lexicon stands in this text"


def test_names_are_completed() -> None:
    assert completion.categories("sens") == ["sensational_verb"]
    assert "contested_term" in completion.categories("con")
    assert any("-" in name for name in completion.lexicon_entries("sea"))
    assert completion.models("load") == ["loaded-encoder-en", "loaded-linear-en", "loaded-research-en"]


# --- real processes --------------------------------------------------------------------------------------------------

RUN = [sys.executable, "-m", "framing"]


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("framing analyze --only sens", "sensational_verb"),
        ("framing report --without vag", "vague_attribution"),
        ("framing lexicons show moral", "moral_evaluation"),
        ("framing models card loaded-l", "loaded-linear-en"),
    ],
)
def test_the_shell_completes(words: str, expected: str) -> None:
    environment = _environment(_FRAMING_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
    done = subprocess.run(RUN, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == [expected]


def test_help_and_import_load_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "before = len(sys.modules)\n"
        "import framing, framing.cli\n"
        "try: framing.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'sklearn', 'pandas', 'onnxruntime', 'numpy', 'trafilatura', 'jinja2', 'nltk'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)), len(sys.modules) - before < 260)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=_environment(), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "LOADED [] True"


@pytest.fixture
def waiting() -> Iterator[subprocess.Popen[str]]:
    """A command that waits for standard input, with its handlers in place."""
    code = "import framing.cli, framing.ingest; print('ready', flush=True); framing.cli.main(['analyze', '-'])"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # what starts the tests may ignore SIGINT (nohup, a shell's background), and a child would too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_command_ends_at_once_and_quietly(
    waiting: subprocess.Popen[str], sign: signal.Signals, status: int
) -> None:
    started = time.perf_counter()
    waiting.send_signal(sign)
    out, err = waiting.communicate(timeout=30)
    assert (waiting.returncode, out, err) == (status, "", "")
    assert time.perf_counter() - started < 2


def test_a_reader_that_goes_away_is_no_failure() -> None:
    process = subprocess.Popen(
        [*RUN, "lexicons", "show", "epithet_label"],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("Label for a person")
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), err) == (0, "")


def test_the_whole_program_as_a_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [*RUN, "analyze", "--json", "--fast", str(LAKE), "nowhere.txt"],
        env=_environment(PYTHONIOENCODING="ascii"),
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 3
    assert (
        loads(done.stdout.decode("utf-8")).article.title
        == "Tanzania returns joint lake map to Malawi over name on cover"
    )
    assert done.stderr.decode().splitlines()[0] == "framing: nowhere.txt: no such file or folder"
