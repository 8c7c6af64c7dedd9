"""A lesson as a class meets it: rated by keyboard and by touch, tabs closed, devices shared, codes mistyped."""

from __future__ import annotations

import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from framing.classroom.answer_files import read_answers
from framing.classroom.answers import Answer, collect
from framing.classroom.codes import decode
from framing.classroom.exercise import Exercise, load
from framing.classroom.form_columns import FormColumns
from framing.classroom.languages import find_language
from framing.classroom.lesson import write_lesson, write_report

from ..classroom_class import Ratings, grid_line, students
from ..report_payloads import PAYLOADS
from .conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LESSON = Path(__file__).resolve().parents[2] / "examples" / "lesson"
ENGLISH = find_language("en")
RIGHT, ENTER, TAB, SPACE = "\ue014", "\ue007", "\ue004", " "


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return load(LESSON)


def _report(exercise: Exercise, folder: Path, language: str, rows: list[Ratings]) -> None:
    answers = [
        Answer(ratings=row, where="", nonce=n, why=("word_choice",) * 15, words=((0,),) * 15)
        for n, row in enumerate(rows)
    ]
    write_report(exercise, find_language(language), answers, folder)


@pytest.fixture(scope="module")
def folders(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return lessons with the class's page: in each language, with a class of four, and of two texts."""
    made = {}
    pair = replace(
        exercise,
        texts=(*exercise.texts, replace(exercise.texts[0], title="The other one", outlet="An outlet")),
        items=tuple(replace(item, source=item.number % 2) for item in exercise.items),
    )
    for name, one, language, count in (
        ("en", exercise, "en", 27),
        ("de", exercise, "de", 27),
        ("es", exercise, "es", 27),
        ("small", exercise, "en", 4),
        ("pair", pair, "en", 60),
    ):
        folder = tmp_path_factory.mktemp(name)
        write_lesson(one, find_language(language), folder, typed="lesson")
        _report(one, folder, language, students(one, count))
        made[name] = folder
    return made


@pytest.fixture
def student(browser: Browser, folders: dict[str, Path]) -> Iterator[Browser]:
    """Yield the browser on a fresh student page, as a new device has it."""
    page = folders["en"] / "student.html"
    browser.open(page, width=390)
    browser.run("localStorage.clear()")
    browser.open(page, width=390)
    yield browser
    browser.run("localStorage.clear()")


def press(browser: Browser, *keys: str) -> None:
    for key in keys:
        browser.driver.switch_to.active_element.send_keys(key)


def visible(browser: Browser, selector: str) -> bool:
    return bool(
        browser.run("const e = document.querySelector(arguments[0]); return !!(e && e.checkVisibility())", selector)
    )


def rate(browser: Browser, row: Ratings) -> str:
    """Rate every sentence by clicks made in the page, finish, and return the code."""
    return str(
        browser.run(
            "const id = (x) => document.getElementById(x); (id('begin').hidden ? id('fresh') : id('begin')).click();"
            "id('first').click();"
            "for (const v of arguments[0]) { document.querySelector(`#scale input[value='${v}']`).click();"
            " id('next').click(); } return id('c').textContent",
            [5 if rating is None else rating for rating in row],
        )
    )


def next_student(browser: Browser) -> None:
    browser.run("document.getElementById('clear').click(); document.getElementById('yes').click()")


# --- a student -------------------------------------------------------------------------------------------------------


def test_by_keyboard_alone(student: Browser, exercise: Exercise) -> None:
    press(student, TAB, ENTER)
    assert visible(student, "#examples")
    press(student, TAB, ENTER)
    row = students(exercise, 1)[0]
    for rating in row[:14]:
        press(student, "0" if rating is None else str(rating + 1), ENTER)
    assert student.run("return document.getElementById('left').textContent") == "1 left"
    press(student, "5", "2", ENTER)
    code = student.run("return document.getElementById('c').textContent")
    back = decode(code, sentences=15, exercise=exercise.exercise)
    assert back.ratings == (*row[:14], 1)
    assert student.run("return document.activeElement.id") == "code"


def test_keys_do_nothing_outside_a_sentence(student: Browser) -> None:
    press(student, "3", "4")
    assert student.run("return Object.keys(localStorage).length") == 0
    assert visible(student, "#start")


def test_by_touch(student: Browser, exercise: Exercise) -> None:
    student.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:

        def tap(selector: str) -> None:
            x, y, w, h = student.run(
                "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});"
                "const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]",
                selector,
            )
            assert w >= 44, selector
            assert h >= 44, selector
            point = [{"x": x + w / 2, "y": y + h / 2}]
            for kind, points in (("touchStart", point), ("touchEnd", [])):
                student.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        tap("#begin")
        tap("#first")
        tap("#scale label:nth-of-type(4)")
        tap("#why summary")
        tap("#why [data-w]:nth-of-type(2)")
        tap("#words button:nth-of-type(3)")
        tap("#words button:nth-of-type(1)")
        tap("#next")
        tap("#back")
        assert student.run("return [...document.querySelectorAll('[aria-pressed=true]')].length") == 3
        state = json.loads(student.run("return localStorage.getItem(Object.keys(localStorage)[0])"))
        assert (state["r"][0], state["w"][0], sorted(state["t"][0])) == (3, 1, [0, 2])
    finally:
        student.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_every_target_is_44_pixels(student: Browser) -> None:
    small = (
        "return [...document.querySelectorAll('button, label, summary, .b')].filter((e) => e.offsetParent)"
        ".map((e) => [e.getBoundingClientRect(), e.outerHTML]).filter(([r]) => r.height < 44 || r.width < 44)"
        ".map(([, html]) => html)"
    )
    for step in ("begin", "first", "", "next"):
        if step:
            student.run(f"document.getElementById('{step}').click()")
        student.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert student.run(small) == [], step
    student.run(
        "for (let i = 0; i < 15; i++) { document.querySelector('#scale input').click();"
        "document.getElementById('next').click(); } document.getElementById('finish').click()"
    )
    assert student.run(small) == []


def test_a_closed_tab_is_taken_up_again_or_begun_afresh(
    student: Browser, folders: dict[str, Path], exercise: Exercise
) -> None:
    page = folders["en"] / "student.html"
    press(student, TAB, ENTER, TAB, ENTER, "4", ENTER, "2", ENTER)
    nonce = json.loads(student.run("return localStorage.getItem(Object.keys(localStorage)[0])"))["n"]
    student.open(page, width=390)
    assert visible(student, "#goon")
    assert visible(student, "#fresh")
    assert not visible(student, "#begin")
    assert "unfinished" in student.run("return document.querySelector('#stored p').textContent")
    student.run("document.getElementById('goon').click()")
    assert student.run("return document.getElementById('nth').textContent") == "Sentence 3 of 15"
    press(student, *("1" + ENTER) * 13)
    code = student.run("return document.getElementById('c').textContent")
    back = decode(code, sentences=15, exercise=exercise.exercise)
    assert (back.ratings, back.nonce) == ((3, 1, *((0,) * 13)), nonce)
    student.open(page, width=390)
    assert "did not clear" in student.run("return document.querySelector('#stored p').textContent")
    student.run("document.getElementById('fresh').click(); document.getElementById('first').click()")
    assert student.run("return document.getElementById('left').textContent") == "15 left"


def test_skipped_sentences_are_told_and_count_as_cannot_say(student: Browser, exercise: Exercise) -> None:
    press(student, TAB, ENTER, TAB, ENTER)
    press(student, *ENTER * 15)
    assert not visible(student, "#finish"), "nothing is rated"
    student.run("document.getElementById('goback').click()")
    press(student, "3", *ENTER * 15)
    told = student.run("return document.getElementById('skips').textContent")
    assert told.startswith("You skipped 14 sentences. Go back or finish")
    student.run("document.getElementById('goback').click()")
    assert student.run("return document.getElementById('nth').textContent") == "Sentence 2 of 15"
    press(student, *ENTER * 14)
    student.run("document.getElementById('finish').click()")
    code = student.run("return document.getElementById('c').textContent")
    assert decode(code, sentences=15, exercise=exercise.exercise).ratings == (2, *((None,) * 14))


def test_next_student_asks_and_leaves_nothing(student: Browser, folders: dict[str, Path], exercise: Exercise) -> None:
    code = rate(student, students(exercise, 1)[0])
    student.run("document.getElementById('clear').click()")
    student.run("document.getElementById('no').click()")
    assert student.run("return document.getElementById('c').textContent") == code
    next_student(student)
    assert visible(student, "#begin")
    assert student.run("return localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert code not in student.run("return document.documentElement.outerHTML")
    assert student.run("return document.getElementById('file').hasAttribute('href')") is False
    student.open(folders["en"] / "student.html", width=390)
    assert visible(student, "#begin")


@pytest.mark.parametrize("stored", ["x", "null", "{}", '{"n":5,"at":99,"done":true,"r":[],"w":[],"t":[]}', "[[[["])
def test_a_spoilt_store_is_begun_afresh(
    student: Browser, folders: dict[str, Path], exercise: Exercise, stored: str
) -> None:
    student.run("localStorage.setItem(arguments[0], arguments[1])", f"framing-{exercise.lesson}", stored)
    student.open(folders["en"] / "student.html", width=390)
    assert visible(student, "#begin")
    assert student.logs() == []


def test_it_works_where_nothing_may_be_stored(student: Browser, exercise: Exercise) -> None:
    student.run("Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new Error('no'); }")
    row = students(exercise, 2)[1]
    assert decode(rate(student, row), sentences=15, exercise=exercise.exercise).ratings == row


def test_no_request_leaves_any_page(browser: Browser, folders: dict[str, Path]) -> None:
    for name in ("student", "worksheet", "teacher", "class"):
        page = folders["en"] / f"{name}.html"
        browser.open(page)
        assert [url for url in browser.requests() if url != page.as_uri()] == []
        assert browser.logs() == []
    browser.open(folders["en"] / "student.html")
    rate(browser, (1,) * 15)
    next_student(browser)
    assert [url for url in browser.requests() if not url.startswith(("file:", "blob:"))] == []


def test_without_scripts_everything_can_be_read(browser: Browser, folders: dict[str, Path], exercise: Exercise) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        for name, needed in (("student", "use the paper sheet"), ("class", "Find my row")):
            browser.open(folders["en"] / f"{name}.html")
            import pypdf

            pages = pypdf.PdfReader(io.BytesIO(browser.pdf())).pages
            text = " ".join(" ".join(page.extract_text() for page in pages).split())
            assert needed in text or name == "class"
            for item in exercise.items:
                assert item.text.split(" ")[0] in text
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# --- a class ---------------------------------------------------------------------------------------------------------


def test_27_students_by_every_way_and_the_page_shows_what_they_gave(
    browser: Browser, exercise: Exercise, tmp_path: Path
) -> None:
    write_lesson(exercise, ENGLISH, tmp_path, typed="lesson")
    rows = students(exercise)
    saved = tmp_path / "answers"
    saved.mkdir()
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(saved)})
    browser.open(tmp_path / "student.html")
    codes = []
    for n, row in enumerate(rows[:23]):
        code = rate(browser, row)
        if n < 15:
            codes.append(code)
        else:
            browser.run("document.getElementById('file').click()")
            until = time.monotonic() + 20
            while len(list(saved.glob("*.json"))) < n - 14 and time.monotonic() < until:
                time.sleep(0.05)
        next_student(browser)
    assert len(list(saved.glob(f"answers-{exercise.exercise}-*.json"))) == 8
    (tmp_path / "codes.txt").write_text("\n".join(codes), encoding="utf-8")
    (tmp_path / "grid.csv").write_text("\n".join(map(grid_line, rows[23:])), encoding="utf-8")
    paths = [tmp_path / "codes.txt", saved, tmp_path / "grid.csv"]
    asked = FormColumns(tmp_path, given=None, ask=None)
    collected = collect(exercise, read_answers(paths, exercise=exercise, language=ENGLISH, columns=asked))
    assert collected.rejected == ()
    assert Counter(answer.ratings for answer in collected.answers) == Counter(rows)
    write_report(exercise, ENGLISH, collected.answers, tmp_path)
    browser.open(tmp_path / "class.html")
    shown = browser.run(
        "return [...document.querySelectorAll('#all tbody tr')].map((r) => [...r.querySelectorAll('td')]"
        ".slice(0, 6).map((c) => +c.textContent))"
    )
    given = [[row[n] for row in rows] for n in range(15)]
    assert shown == [[column.count(point) for point in (0, 1, 2, 3, 4, None)] for column in given]
    drawn = browser.run(
        "return Object.fromEntries([...document.querySelectorAll('section.item')].map((s) => [s.dataset.s,"
        " [...s.querySelectorAll('.labels b')].map((e) => +e.textContent)]))"
    )
    assert drawn == {str(n + 1): [column.count(point) for point in range(5)] for n, column in enumerate(given)}


