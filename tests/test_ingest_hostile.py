"""Pages made to hang, bloat or crash extraction cost one failure each; the process that reads them keeps its limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.ingest import read
from framing.ingest.html import read_page
from framing.ingest.worker import WORKER, ExtractionError, Worker
from framing.types import Article, Failure

PAGE = "<!DOCTYPE html><html><head><title>Bridge shut</title></head><body><article>{}</article></body></html>"
PARAGRAPH = "<p>The council voted on Tuesday to close the bridge for nine months, number {}.</p>"
HONEST = PAGE.format("".join(PARAGRAPH.format(number) for number in range(3)))

#: Each would take the parser from many seconds to for ever.
ENDLESS = {
    "one tag with 100,000 attributes": PAGE.format("<p " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">x</p>"),
    "3.9 MB of two words and a break": PAGE.format("word word<br>" * 300_000),
    "45,000 paragraphs": PAGE.format("".join(PARAGRAPH.format(number) for number in range(45_000))),
}
#: Each ends by itself, with text or without.
ODD = {
    "100,000 nested elements": PAGE.format("<div>" * 100_000 + "x"),
    "300,000 nested inline elements": PAGE.format("<b>" * 300_000 + "x"),
    "nested tables": PAGE.format("<table>" * 1_500 + "<tr><td>x" * 2_000),
    "open comments": PAGE.format("<!--" * 100_000),
    "a title of 400,000 words": HONEST.replace("Bridge shut", "shut " * 400_000),
    "a long JSON-LD string": HONEST.replace(
        "<title>", '<script type="application/ld+json">{"headline": "' + "x" * 500_000 + '"}</script><title>'
    ),
    "broken JSON-LD": HONEST.replace(
        "<title>", '<script type="application/ld+json">' + "[{" * 50_000 + "</script><title>"
    ),
    "only angle brackets": "<" * 500_000,
    "a frameset": "<html><frameset><frame src='http://127.0.0.1:9/'></frameset></html>",
    "an address": "http://127.0.0.1:9/page.html",
    "a refresh": HONEST.replace("<title>", "<meta http-equiv=refresh content='0; url=http://127.0.0.1:9/'><title>"),
    "a base address": HONEST.replace(
        "<title>", "<base href='http://127.0.0.1:9/'><link rel=canonical href='/x'><title>"
    ),
    "character references of nothing": PAGE.format("<p>&#0;&#xD800;&#xFFFE;&#x110000;&#x80; and a line of words</p>"),
    "an XML bomb": "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><html><body><p>&c;&c;&c;</p></body></html>",
}


@pytest.fixture
def worker() -> Iterator[Worker]:
    own = Worker()
    yield own
    own.close()


def pid(worker: Worker) -> int:
    assert worker._child is not None
    return worker._child.pid


def is_gone(number: int, *, within: float) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
            # its first thread may be dead while others still hold its pipes
            if state == "Z" and len(list(Path(f"/proc/{number}/task").iterdir())) == 1:
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_page_is_killed_and_the_next_is_read(name: str) -> None:
    began = time.monotonic()
    found = read_page(ENDLESS[name].encode(), origin="page.html", timeout=0.7)
    assert found == Failure(origin="page.html", stage="extract", message="extraction took more than 0.7 s")
    assert time.monotonic() - began < 5
    assert isinstance(read_page(HONEST.encode(), origin="page.html"), Article)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_page_is_an_article_or_one_failure(name: str) -> None:
    found = read_page(ODD[name].encode(), origin="page.html", timeout=15)
    if isinstance(found, Article):
        assert found.parts and "\0" not in found.text and len(found.title or "") <= 500
    else:
        assert found.stage == "extract" and found.message.startswith("no article text found")


def test_a_folder_goes_on_after_an_endless_page(tmp_path: Path) -> None:
    for name, page in {"1": HONEST, "2": ENDLESS["3.9 MB of two words and a break"], "3": HONEST}.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    assert [type(item).__name__ for item in read(tmp_path, timeout=0.7)] == ["Article", "Failure", "Article"]


def test_memory_is_limited() -> None:
    worker = Worker(memory=60_000_000)
    try:
        with pytest.raises(ExtractionError, match=r"needed more than 0\.06 GB of memory"):
            worker.extract(ENDLESS["45,000 paragraphs"], timeout=20)
        assert worker.extract(HONEST, timeout=20)
    finally:
        worker.close()


def test_a_process_that_dies_is_replaced(worker: Worker) -> None:
    assert worker.extract(HONEST, timeout=20)
    first = pid(worker)
    os.kill(first, signal.SIGKILL)
    assert is_gone(first, within=5)
    assert worker.extract(HONEST, timeout=20)
    assert pid(worker) != first


def test_a_crash_in_the_middle_is_one_failure(worker: Worker) -> None:
    import threading

    worker.extract(HONEST, timeout=20)
    killer = threading.Timer(0.3, os.kill, (pid(worker), signal.SIGSEGV))
    killer.start()
    with pytest.raises(ExtractionError, match=r"extraction stopped \(signal 11\)"):
        worker.extract(ENDLESS["45,000 paragraphs"], timeout=20)
    killer.join()
    assert worker.extract(HONEST, timeout=20)


def test_an_answer_is_never_taken_for_the_next_page(worker: Worker) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    other = HONEST.replace("bridge", "school")
    worker.extract(HONEST, timeout=20)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            worker.extract(ENDLESS["45,000 paragraphs"], timeout=20)
    finally:
        signal.signal(signal.SIGALRM, before)
    page = worker.extract(other, timeout=20)
    assert page and "school" in page["lines"][-1][0]


def test_a_process_that_was_interrupted_as_it_started_answers_nobody(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> dict[str, object]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("framing.ingest.child.exchange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            worker.extract(HONEST, timeout=20)
    for word in ("bridge", "school", "harbour"):
        page = worker.extract(HONEST.replace("bridge", word), timeout=20)
        assert page and word in page["lines"][-1][0]


def test_one_process_serves_many_pages_and_is_renewed(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.ingest.worker._RECYCLE", 2)
    seen = []
    for _ in range(4):
        worker.extract(HONEST, timeout=20)
        seen.append(pid(worker))
    assert [seen.index(one) for one in seen] == [0, 0, 2, 2]


def test_closing_ends_the_process(worker: Worker) -> None:
    worker.extract(HONEST, timeout=20)
    number = pid(worker)
    worker.close()
    worker.close()
    assert is_gone(number, within=5)


SCRIPT = """
import sys
print("begins", flush=True)
from framing.ingest.html import read_page
from framing.ingest.worker import WORKER
print(read_page(sys.stdin.buffer.read(), origin="page.html").title, WORKER._child.pid, flush=True)
if sys.argv[1:] == ["wait"]:
    import threading, time
    endless = "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"
    threading.Thread(target=WORKER.extract, args=(endless,), kwargs={"timeout": 1}, daemon=True).start()
    time.sleep(0.5)
    print("busy", flush=True)
    time.sleep(60)
