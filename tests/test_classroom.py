"""A lesson made of an article: what is drawn, what each page holds, and what a student's page must never hold."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import framing
from framing.classroom.exercise import Exercise, load, to_json
from framing.classroom.languages import available, find_language
from framing.classroom.lesson import make_exercise, write_lesson
from framing.classroom.pages import CLASS_BYTES, STUDENT_BYTES, class_page, student_page, teacher_page, worksheet_page
from framing.classroom.sampling import candidates, sample
from framing.classroom.sensitive import find_sensitive
from framing.classroom.telling import names_of
from framing.errors import ConfigError
from framing.resources import templates_folder
from framing.types import Analysis, Article

from .classroom_class import students
from .report_payloads import PAYLOADS, hostile
from .test_cli import framing as run

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "examples" / "lesson"
ENGLISH = find_language("en")


def article(name: str = "station-square", **fields: object) -> Article:
    text = (LESSON / f"{name}.txt").read_text(encoding="utf-8")
    return Article(id="x", text=text, language="en", **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return framing.analyze(article(outlet="The Welling Courier", authors=("Petra Novak",)))


@pytest.fixture(scope="module")
def other() -> Analysis:
    return framing.analyze(article("station-square-2"))


def made(*analyses: Analysis, sentences: int = 15, seed: int = 7, show_outlet: bool = False) -> Exercise:
    return make_exercise(analyses, sentences=sentences, seed=seed, language="en", show_outlet=show_outlet)


# --- what is drawn ---------------------------------------------------------------------------------------------------


def test_kinds_are_drawn_by_their_shares(analysis: Analysis) -> None:
    pool = candidates(analysis, source=0)
    have = {kind: sum(item.stratum == kind for item in pool) for kind in ("marked", "unmarked", "doubtful")}
    for sentences in (10, 15):
        kinds = [item.stratum for item in sample([analysis], sentences=sentences, seed=3)]
        assert len(kinds) == sentences
        assert kinds.count("marked") == min(have["marked"], round(0.4 * sentences))
        assert kinds.count("doubtful") <= min(have["doubtful"], round(0.2 * sentences))


@pytest.mark.parametrize("seed", range(20))
def test_no_three_neighbours_and_another_order_than_the_text(analysis: Analysis, seed: int) -> None:
    pool = [item.index for item in candidates(analysis, source=0)]
    items = sample([analysis], sentences=12, seed=seed)
    places = sorted(pool.index(item.index) for item in items)
    assert not any(a + 2 == b + 1 == c for a, b, c in zip(places, places[1:], places[2:], strict=False))
    assert [item.number for item in items] == list(range(1, 13))
    assert [item.index for item in items] != sorted(item.index for item in items)


def test_the_same_seed_draws_the_same_and_another_seed_others(analysis: Analysis) -> None:
    assert to_json(made(analysis)) == to_json(made(analysis))
    assert made(analysis).lesson != made(analysis, seed=8).lesson


def test_an_article_with_fewer_sentences_gives_all_of_them(analysis: Analysis) -> None:
    exercise = made(analysis, sentences=40)
    assert len(exercise.items) == len(candidates(analysis, source=0)) < 40
    assert "40 were asked for" in teacher_page(exercise, ENGLISH, folder="lesson")


def test_a_pair_gives_half_from_each(analysis: Analysis, other: Analysis) -> None:
    exercise = made(analysis, other)
    assert sorted([item.source for item in exercise.items].count(n) for n in (0, 1)) == [7, 8]
    page = teacher_page(exercise, ENGLISH, folder="lesson")
    assert "Two headlines on one event" in page
    assert "Lower Welling gives its square back" in page


def test_marks_lie_on_the_words_they_mark(analysis: Analysis) -> None:
    text = analysis.article.text
    for item in candidates(analysis, source=0):
        found = [f for f in analysis.findings if f.sentence == item.index]
        assert [item.text[m.start : m.end] for m in item.marks] == [f.span.text(text) for f in found]


def test_sentences_that_tell_outlet_or_author_are_left_out() -> None:
    told = (
        "The council met.\n\nThe mayor told the Welling Courier that the plan was a reckless and shameful gamble. "
        "She said so again on Friday in the town hall. Petra Novak saw the letter that the council sent to them. "
        "The ministry answered within two days and asked for the accounts of the past year. "
        "It was a scandalous waste of money that nobody in the town had ever asked for. "
        "Nobody at the council wanted to say when the accounts will be sent to the ministry.\n"
    )
    analysis = framing.analyze(
        Article(id="x", text=told, language="en", outlet="Welling Courier", authors=("Petra Novak",)), fast=True
    )
    exercise = made(analysis)
    student = student_page(exercise, ENGLISH)
    assert len(exercise.items) == 4
    assert "Courier" not in student
    assert "Novak" not in student


@pytest.mark.parametrize(
    ("outlet", "tells", "innocent"),
    [
        (
            "BBC",
            "The BBC showed the square on Friday in its evening news.",
            "The abbcd list was sent to them on Friday.",
        ),
        (
            "Time",
            "The square was on the cover of Time magazine in May.",
            "Sometimes there is no time for the long way.",
        ),
        (
            "The Sun",
            "A Sun reporter waited for the mayor on the square.",
            "Under the sun of Sunday the square was full.",
        ),
        (
            "The Welling Courier",
            "The Welling courier's reporter waited on the square.",
            "A courier brought it to Welling Road.",
        ),
        (
            "sentinel",
            "A reporter of the Sentinel waited for the mayor on the square.",
            "The letter was sent to the ministry on Friday.",
        ),
        (
            "朝日",
            "A reporter of 朝日新聞 waited for the mayor on the square.",
            "The letter was sent to the ministry on Friday.",
        ),
        (" ", "A reporter waited for the mayor on the square.", "The letter was sent to the ministry on Friday."),
    ],
)
def test_outlets_are_known_as_whole_words_as_they_are_written(outlet: str, tells: str, innocent: str) -> None:
    text = f"The council met.\n\n{innocent} The ministry answered within two days of that. {tells}\n"
    made_of = framing.analyze(Article(id="x", text=text + _MORE, language="en", outlet=outlet), fast=True)
    pool = [item.text for item in candidates(made_of, source=0)]
    assert innocent in pool
    assert (tells in pool) is (outlet == " ")
    unnamed = replace(made_of, article=replace(made_of.article, outlet=None))
    assert tells in [item.text for item in candidates(unnamed, source=0)], "nothing else keeps it out"
    if outlet != " ":
        assert tells not in student_page(made(made_of, sentences=40), ENGLISH)


@pytest.mark.parametrize(
    ("outlet", "telling", "innocent"),
    [
        ("BBC News", ["the BBC showed", "BBC2 showed", "told bbc news"], ["good news", "the news at ten"]),
        ("BBC NEWS", ["the BBC showed"], ["THE LAST WORD"]),
        (
            "The New York Times",
            ["told the Times that", "The Times's reporter", "told The Times.", "an NYT reader", "the N.Y. Times said"],
            [
                "hard times",
                "the times are",
                "New York waited",
                "the Times Square crowd",
                "Times Square",
                "Modern Times",
            ],
        ),
        ("New York Times", ["told the TIMES on"], ["The times were hard", "the Times of London"]),
        ("The Times (London)", ["told the Times"], ["the London mayor", "hard times"]),
        ("The Times of India", ["the Times said", "the TOI said"], ["the India office", "hard times"]),
        ("Washington Post", ["told the Post", "the Post’s White House man"], ["the Post Office scandal", "Washington"]),
        ("Associated Press", ["told AP on", "the A.P. said"], ["the press waited", "an app", "Mr Press"]),
        ("Agence France-Presse", ["told AFP on"], ["in France"]),
        (
            "Daily Mail Online",
            ["the Daily Mail said", "the Mail said", "DAILY MAIL"],
            ["the mail", "a daily", "online"],
        ),
        ("The Guardian US", ["The Guardian found"], ["the US army", "a guardian", "the Guardian Council"]),
        ("HuffPost UK", ["told HuffPost on"], ["in the UK"]),
        ("US News", ["US News said"], ["the US army", "the news"]),
        ("Voice of America", ["told VOA on"], ["the voice of reason", "in America"]),
        ("Radio Mogadishu", ["Radio Mogadishu said"], ["the Mogadishu office", "the radio"]),
        ("The Welling Courier", ["the Courier said"], ["in Welling", "a courier"]),
        ("Fox News", ["Fox News said"], ["the fox", "Senator Fox"]),
        ("The Sun", ["a Sun reader"], ["the sun", "Sunday"]),
        ("edition.cnn.com", ["told CNN on"], ["an edition"]),
        ("nytimes.com", ["the NYTimes said"], ["the times"]),
        ("time.com", ["told Time on"], ["no time"]),
        ("Süddeutsche Zeitung", ["der SZ gesagt"], ["die Zeitung"]),
        (" ".join(f"Word{n} AB{n}" for n in range(9)), [], ["AB1"]),
        ("Politico Europe", ["told Politico on"], ["politicos"]),
        ("Reuters UK", ["told Reuters."], []),
        ("The New York Times", ["told the Times Monday", "told the Times I"], ["the Times Square crowd"]),
        ("Irish Independent", [], ["World War II ended"]),
        ("–", [], ["a b"]),
        (None, [], ["the BBC"]),
    ],
)
def test_a_part_of_an_outlets_name_tells_it_where_it_means_nothing_else(
    outlet: str | None, telling: list[str], innocent: list[str]
) -> None:
    names = names_of(outlet, ())
    assert [text for text in telling if not names.search(text)] == []
    assert [text for text in innocent if names.search(text)] == []


@pytest.mark.parametrize(
    ("outlet", "tells", "innocent"),
    [
        ("BBC News", "He told the BBC on Friday that it was done.", "The good news came from the town on Friday."),
        ("The New York Times", "He told the Times on Friday that it was done.", "In hard times the square was full."),
    ],
)
def test_a_sentence_with_a_telling_part_is_neither_asked_nor_shown_beside_one(
    outlet: str, tells: str, innocent: str
) -> None:
    text = f"The council met.\n\n{innocent} {tells}{_MORE}"
    pool = candidates(framing.analyze(Article(id="x", text=text, language="en", outlet=outlet), fast=True), source=0)
    assert innocent in [item.text for item in pool]
    assert not [item for item in pool if tells in (item.text, item.before, item.after)]


_MORE = "\n" + " ".join(f"In room {n} the committee read a report of {n} pages on the bridge." for n in range(10, 16))


def test_a_sentence_that_two_reports_share_is_asked_once(tmp_path: Path) -> None:
    copy = [f"In room {n} the mayor’s shameful gamble on bridge number {n} was read out again." for n in range(10, 20)]
    own = [f"At the bridge number {n} the workers waited for the mayor of the town." for n in range(20, 24)]
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("The council met\n\n" + " ".join(copy) + "\n", encoding="utf-8")
    told = " ".join([*copy, *own]).replace("’", "'")
    second.write_text("A council meets\n\n" + told + "\n", encoding="utf-8")
    ran = run("class", "new", "--pair", first, second, "--out", tmp_path / "lesson", "--sentences", "20")
    assert ran.status == 0
    assert "framing: 10 sentences stand in both reports; asked at most once, as the first report's\n" in ran.err
    items = load(tmp_path / "lesson").items
    assert len({re.sub(r"\W+", " ", item.text) for item in items}) == len(items) == 14
    assert [item.source for item in items].count(1) == 4
    assert "in both" not in run("class", "new", second, "--out", tmp_path / "one").err


def test_a_text_that_nothing_can_be_rated_of_is_said() -> None:
    with pytest.raises(ConfigError, match="no sentence that a student can rate alone"):
        made(framing.analyze("Too short.", fast=True))


def test_a_lesson_in_a_language_without_lexicon_works_without_the_tool() -> None:
    german = "Der Rat hat am Dienstag den Haushalt beschlossen. " + " ".join(
        f"Im Bezirk Nummer {n} soll die Bibliothek künftig um {n} Uhr öffnen." for n in range(8, 20)
    )
    exercise = make_exercise(
        [framing.analyze(Article(id="d", text=german, language="de"))],
        sentences=10,
        seed=1,
        language="de",
        show_outlet=False,
    )
    language = find_language("de")
    page = teacher_page(exercise, language, folder="stunde")
    assert "Das Programm hat diesen Text nicht markiert" in page
    assert "nicht geprüft" in page
    assert "Für diese Sprache gibt es keine Liste" in page
    assert "nicht markiert" in class_page(exercise, language, _answers(exercise))


# --- what the pages hold ---------------------------------------------------------------------------------------------


def _answers(exercise: Exercise, count: int = 12) -> list:  # type: ignore[type-arg]
    from framing.classroom.answers import Answer

    return [Answer(ratings=row, where="", nonce=n) for n, row in enumerate(students(exercise, count))]


def test_the_students_pages_hold_no_result_no_outlet_and_no_author(analysis: Analysis) -> None:
    exercise = made(analysis)
    for page in (student_page(exercise, ENGLISH), worksheet_page(exercise, ENGLISH)):
        body = page
        for item in exercise.items:  # the article's own words may be any
            for words in (item.text, item.before, item.after):
                body = body.replace(words.replace("’", "’"), "")
        for item in exercise.items:
            for mark in item.marks:
                for told in (mark.note, mark.rule, mark.category):
                    assert told not in body
            if item.chance is not None:
                assert str(item.chance) not in body
            assert item.stratum not in body
        for told in (
            "Courier",
            "Novak",
            exercise.texts[0].title,
            exercise.texts[0].sha256,
            "<mark",
            "lexicon",
            "finding",
        ):
            assert told not in page, told
    shown = made(analysis, show_outlet=True)
    assert "The Welling Courier" in student_page(shown, ENGLISH)
    assert "The Welling Courier" in worksheet_page(shown, ENGLISH)
    assert "Novak" not in student_page(shown, ENGLISH)


def test_a_students_page_does_not_depend_on_what_the_tool_says(analysis: Analysis) -> None:
    exercise = made(analysis)
    blank = replace(
        exercise,
        made_with={},
        items=tuple(
            replace(item, marks=(), chance=None, likely=False, stratum="unmarked", quoted=False)
            for item in exercise.items
        ),
    )
    assert student_page(exercise, ENGLISH) == student_page(blank, ENGLISH)
    assert worksheet_page(exercise, ENGLISH) == worksheet_page(blank, ENGLISH)


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("sentences", [8, 15, 20, 30])
def test_pages_stay_small(analysis: Analysis, other: Analysis, name: str, sentences: int) -> None:
    exercise = made(analysis, other, sentences=sentences)
    language = find_language(name)
    assert len(student_page(exercise, language).encode()) <= STUDENT_BYTES
    for count in (27, 1000):
        assert len(class_page(exercise, language, _answers(exercise, count)).encode()) <= CLASS_BYTES


@pytest.mark.parametrize("name", available())
def test_every_page_is_one_file_with_a_strict_policy(analysis: Analysis, name: str) -> None:
    exercise, language = made(analysis), find_language(name)
    for page in (
        student_page(exercise, language),
        worksheet_page(exercise, language),
        teacher_page(exercise, language, folder="lesson"),
        class_page(exercise, language, _answers(exercise)),
        class_page(exercise, language, _answers(exercise, 3)),
    ):
        assert "default-src 'none'" in html.unescape(page)
        assert f'<html lang="{name}"' in page
        assert not re.search(r"""\sstyle=|\ssrc=|@import|url\(|\son\w+=|javascript:""", page)
        assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
        identities = re.findall(r'\sid="([^"]+)"', page)
        assert len(identities) == len(set(identities))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(identities)
        assert "{" not in re.sub(
            r"<style>.*?</style>|<script>.*?</script>|data-[\w-]+=\"[^\"]*\"", "", page, flags=re.S
        )


NEVER = re.compile(
    r"\bpoor\b|\bgrades?\b|\brank|bias(?:ed)? (?:score|outlet)|objectiv|the AI\b|correct answer|reliable|\bviolat",
    re.I,
)


@pytest.mark.parametrize("name", ["en"])
def test_words_that_are_never_used(analysis: Analysis, name: str) -> None:
    exercise = made(analysis)
    language = find_language(name)
    for page in (
        student_page(exercise, language),
        worksheet_page(exercise, language),
        teacher_page(exercise, language, folder="lesson"),
        class_page(exercise, language, _answers(exercise)),
    ):
        text = re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", page, flags=re.S)
        assert NEVER.search(text) is None, NEVER.search(text)


def test_every_text_of_a_language_is_used() -> None:
    import tomllib

    folder = templates_folder() / "class"
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (*folder.glob("*.html"), *(ROOT / "src" / "framing" / "classroom").glob("*.py"))
    )
    data = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    for part in ("scale", "student", "sheet", "teacher", "board"):
        for key in data[part]:
            stem = re.sub("_(?:one|other)$", "", key)
            assert key.startswith("kind_") or re.search(rf"""[."']{stem}\b|[."']{key}\b""", source), key


def test_a_language_file_with_a_fault_says_which(tmp_path: Path) -> None:
    text = (templates_folder() / "class" / "en.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert find_language(str(path)).tag == "en"
    for before, after, message in (
        ('start = "Start"\n', "", "student.start is missing"),
        ('start = "Start"', 'start = "Start"\nmore = "x"', "student.more is not known"),
        ("Sentence {i} of {n}", "Sentence {i}", "student.sentence must hold the placeholders i, n"),
        ("Sentence {i} of {n}", "{i.__class__} {n}", "a placeholder is a plain name"),
        ("Sentence {i} of {n}", "{i!x} of {n}", "student.sentence: a placeholder is a plain name"),
        ("Sentence {i} of {n}", "{i} of {n:>9999999999}", "student.sentence: a placeholder is a plain name"),
        ('"1 student"', '"{pupils} student"', "board.students_one may hold only the placeholders n"),
        ('"Other"]', "]", "scale.reasons must have 5 entries"),
        ('tag = "en"', 'tag = "e n"', "no language tag"),
        ('tag = "en"', "tag = ", "a language file is TOML"),
    ):
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(ConfigError, match=re.escape(message)):
            find_language(str(path))
    path.write_text(text.replace('"1 student"', '"{n} student"'), encoding="utf-8")
    assert find_language(str(path)).board.say("students", n=1) == "1 student"
    for name in ("xx", "../en", "nowhere.toml"):
        with pytest.raises(ConfigError):
            find_language(name)


def test_sensitive_words_are_found_and_the_teacher_is_told(analysis: Analysis) -> None:
    found = find_sensitive("The gunman stabbed a man and was Killed; two Essex girls skilled in drawing were unhurt.")
    assert [(one.kind, one.words) for one in found] == [("violence", ("gunman", "stabbed", "killed"))]
    assert find_sensitive("They discussed the deadline, the classic bill and the therapist.") == ()
    exercise = made(analysis, sentences=35)
    assert re.search(r"Sentence \d+: killing \(violence\)", teacher_page(exercise, ENGLISH, folder="lesson"))


# --- the key ---------------------------------------------------------------------------------------------------------


def test_the_key_comes_back_as_it_was_written(analysis: Analysis, other: Analysis, tmp_path: Path) -> None:
    exercise = made(analysis, other)
    write_lesson(exercise, ENGLISH, tmp_path, typed="lesson")
    assert load(tmp_path) == exercise
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert before.keys() == {"student.html", "worksheet.html", "teacher.html", "exercise.json"}
    write_lesson(exercise, ENGLISH, tmp_path, typed="lesson")
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_another_lessons_key_is_not_overwritten(analysis: Analysis, tmp_path: Path) -> None:
    write_lesson(made(analysis), ENGLISH, tmp_path, typed="lesson")
    kept = (tmp_path / "exercise.json").read_bytes()
    with pytest.raises(ConfigError, match="already holds exercise"):
        write_lesson(made(analysis, seed=8), ENGLISH, tmp_path, typed="lesson")
    (tmp_path / "exercise.json").write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match="already holds another lesson"):
        write_lesson(made(analysis), ENGLISH, tmp_path, typed="lesson")
    (tmp_path / "exercise.json").write_bytes(kept)


def test_a_damaged_key_is_one_line(analysis: Analysis, tmp_path: Path) -> None:
    good = json.loads(to_json(made(analysis)))
    item = good["items"][0]
    faults: list[object] = [
        [],
        {},
        {**good, "schema": 2},
        {**good, "exercise": 2000},
        {**good, "exercise": "x"},
        {**good, "items": []},
        {**good, "texts": []},
        {**good, "texts": good["texts"] * 3},
        {**good, "items": [{**item, "number": 2}]},
        {**good, "items": [{**item, "text": "a  b"}]},
        {**good, "items": [{**item, "source": 3}]},
        {**good, "items": [{**item, "marks": [{**good["items"][4]["marks"][0], "end": 10**9}]}]},
    ]
    for fault in faults:
        (tmp_path / "exercise.json").write_text(json.dumps(fault), encoding="utf-8")
        with pytest.raises(ConfigError) as error:
            load(tmp_path)
        assert "\n" not in str(error.value)
    for raw in (b"", b"\xff\xfe", b"[" * 100_000, b'{"schema":1'):
        (tmp_path / "exercise.json").write_bytes(raw)
        with pytest.raises(ConfigError):
            load(tmp_path)
    (tmp_path / "exercise.json").write_bytes(b" " * 2_000_001)
    with pytest.raises(ConfigError, match="is over 2 MB"):
        load(tmp_path)
    (tmp_path / "exercise.json").unlink()
    (tmp_path / "exercise.json").mkdir()
    with pytest.raises(ConfigError, match="cannot be read: Is a directory; give the folder"):
        load(tmp_path)
    with pytest.raises(ConfigError, match=r"exercise\.json: there is no such file; give the folder"):
        load(tmp_path / "nowhere")


# --- hostile articles ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_article_gives_inert_pages(payload: str) -> None:
    made_up = hostile(f"{payload} a b c d")
    analysis = replace(made_up, article=replace(made_up.article, outlet=f"[{payload}]", authors=(f"[{payload}]",)))
    exercise = made(analysis, show_outlet=True)
    assert load_again(exercise) == exercise
    for page in (
        student_page(exercise, ENGLISH),
        worksheet_page(exercise, ENGLISH),
        teacher_page(exercise, ENGLISH, folder=payload),
        class_page(exercise, ENGLISH, _answers(exercise)),
    ):
        assert page.count("<script") <= 1
        for tag in (
            "<img",
            "<iframe",
            "<base",
            "<object",
            "<embed",
            "<form",
            "<math",
            "<link",
            "<textarea",
            "<svg onload",
        ):
            assert tag not in page.lower()
        assert page.count("<meta") == 4
        assert "\u202e" not in page


def load_again(exercise: Exercise) -> Exercise:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "exercise.json").write_text(to_json(exercise), encoding="utf-8")
        return load(Path(folder))
