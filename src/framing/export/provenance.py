"""What was read, made and written in, ``provenance.json`` out: how the files came about, and what to check them by."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from framing.export.corpus_facts import CorpusFacts
from framing.intervals import RESAMPLES, SEED
from framing.version import __version__

NAME = "provenance.json"
#: What decides over what is marked and written.
_PACKAGES = ("spacy", "nupunkt", "onnxruntime", "tokenizers", "numpy", "textstat", "pyarrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How an export was asked for."""

    formats: tuple[str, ...] = ("csv",)
    text: bool = True
    excel: bool = False


def fingerprint(path: Path) -> dict[str, Any]:
    """Take a file; return its name, size and sha256, reading it a piece at a time."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    return {"name": path.name, "bytes": size, "sha256": digest.hexdigest()}


def provenance(
    facts: CorpusFacts,
    choices: Choices,
    *,
    inputs: Iterable[Path],
    files: Sequence[dict[str, Any]],
    generated: str | None,
) -> dict[str, Any]:
    """Take what was analysed, how it was asked for, what was read and what was written; return the record of it.

    It holds no clock, unless ``generated`` is given, no path and no command line: a shared folder tells nothing of the
    machine that made it but versions.
    """
    return {
        "schema": 1,
        "made_by": {"framing": __version__, "python": platform.python_version(), "packages": dict(_installed())},
        "generated": generated,
        "choices": {"formats": list(choices.formats), "text": choices.text, "excel": choices.excel},
        "intervals": {"resamples": RESAMPLES, "seed": SEED},
        "inputs": [fingerprint(path) for path in inputs],
        "corpus_sha256": facts.digest,
        "counts": {
            "analysed": facts.articles,
            "checked": facts.checked,
            "failed": facts.failed.total(),
            "left_out": dict(sorted(facts.left_out.items())),
        },
        "analysed_with": {
            "framing": dict(sorted(facts.versions.items())),
            "fast": facts.fast,
            "ran": [
                {"id": a.id, "version": a.version, "sha256": a.digest, "licence": a.licence, "articles": count}
                for a, count in sorted(
                    facts.ran.items(), key=lambda item: (item[0].id, item[0].version, item[0].digest)
                )
            ],
        },
        "files": list(files),
    }


def as_json(record: dict[str, Any]) -> str:
    """Take the record; return it as text, the same bytes for the same record."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _installed() -> Iterable[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
