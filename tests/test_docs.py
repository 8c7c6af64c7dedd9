"""The documentation says what the program does: commands, options, outputs, fields, columns, factors, links, words."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import framing
from framing.cli import app
from framing.ingest import READERS
from framing.lexicon import load
from framing.report import SECTIONS
from framing.scoring import SCORERS
from framing.scoring import lexicon as weights
from framing.store import to_dict
from framing.types import Actor, Analysis, Description, FrameEvidence, Span

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *DOCS.glob("**/*.md"),
        ROOT / "lexicons" / "README.md",
        *ROOT.glob("models/*/README.md"),
    ]
)
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.S | re.M)
UPDATE = "run `python -m docs.make`"

sys.path.insert(0, str(ROOT))
make = import_module("docs.make")
generated = import_module("docs.generated")
sys.path.remove(str(ROOT))

pytestmark = pytest.mark.usefixtures("scorers_built_once")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return framing.analyze((ROOT / "examples" / "lake-name.txt").read_text(encoding="utf-8"))


# --- what is made is up to date --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", generated.GENERATED)
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == generated.GENERATED[name](), UPDATE


def test_every_category_has_its_page_and_no_page_is_left_over() -> None:
    names = {f"lexicons/{category.id}.md" for category in load().categories}
    assert names == {path.relative_to(DOCS).as_posix() for path in DOCS.glob("lexicons/*.md")}
    assert names <= generated.GENERATED.keys()


@pytest.mark.parametrize("page", [page for page in make.PAGES if make.BLOCK.search(page.read_text("utf-8"))], ids=_name)
def test_commands_in_pages_run_and_print_what_is_shown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    with make.workplace():
        assert make.with_sessions(text) == text, UPDATE


@pytest.mark.parametrize("page", make.PAGES, ids=_name)
def test_figures_are_those_of_the_card(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert generated.with_figures(text) == text, UPDATE


def test_the_picture_is_there_and_small() -> None:
    data = (DOCS / "picture.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) <= 200_000


# --- every thing has its words ---------------------------------------------------------------------------------------


def _written() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))))


def test_every_command_is_named_outside_the_reference() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES if page.name != "commands.md")
    for name in generated.commands():
        verb = name.rpartition(" ")[2]
        grouped = re.search(rf"{name.rpartition(' ')[0]} (\w+\|)*{verb}\b", text)
        assert name in text or grouped, name


def test_every_option_is_named_and_every_named_option_exists() -> None:
    real: dict[str, set[str]] = {}
    for name, command in generated.commands().items():
        real[name] = {option for one in command.params for option in getattr(one, "opts", ()) if option.startswith("-")}
        real[name] |= {"--help", "-h"}
    written = _written()
    for name, options in real.items():
        for option in options - {"-h", "--help"}:
            assert f"`{option}" in written or f", {option}" in written, f"{name} {option}"
    for page in PAGES:
        for kind, block in FENCE.findall(page.read_text(encoding="utf-8")):
            if kind not in ("sh", "console"):
                continue
            for line in re.findall(r"^(?:\$ )?(?:[\w./]*/)?(framing .*)$", block, re.M):
                words = line.partition("  #")[0].split()
                name = " ".join(words[:3]) if " ".join(words[:3]) in real else " ".join(words[:2])
                assert name in real, f"{page.name}: {line}"
                used = {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)}
                assert used <= real[name], f"{page.name}: {line}"


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in PAGES:
        if page.parent == DOCS / "lexicons":
            continue  # "make a nonsense of" is a cue
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.M)) <= targets, page.name


def test_every_reader_scorer_section_and_category_is_named() -> None:
    text = _written()
    for suffix in READERS:
        assert suffix in text or suffix in (".text", ".htm", ".xhtml", ".ndjson", ".tsv"), suffix
    for category in load().categories:
        assert f"(`{category.id}`)" in (DOCS / "lexicons.md").read_text(encoding="utf-8")
    for scorer in SCORERS:
        assert scorer in (DOCS / "method.md").read_text(encoding="utf-8")
    assert len(SECTIONS) == len({section.name for section in SECTIONS})


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version == framing.__version__
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# --- the wire format -------------------------------------------------------------------------------------------------

KINDS: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "list": (list,),
    "pair": (list,),
    "null": (type(None),),
}


def _fields() -> dict[str, dict[str, str]]:
    """Return by object the documented fields with their types."""
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n## ")[1:]:
        title = re.match(r"`?([\w ]+)`?", part)
        assert title is not None
        table = part.partition("| measure |")[0]
        found[title[1]] = dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", table, re.M))
    return found


def _fits(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return "boolean" in kind
    if "pair" in kind and isinstance(value, list):
        return len(value) == 2 and all(isinstance(one, int) for one in value)
    return isinstance(value, tuple(type_ for word in kind.split(" or ") for type_ in KINDS[word]))


def test_every_field_of_the_json_is_documented(analysis: Analysis) -> None:
    described = Description(span=Span(start=0, end=8), relation="attribute", voice="writer")
    actor = Actor(name="A", type="person", mentions=(Span(start=0, end=8),), described=(described,))
    frame = FrameEvidence(scheme="s", frame="f", score=0.5, sentences=(1,))
    data = to_dict(replace(analysis, actors=(actor,), frames=(frame,)))
    documented = _fields()
    objects: dict[str, list[dict[str, Any]]] = {"The object": [data]}
    for name, value in data.items():
        if isinstance(value, list):
            assert value, f"{name} is empty: the test needs an article that has some"
            objects[name] = value
        elif isinstance(value, dict):
            objects[name] = [value]
    objects["described"] = data["actors"][0]["described"]
    assert documented.keys() == objects.keys()
    for name, rows in objects.items():
        for row in rows:
            optional = {
                "made_with": {"precision", "loaded_threshold", "loaded_rate", "calibration", "recall", "reference"},
                "sentences": {"set_off"},
            }.get(name, set())
            assert row.keys() - optional == documented[name].keys() - optional, name
            for field, value in row.items():
                if field in documented[name]:
                    assert _fits(value, documented[name][field]), f"{name}.{field} is {value!r}"


def test_every_measure_is_documented(analysis: Analysis) -> None:
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    for measure in analysis.measures:
        assert f"`{measure.name}`" in text, measure.name


def test_the_words_of_the_class_hold_where_the_how_to_puts_them(tmp_path: Path) -> None:
    page = (DOCS / "how-to-lexicon.md").read_text(encoding="utf-8")
    cues, examples = (block for block in re.findall(r"```toml\n(.*?)```", page, re.S) if "[[group]]" not in block)
    folder = shutil.copytree(ROOT / "examples" / "lexicon-minimal", tmp_path / "words")
    file = folder / "contest_talk.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r'cues = """.*?"""\n', lambda _: cues, text, flags=re.S)
    file.write_text(re.sub(r"\[examples\].*", lambda _: "[examples]\n" + examples, text, flags=re.S), encoding="utf-8")
    done = CliRunner().invoke(app, ["lexicons", "check", str(folder)])
    said = re.search(r"\d+ cues, \d+ examples hold, no problem", done.stderr)
    assert done.exit_code == 0 and said, done.stderr
    assert f'"{said[0]}"' in page


# --- the method ------------------------------------------------------------------------------------------------------


def test_the_factors_are_those_of_the_code() -> None:
    text = (DOCS / "method.md").read_text(encoding="utf-8")
    context = text.partition("**Context**")[2]
    rows = dict(re.findall(r"^\| (.+?) \| ([\d.]+) \| \.\d+ \| \.\d+ \|$", context, re.M))
    factors = [float(value) for value in rows.values()]
    assert factors == [
        weights.NEGATED,
        weights._MODAL,
        weights._NUMBER,
        weights._POSSESSIVE,
        weights._ADVERB,
        weights._FIRST,
    ]
    modals = next(name for name in rows if name.startswith("*may"))
    assert set(re.findall(r"\w+", modals.partition(" in the")[0])) == set(weights._MODALS)
    assert [weights.rarity(value) for value in (9.0, 3.0, 1.0, None)] == [0.3, 1.0, 1.3, 1.0]
    assert "(5.5 − *z*) / 2.5, at least 0.3 and at most 1.3" in text


# --- links and words -------------------------------------------------------------------------------------------------


def _anchors(page: Path) -> set[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_resolve(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https://", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in _anchors(place), f"{page.name}: {target}"


NEVER = re.compile(
    r"bias(?:ed)? (?:score|outlet|rating)|objectiv|the AI thinks|detects bias|unreliable|\bviolat|"
    r"\bneutral\b|TODO|FIXME|/work\b|/tmp\b|\.\./shared|lorem",
    re.I,
)
#: Where "neutral" says that what is not marked is not neutral, and where a name of a file or a work holds such a word.
ALLOWED = re.compile(
    r"`(?:n_)?neutral`|neutral, distancing|a neutral word|"  # a class of reporting words, not of articles
    r"same as neutral|unmarked(?: sentence)? is\s+not neutral|is not neutral",
    re.I,
)
TEXTS = sorted(
    [
        # Pages of categories quote the cues and sentences that must be found; test_lexicons_shipped reads their texts.
        *(page for page in PAGES if page.parent.name != "lexicons" or page.name == "README.md"),
        *(ROOT / "reports" / "templates").rglob("*.html"),
        *(ROOT / "src" / "framing" / "cli").glob("*.py"),
        ROOT / "CITATION.cff",
        ROOT / "NOTICE",
    ]
)


@pytest.mark.parametrize("path", TEXTS, ids=_name)
def test_words_that_are_never_used(path: Path) -> None:
    text = ALLOWED.sub("", path.read_text(encoding="utf-8"))
    found = NEVER.search(text)
    assert found is None, text[max(0, found.start() - 60) : found.end() + 20]
