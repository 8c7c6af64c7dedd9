"""The recipes in ``examples/nightly``: the script as cron starts it, the units as systemd reads them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.newsroom import Newsroom, day

from framing.batch.settings import batch_settings
from framing.ingest.feeds_file import read_feeds_file

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "examples" / "nightly"


def program(folder: Path) -> Path:
    """Take a folder; return a program in it that runs the command of this working tree."""
    framing = folder / "framing"
    framing.write_text(f'#!/bin/sh\ncd {ROOT} && PYTHONPATH=src exec {sys.executable} -m framing "$@"\n')
    framing.chmod(0o755)
    return framing


def test_the_example_of_a_feeds_file_is_one() -> None:
    file = read_feeds_file(ROOT / "examples" / "feeds.toml")
    settings = batch_settings(file.batch, path=file.path)
    assert len(file.feeds) == 2
    assert settings == batch_settings({}, path="x"), "the example shows the defaults"


def test_the_script_prints_nothing_on_a_good_night_and_tells_of_a_bad_one(tmp_path: Path) -> None:
    framing = program(tmp_path)
    feeds, night = tmp_path / "feeds.toml", tmp_path / "night"
    with Newsroom() as room:
        outlet = room.outlet("post")
        outlet.publish(day(0), length=9)
        feeds.write_text(room.feeds_file(batch="analyze = false"))

        def start() -> subprocess.CompletedProcess[str]:
            told = {"FRAMING": str(framing), "FEEDS": str(feeds), "NIGHT": str(night), "PATH": "/usr/bin:/bin"}
            return subprocess.run(
                ["/bin/sh", RECIPES / "nightly.sh"], env=told, capture_output=True, text=True, timeout=120
            )

        good = start()
        assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
        assert (night / "runs" / "index.html").is_file()
        feeds.write_text("[fetch]\n")
        bad = start()
        assert bad.returncode == 2 and "the nightly run failed (status 2)" in bad.stdout and "feeds.toml:" in bad.stdout


def test_the_script_for_a_folder_is_quiet_on_a_good_night_and_tells_of_a_bad_one(tmp_path: Path) -> None:
    framing = program(tmp_path)
    articles, reports = tmp_path / "articles", tmp_path / "reports"
    (articles / "2026-05-01").mkdir(parents=True)
    shutil.copy(ROOT / "examples" / "lake-name.txt", articles / "2026-05-01")

    def start(day: str) -> subprocess.CompletedProcess[str]:
        told = {"FRAMING": str(framing), "ARTICLES": str(articles), "REPORTS": str(reports), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            ["/bin/sh", RECIPES / "folder.sh", day], env=told, capture_output=True, text=True, timeout=120
        )

    good = start("2026-05-01")
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    assert (reports / "2026-05-01" / "index.html").is_file()
    bad = start("2026-05-02")
    assert bad.returncode == 4 and "no report of 2026-05-02 (status 4)" in bad.stdout
    assert "2026-05-02: no such file or folder" in bad.stdout and bad.stderr == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for name in ("framing-nightly.service", "framing-nightly.timer"):
        text = (RECIPES / name).read_text().replace("/opt/framing/bin/framing", "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "framing-nightly.service", tmp_path / "framing-nightly.timer"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0 and "framing-nightly" not in done.stderr, done.stderr
