"""What one student handed in, as a type, whatever way it came; many of them in, each kept once and shuffled, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from framing.classroom.codes import Ratings
from framing.classroom.exercise import Exercise

#: More answers than this are no class, and no projector shows them.
MOST_ANSWERS = 1000
_NEAR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The ratings of one student (0 to 4, None for "can't say"), a rating a sentence.

    ``why`` (a reason or None a sentence) and ``words`` (places of tapped words a sentence) come only with files;
    ``nonce`` is None for what was typed from paper or came from a form. ``where`` names the file and line.
    """

    ratings: Ratings
    where: str
    nonce: int | None = None
    why: tuple[str | None, ...] = ()
    words: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An answer that was not read: where it stands, how it begins, and one plain reason."""

    where: str
    shown: str
    reason: str

    def __str__(self) -> str:
        shown = f' "{self.shown}"' if self.shown else ""
        return f"{self.where}{shown}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """All that was handed in: the answers, each once, in shuffled order; what was not read; the places of duplicates.

    ``doubts`` names pairs that may be one student who changed an answer; both are kept.
    """

    answers: tuple[Answer, ...]
    rejected: tuple[Rejected, ...]
    duplicates: tuple[str, ...]
    doubts: tuple[str, ...]


def shown(text: str) -> str:
    """Take what was typed; return how it begins, so that a teacher finds it and a log tells little."""
    line = " ".join(text.split())
    return line if len(line) <= 6 else line[:6] + "…"


def collect(exercise: Exercise, read: Iterable[Answer | Rejected]) -> Collected:
    """Take an exercise and everything that was read; return it sorted out.

    Two answers are one where their random numbers and ratings are equal; the one with reasons is kept. The order is
    that of a hash of each answer: it tells nothing of who handed in first, and is the same whatever order files have.
    """
    kept: dict[object, Answer] = {}
    rejected: list[Rejected] = []
    duplicates: list[str] = []
    for nth, one in enumerate(read):
        if isinstance(one, Rejected):
            rejected.append(one)
        elif all(rating is None for rating in one.ratings):
            rejected.append(Rejected(where=one.where, shown="", reason="no sentence is rated"))
        else:
            key: object = (one.nonce, one.ratings) if one.nonce is not None else nth
            before = kept.get(key)
            if before is not None:
                duplicates.append(one.where)
            if before is None or (not _rich(before) and _rich(one)):
                kept[key] = one
    answers = sorted(kept.values(), key=lambda answer: _order(answer, exercise))
    return Collected(
        answers=tuple(answers), rejected=tuple(rejected), duplicates=tuple(duplicates), doubts=tuple(_doubts(answers))
    )


def _rich(answer: Answer) -> bool:
    return any(answer.why) or any(answer.words)


def _order(answer: Answer, exercise: Exercise) -> str:
    said = f"{exercise.lesson} {answer.nonce} {answer.ratings} {answer.why} {answer.words}"
    return sha256(said.encode()).hexdigest()


def _doubts(answers: list[Answer]) -> Iterable[str]:
    """Yield a line for each two answers from one page load that differ in one or two sentences."""
    by_nonce: dict[int, list[Answer]] = {}
    for answer in answers:
        if answer.nonce is not None:
            by_nonce.setdefault(answer.nonce, []).append(answer)
    for same in by_nonce.values():
        for nth, one in enumerate(same):
            for other in same[nth + 1 :]:
                differ = sum(a != b for a, b in zip(one.ratings, other.ratings, strict=True))
                if differ <= _NEAR:
                    first, second = sorted((one.where, other.where))
                    sentences = "1 sentence" if differ == 1 else f"{differ} sentences"
                    yield (
                        f"{first} and {second} differ in {sentences} only: one student who changed an answer, or two? "
                        "Both are kept; delete one if it is one student's"
                    )
