"""A table in (typed from paper, or from a form tool), an answer or a refusal a row out.

A row of bare ratings needs no header. Of a form's table only the columns with ratings or codes are looked at: names,
addresses and times in the others are never kept. Columns are known by their sentence or its number, or are asked for.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from framing.classroom.answers import Answer, Rejected, shown
from framing.classroom.codes import POINTS, CodeError, decode, looks_like_code
from framing.classroom.exercise import Exercise
from framing.classroom.languages import Language, available, find_language

#: Takes a table's name and header, how many columns are needed and those that the header itself tells (or None);
#: returns their places, or None where nobody knows.
Columns = Callable[[str, Sequence[str], int, tuple[int, ...] | None], tuple[int, ...] | None]

_NOTHING = {"", "?", "-", "–", "—", "x", "0", "6", "n/a", "na", "."}
_NUMBER = re.compile(r"^\W*[^\W\d]{0,12}\W*0*(\d{1,2})(?!\d)")
#: A rating, and what may follow it: a sign, or the name of that very point ("2 - slightly"). "3.5" and "4-Mar" (what a
#: spreadsheet makes of 3-4) are neither.
_DIGIT = re.compile(r"([0-6])(?:[.,]0+)?([\s\-–—:.)(=·].*)?")
_SIGNS, _AROUND = " .:)", " -–—:.()=·"
_MOST_FIELDS = 500
_SAME = 30
#: A header tells its number at its beginning; a longer one is not looked through, for time's sake.
_NUMBER_WITHIN = 40


def read_table(
    text: str, where: str, *, exercise: Exercise, language: Language, columns: Columns
) -> Iterator[Answer | Rejected]:
    """Take a table's text and name, the exercise, its language and where to ask for columns; yield what its rows hold.

    Rows without anything are passed over. A row with one cell that is no rating is refused whole, and names the cell.
    """
    rows = _rows(text)
    if not rows:
        yield Rejected(where=where, shown="", reason="is empty")
        return
    count = len(exercise.items)
    head = _header(rows, language)
    body = [(line, row) for line, row in rows if row is not head]
    codes = _code_column([row for _, row in body], count)
    if codes is not None:
        for line, row in body:
            if codes < len(row) and row[codes].strip():
                yield _code(row[codes], f"{where}:{line}", exercise)
        return
    places: tuple[int, ...] | None = tuple(range(count))
    if head is not None:
        places = columns(where, head, count, _places(head, exercise))
        if places is None:
            reason = (
                f"has {len(head)} columns, and which hold the {count} sentences is not clear; say it with --columns"
            )
            yield Rejected(where=where, shown="", reason=reason)
            return
    assert places is not None
    for line, row in body:
        if any(cell.strip() for cell in row):
            yield _ratings(row, places, f"{where}:{line}", language, bare=head is None)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with its line, cut by the delimiter that makes the most columns."""
    best: list[tuple[int, list[str]]] = []
    for delimiter in ",;\t":
        found = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    found.append((reader.line_num, row[:_MOST_FIELDS]))
        except csv.Error:
            continue
        if not best or min(len(r) for _, r in found[:5]) > min(len(r) for _, r in best[:5]):
            best = found
    return best


def _header(rows: list[tuple[int, list[str]]], language: Language) -> list[str] | None:
    """Return the first row if most of what it holds are no ratings."""
    first = rows[0][1]
    told = [cell for cell in first if cell.strip()]
    plain = sum(_is_rating(cell, language) for cell in told)
    numbered = [cell.strip() for cell in first] == [str(n) for n in range(1, len(first) + 1)]
    return first if plain * 2 < len(told) or (numbered and len(first) > POINTS) else None


def _is_rating(cell: str, language: Language) -> bool:
    try:
        rating(cell, language)
    except ValueError:
        return False
    return True