def test_the_steps_by_arrow_keys_and_the_tool_last(browser: Browser, folders: dict[str, Path]) -> None:
    browser.open(folders["en"] / "class.html")
    where = "return [...document.querySelectorAll('main > section')].filter((s) => !s.hidden).map((s) => s.id)"
    seen = []
    for _ in range(22):
        seen += browser.run(where)
        assert not visible(browser, ".item:not([hidden]) .tool")
        press(browser, RIGHT)
    assert seen[0] == "cover"
    assert seen[-6:] == ["all", "tool", "agreement", "row", "talk", "method"]
    assert len(set(seen)) == 22
    browser.run("location.hash = 'tool'")
    time.sleep(0.2)
    assert not visible(browser, ".boxes")
    browser.run("document.querySelector('#reveal summary').click()")
    time.sleep(0.2)
    assert visible(browser, ".boxes")
    browser.run("document.querySelector('.boxes a').click()")
    time.sleep(0.2)
    assert visible(browser, ".item:not([hidden]) .tool p")


def test_the_arrow_keys_scroll_a_wide_table_that_has_the_focus(browser: Browser, folders: dict[str, Path]) -> None:
    where = "return [...document.querySelectorAll('main > section')].filter((s) => !s.hidden).map((s) => s.id)"
    for width, wide in ((320, True), (1280, False)):
        browser.open(folders["en"] / "class.html", width=width)
        browser.run("location.hash = 'all'")
        time.sleep(0.2)
        browser.run("document.querySelector('#all .scroll').focus()")
        press(browser, RIGHT)
        time.sleep(0.5)
        assert browser.run(where) == (["all"] if wide else ["tool"])
        assert browser.run("return document.querySelector('#all .scroll').scrollLeft > 0") is wide


