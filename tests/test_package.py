"""The package as it is installed: the wheel holds what it needs and works outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling is not installed: the wheel can only be built with it"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    # a group may write to the files of some checkouts; that must change nothing
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120, umask=0o002)
    return next(folder.glob("framing-*.whl"))


def test_the_wheel_holds_knowledge_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    for needed in (
        "framing/lexicons/en/hedge.toml",
        "framing/lexicons/en/structure/rarity.tsv",
        "framing/models/loaded-linear-en/weights.npz",
        "framing/templates/article.html",
        "framing/data/cmudict.zip",
    ):
        assert needed in names
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"framing"}
    assert not [name for name in names if "cache" in name or name.endswith((".pkl", ".joblib", ".pickle", ".pyc"))]
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}


def test_it_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)}))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    for path in (site, *site.rglob("*")):
        path.chmod(0o775 if path.is_dir() else 0o664)
    # the packages it depends on are those of this environment; its own come first
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    story = tmp_path / "story.txt"
    story.write_bytes((ROOT / "examples" / "lake-name.txt").read_bytes())
    where = "import framing; print(framing.__file__)"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    assert Path(run("-c", where).stdout.strip()).is_relative_to(site)
    doctor = run("-m", "framing", "doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    report = run("-W", "error", "-m", "framing", "report", "story.txt", "-o", "out")
    assert report.returncode == 0, report.stderr
    page = (tmp_path / report.stdout.strip()).read_text(encoding="utf-8")
    assert "still clings to" in page
    assert str(ROOT) not in page
    assert (tmp_path / "out" / "findings.csv").stat().st_size > 500