def rating(cell: str, language: Language) -> int | None:
    """Take a cell: 1 to 5, a point of the scale in words or both, or a sign for "can't say"; return 0 to 4 or None.

    The words may be those of any language that ships. Raises ValueError for anything else.
    """
    said = _plain(cell)
    if said in _NOTHING:
        return None
    names = {**_shipped_names(), **_names(language)}
    if said in names:
        return names[said]
    match = _DIGIT.fullmatch(said)
    if match:
        point = None if match[1] in "06" else int(match[1]) - 1
        after = match[2] or ""
        told = after.strip(_AROUND)
        if not after.strip(_SIGNS) or (told in names and names[told] == point):
            return point
    raise ValueError(cell)


@cache
def _shipped_names() -> dict[str, int | None]:
    return {name: point for code in available() for name, point in _names(find_language(code)).items()}


def _names(language: Language) -> dict[str, int | None]:
    """Return how a language names the points of the scale, in full or by the first word, and "can't say" as None."""
    names: dict[str, int | None] = {_plain(language.scale.cant_say): None}
    for place, point in enumerate(language.scale.points):
        names[_plain(point).split(" ")[0]] = place
        names[_plain(point)] = place
    return names


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:400]).replace("’", "'").casefold()
    return " ".join(folded.split())


def _code_column(rows: Sequence[Sequence[str]], count: int) -> int | None:
    """Return the column in which most filled cells look like codes of this lesson."""
    for place in range(max((len(row) for row in rows), default=0)):
        filled = [row[place] for row in rows if place < len(row) and row[place].strip()]
        if filled and sum(looks_like_code(cell, sentences=count) for cell in filled) * 2 >= len(filled):
            return place
    return None


def _places(head: Sequence[str], exercise: Exercise) -> tuple[int, ...] | None:
    """Return the column of each sentence, told by its words or its number; None unless each has exactly one."""
    by_words: dict[int, list[int]] = {}
    by_number: dict[int, list[int]] = {}
    for place, cell in enumerate(head):
        told = _plain(cell)
        for item in exercise.items:
            if _plain(item.text)[:_SAME] in told:
                by_words.setdefault(item.number, []).append(place)
        gridded = "[" in cell and cell.rstrip().endswith("]")  # a form's grid: "How does … sound? [3. The council …]"
        match = _NUMBER.match((cell.partition("[")[2] if gridded else cell)[:_NUMBER_WITHIN])
        if match:
            by_number.setdefault(int(match[1]), []).append(place)
    for found in (by_words, by_number):
        places = [found.get(item.number, []) for item in exercise.items]
        flat = [one[0] for one in places if len(one) == 1]
        if len(flat) == len(places) == len(set(flat)):
            return tuple(flat)
    return tuple(range(len(head))) if len(head) == len(exercise.items) else None


def _code(cell: str, where: str, exercise: Exercise) -> Answer | Rejected:
    try:
        code = decode(cell, sentences=len(exercise.items), exercise=exercise.exercise)
    except CodeError as error:
        return Rejected(where=where, shown=shown(cell), reason=str(error))
    return Answer(ratings=code.ratings, nonce=code.nonce, where=where)


def _ratings(row: list[str], places: Sequence[int], where: str, language: Language, *, bare: bool) -> Answer | Rejected:
    count = len(places)
    if bare:
        while len(row) > count and not row[-1].strip():
            row = row[:-1]
        if len(row) != count:
            reason = f"{len(row)} fields, this lesson has {count} sentences; leave a field empty for “can't say”"
            return Rejected(where=where, shown="", reason=reason)
    ratings = []
    for number, place in enumerate(places, start=1):
        cell = row[place] if place < len(row) else ""
        try:
            ratings.append(rating(cell, language))
        except ValueError:
            reason = f"sentence {number} has “{shown(cell)}”; ratings are 1 to {POINTS}, or empty"
            return Rejected(where=where, shown="", reason=reason)
    return Answer(ratings=tuple(ratings), where=where)