def test_my_row_is_worked_out_in_the_page(browser: Browser, folders: dict[str, Path], exercise: Exercise) -> None:
    row = students(exercise)[4]
    from framing.classroom.codes import encode

    code = encode(row, nonce=4, exercise=exercise.exercise)
    browser.open(folders["en"] / "class.html")
    browser.run("location.hash = 'row'")
    time.sleep(0.2)

    def find(typed: str) -> str:
        box = browser.driver.find_element("id", "typed")
        box.clear()
        box.send_keys(typed + ENTER)
        return str(browser.run("return document.getElementById('said').textContent"))

    assert find(code.lower().replace("0", "o")).startswith("Your dots are marked")
    mine = browser.run("return [...document.querySelectorAll('#mine td.own')].map((e) => e.textContent)")
    names = [*ENGLISH.scale.points, ENGLISH.scale.cant_say]
    assert mine == [names[5 if rating is None else rating] for rating in row]
    marked = browser.run("return document.querySelectorAll('section.item .me').length")
    assert marked == sum(rating is not None for rating in row)
    typed = code.replace("-", "")
    slips = [typed[:at] + ("7" if typed[at] != "7" else "8") + typed[at + 1 :] for at in range(len(typed))]
    slips += [
        typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(13) if typed[at] != typed[at + 1]
    ]
    assert {find(slip) for slip in slips} == {"This code has a mistyped character. Look at it again."}
    assert find(typed[:-1]) == "A code of this lesson has 14 characters."
    other = encode(row, nonce=4, exercise=(exercise.exercise + 1) % 1024)
    assert find(other) == "This code belongs to another exercise."
    assert browser.run("return document.querySelectorAll('.me').length") == 0
    browser.run("document.getElementById('wipe').click()")
    assert browser.run("return document.getElementById('typed').value + localStorage.length") == "0"


