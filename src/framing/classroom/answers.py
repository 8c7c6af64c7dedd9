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

    ``doubts`` names pairs with one random number, which may be one student who changed an answer; both are kept.
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
        answers=tuple(answers),
        rejected=tuple(rejected),
        duplicates=tuple(duplicates),
        doubts=tuple(_doubts(kept.values())),
    )


def _rich(answer: Answer) -> bool:
    return any(answer.why) or any(answer.words)


def _order(answer: Answer, exercise: Exercise) -> str:
    said = f"{exercise.lesson} {answer.nonce} {answer.ratings} {answer.why} {answer.words}"
    return sha256(said.encode()).hexdigest()


def _doubts(answers: Iterable[Answer]) -> Iterable[str]:
    """Yield a line for each answer whose random number came before, with the nearest of those it came with."""
    by_nonce: dict[int, list[Answer]] = {}
    for answer in answers:
        if answer.nonce is None:
            continue
        before = by_nonce.setdefault(answer.nonce, [])
        if before:
            nearest = min(before, key=lambda one: _apart(one, answer))
            yield _doubt(nearest, answer)
        before.append(answer)


def _apart(one: Answer, other: Answer) -> int:
    """Return in how many sentences that both rated they differ: what one of them left out is no difference."""
    return sum(a != b for a, b in _both(one, other))


def _both(one: Answer, other: Answer) -> list[tuple[int, int]]:
    pairs = zip(one.ratings, other.ratings, strict=True)
    return [(a, b) for a, b in pairs if a is not None and b is not None]


def _doubt(one: Answer, other: Answer) -> str:
    apart, both = _apart(one, other), len(_both(one, other))
    differ = f"differ in {apart} of the {both} sentences that both rated"
    said = f"{one.where} and {other.where} have the same random number and {differ}"
    if apart > _NEAR:
        return f"{said}: two students, most likely; both are kept. Delete one if it is one student's"
    return f"{said}: one student who changed an answer, or two? Both are kept; delete one if it is one student's"