"""


def run_script(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py"), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    child.stdin.write(HONEST)
    child.stdin.close()
    return child


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    with run_script(tmp_path) as child:
        assert child.stdout is not None
        lines = child.stdout.read().split()
    assert lines[:3] == ["begins", "Bridge", "shut"]
    assert is_gone(int(lines[3]), within=5)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_whose_caller_was_killed_ends_by_itself(tmp_path: Path) -> None:
    with run_script(tmp_path, "wait") as child:
        assert child.stdout is not None
        child.stdout.readline()
        number = int(child.stdout.readline().split()[-1])
        assert child.stdout.readline() == "busy\n"
        child.kill()
    assert is_gone(number, within=6)  # the kernel's timer: the limit of 1 s and 2 s more


def test_the_network_is_refused_to_the_process() -> None:
    code = (
        "import sys, socket; from framing.children import refuse_network; sys.addaudithook(refuse_network)\n"
        "for call in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: socket.getaddrinfo('a.b', 80)):\n"
        "    try: call()\n"
        "    except PermissionError as error: print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "extraction never uses the network\n" * 2


def test_a_fork_starts_a_process_of_its_own() -> None:
    assert WORKER.extract(HONEST, timeout=20)
    code = (
        "import os, sys\n"
        "from framing.ingest.worker import WORKER\n"
        f"page = {HONEST!r}\n"
        "WORKER.extract(page, timeout=20)\n"
        "first = WORKER._child.pid\n"
        "child = os.fork()\n"
        "assert WORKER.extract(page, timeout=20)\n"
        "assert (WORKER._child.pid == first) == (child != 0)\n"
        "if child: assert os.waitpid(child, 0)[1] == 0\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-W", "error", "-c", code], env=environment, check=True, timeout=30)