@pytest.mark.parametrize("sentences", [1, 8, 12, 15, 20, 30])
def test_the_page_and_python_make_the_same_codes(
    browser: Browser, exercise: Exercise, tmp_path: Path, sentences: int
) -> None:
    items = tuple(replace(exercise.items[n % 15], number=n + 1) for n in range(sentences))
    one = replace(exercise, items=items, exercise=(sentences * 97 + 1023) % 1024)
    write_lesson(one, ENGLISH, tmp_path, typed="lesson")
    browser.open(tmp_path / "student.html")
    for fill in (0, 4, None):
        row = (fill,) * (sentences - 1) + (1,)
        code = rate(browser, row)
        assert decode(code, sentences=sentences, exercise=one.exercise).ratings == row
        next_student(browser)


# --- every page, every way of looking at it --------------------------------------------------------------------------

MODES = {
    "light": {},
    "dark": {"dark": True},
    "print": {"printed": True},
    "phone": {"width": 320},
    "forced": {"forced": True},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "name", ["student", "worksheet", "teacher", "class", "small class", "pair class", "german class"]
)
def test_axe_finds_nothing(browser: Browser, folders: dict[str, Path], name: str, mode: str) -> None:
    folder = {"small": "small", "pair": "pair", "german": "de"}.get(name.split(" ")[0], "en")
    page = folders[folder] / f"{name.split(' ')[-1]}.html"
    browser.open(page, **MODES[mode])  # type: ignore[arg-type]
    if name == "student":
        browser.run("localStorage.clear()")
        browser.open(page, **MODES[mode])  # type: ignore[arg-type]
        for step in ("", "begin", "first"):
            if step:
                browser.run(f"document.getElementById('{step}').click()")
            assert browser.axe() == [], step
        browser.run(
            "document.querySelectorAll('details').forEach((d) => { d.open = true; });"
            "document.querySelector('#words button').click(); document.querySelector('#why [data-w]').click();"
            "document.querySelector('#scale input').click()"
        )
        assert browser.axe() == []
        browser.run("for (let i = 0; i < 15; i++) document.getElementById('next').click()")
        assert browser.axe() == []
        browser.run("document.getElementById('finish').click(); document.getElementById('clear').click()")
        assert browser.axe() == []
        browser.run("localStorage.clear()")
    elif name.endswith("class") and folder != "small":
        for step in ("cover", "s1", "all", "tool", "agreement", "row"):
            browser.run("location.hash = arguments[0]", step)
            time.sleep(0.1)
            if step == "tool":
                browser.run("document.getElementById('reveal').open = true")
            assert browser.axe() == [], step
        time.sleep(0.1)
        browser.run("location.hash = 's5'")
        time.sleep(0.1)
        assert browser.axe() == []
    else:
        assert browser.axe() == []
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth") or mode == "print"


