"""A class that was made up: 27 students who rate as people do, each a little differently, the same on every run."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from framing.classroom.codes import encode
from framing.classroom.exercise import Exercise
from framing.classroom.languages import REASONS

Ratings = tuple[int | None, ...]

#: Sentences of the example, by their first word, that people hear otherwise than the tool marks them.
HEARD = {"What": 2.7, "Shopkeepers": 1.5, "The": 1.2, "Critics": 2.0}


def students(exercise: Exercise, count: int = 27, *, seed: int = 11) -> list[Ratings]:
    """Return so many students' ratings: around a point of each sentence, with a leaning of each student."""
    random = Random(seed)
    centres = [
        HEARD.get(item.text.split(" ")[0], 2.6 if item.tool_marked else 1.4 if item.stratum == "doubtful" else 0.4)
        for item in exercise.items
    ]
    made = []
    for _ in range(count):
        leaning = random.gauss(0, 0.6)
        row = [
            None if random.random() < 0.03 else max(0, min(4, round(centre + leaning + random.gauss(0, 0.8))))
            for centre in centres
        ]
        made.append(tuple(row))
    return made


def answer_file(exercise: Exercise, ratings: Ratings, *, nonce: int, seed: int = 0) -> dict[str, Any]:
    """Return what the page saves for these ratings, with a few reasons and tapped words."""
    random = Random(f"{seed} {nonce}")
    why: list[str | None] = []
    words: list[list[int]] = []
    for item, rating in zip(exercise.items, ratings, strict=True):
        heard = rating is not None and rating >= 2
        why.append(random.choice(REASONS[:4]) if heard and random.random() < 0.7 else None)
        marked = [len(item.text[: mark.start].split()) for mark in item.marks]
        size = len(item.text.split(" "))
        words.append(sorted({min(place, size - 1) for place in marked[:2]}) if heard else [])
    return {
        "exercise": exercise.exercise,
        "lesson": exercise.lesson,
        "nonce": nonce,
        "code": encode(ratings, nonce=nonce, exercise=exercise.exercise),
        "ratings": list(ratings),
        "why": why,
        "words": words,
    }


def grid_line(ratings: Ratings) -> str:
    """Return a line as a teacher types it from a paper sheet."""
    return ",".join("" if rating is None else str(rating + 1) for rating in ratings)


def hand_in(exercise: Exercise, folder: Path, *, codes: int = 15, files: int = 8) -> list[Ratings]:
    """Write what 27 students hand in (codes, files, the rest on paper); return their ratings."""
    rows = students(exercise)
    lines = [
        encode(row, nonce=37 * n % 1024, exercise=exercise.exercise) for n, row in enumerate(rows[:codes], start=1)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "answers").mkdir(exist_ok=True)
    for n, row in enumerate(rows[codes : codes + files]):
        data = answer_file(exercise, row, nonce=900 + n)
        path = folder / "answers" / f"answers-{exercise.exercise}-{900 + n:04}.json"
        path.write_text(json.dumps(data) + "\n", encoding="utf-8")
    paper = [grid_line(row) for row in rows[codes + files :]]
    (folder / "grid.csv").write_text("\n".join(paper) + "\n", encoding="utf-8")
    return rows
