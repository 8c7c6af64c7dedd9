"""How long a teacher waits for a lesson and for its class page, beside the time that the program takes to start.

    python -m benchmarks.lesson

All in one process: loading what an analysis needs, then article to the four files of a lesson, then the answers of a
class to the class page. Seconds of one run; where a machine is shared, look at their ratio.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

LESSON = Path(__file__).resolve().parent.parent / "examples" / "lesson"


def main() -> None:
    """Print the seconds of each step, and the sizes of the pages."""
    from framing.classroom.answer_files import read_answers
    from framing.classroom.answers import collect
    from framing.classroom.exercise import load
    from framing.classroom.form_columns import FormColumns
    from framing.classroom.languages import find_language
    from framing.classroom.lesson import make_exercise, write_lesson, write_report

    began = time.perf_counter()
    import framing

    article = (LESSON / "station-square.txt").read_text(encoding="utf-8")
    framing.analyze("The council met on Monday evening in the town hall. " * 10)
    started = time.perf_counter()
    language = find_language("en")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make_exercise([framing.analyze(article)], sentences=15, seed=7, language="en", show_outlet=False)
        write_lesson(made, language, folder, typed="lesson")
        written = time.perf_counter()
        key = load(LESSON)
        asked = FormColumns(folder, given=None, ask=None)
        read = read_answers([LESSON / "handed-in"], exercise=key, language=language, columns=asked)
        collected = collect(key, read)
        write_report(key, language, collected.answers, folder)
        reported = time.perf_counter()
        print(f"start-up {started - began:.2f} s")
        print(f"article of {len(article.split())} words to a lesson {written - started:.2f} s")
        print(f"{len(collected.answers)} answers to the class page {reported - written:.2f} s")
        for page in ("student.html", "worksheet.html", "teacher.html", "class.html", "answers.csv"):
            print(f"{page} {(folder / page).stat().st_size / 1000:.1f} KB")


if __name__ == "__main__":
    main()