@pytest.mark.parametrize("paper", [(8.27, 11.69), (8.5, 11)])
@pytest.mark.parametrize("name", ["en", "de", "es"])
@pytest.mark.parametrize("sentences", [12, 15, 20])
def test_the_paper_sheet_is_two_pages(
    browser: Browser, exercise: Exercise, tmp_path: Path, name: str, paper: tuple[float, float], sentences: int
) -> None:
    import base64

    pypdf = pytest.importorskip("pypdf")
    long = (
        "The council of Lower Welling voted on Thursday to close the square to cars, which has been debated for a year."
    )
    items = tuple(
        replace(exercise.items[n % 15], number=n + 1, marks=(), text=long if n % 2 else exercise.items[n % 15].text)
        for n in range(sentences)
    )
    write_lesson(replace(exercise, items=items), find_language(name), tmp_path, typed="lesson")
    browser.open(tmp_path / "worksheet.html")
    made = browser.driver.execute_cdp_cmd(
        "Page.printToPDF", {"printBackground": False, "paperWidth": paper[0], "paperHeight": paper[1]}
    )
    assert len(pypdf.PdfReader(io.BytesIO(base64.b64decode(made["data"]))).pages) == 2


def test_payloads_in_an_article_stay_inert(browser: Browser, exercise: Exercise, tmp_path: Path) -> None:
    for number, payload in enumerate(PAYLOADS):
        words = " ".join(payload.split()) or "x"
        item = replace(exercise.items[0], text=words, before=payload, after=payload, marks=())
        text = replace(exercise.texts[0], title=payload, outlet=payload, not_marked_because=payload)
        one = replace(exercise, items=(item, *exercise.items[1:]), texts=(text,), show_outlet=True)
        folder = tmp_path / str(number)
        folder.mkdir()
        write_lesson(one, ENGLISH, folder, typed=payload)
        _report(one, folder, "en", students(one, 6))
        for name in ("student", "worksheet", "teacher", "class"):
            page = folder / f"{name}.html"
            browser.open(page)
            if name == "student":
                rate(browser, (1,) * 15)
                browser.run("localStorage.clear()")
            assert browser.run("return typeof window.hit") == "undefined", payload
            assert [url for url in browser.requests() if url != page.as_uri()] == [], payload
            assert browser.logs() == [], payload
