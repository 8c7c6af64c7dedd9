"""Stored articles in, scores by the present lexicons and models out, beside the old ones; only when it is asked for."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from framing.batch.analyst import AT_ONCE, AnalysisError, Analyst
from framing.batch.files import Folder, Unreadable, unreadable
from framing.batch.ledger import put_score
from framing.batch.placing import Places, score_files
from framing.batch.records import Scored, Tally
from framing.batch.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescored:
    """How many versions were scored anew, how many could not be, and how many had this score already."""

    done: int
    failed: int
    had: int
    left: int

    @property
    def seen(self) -> int:
        """All versions that were looked at; they add up."""
        return self.done + self.failed + self.had + self.left


def rescore(
    folder: Folder,
    state: State,
    analyst: Analyst,
    *,
    now: datetime,
    since: str | None,
    stop: threading.Event,
    say: Callable[[str], None],
    progress: Callable[[str, int, int], None],
) -> Rescored:
    """Score every version from a night on that has no score by the present lexicons and models. Old scores are kept.

    Each is stored when it is made; ``stop`` ends it after the articles in hand, and a second call goes on from there.
    """
    night = now.astimezone().date().isoformat()
    made = analyst.made()
    run = state.begin(night=night, kind="rescore", now=now, config="rescore")
    state.made_with(run, made[1])
    rows = state.rows(
        "SELECT v.article, v.number, v.document, (SELECT count(*) FROM scores s WHERE s.article = v.article AND "
        "s.number = v.number) AS scores, (SELECT count(*) FROM scores s WHERE s.article = v.article AND "
        "s.number = v.number AND s.made_key = ?) AS had FROM versions v WHERE v.night >= ? "
        "ORDER BY v.night, v.article, v.number",
        made[0],
        since or "",
    )
    todo = [row for row in rows if not row["had"]]
    done = failed = 0
    for start in range(0, len(todo), AT_ONCE):
        if stop.is_set():
            break
        some = todo[start : start + AT_ONCE]
        for row, score in _scores(folder, analyst, some):
            if isinstance(score, AnalysisError | Unreadable):
                failed += 1
                stage, reason = ("read", "unreadable") if isinstance(score, Unreadable) else ("analyse", score.reason)
                say(f"{stage} {row['article']}: {score}")
                with state.transaction():
                    state.failure(
                        run,
                        at=now,
                        kind="failed",
                        article=row["article"],
                        stage=stage,
                        reason=reason,
                        message=str(score),
                    )
                continue
            digests = list(folder.write_all(score_files(row["article"], row["number"], score, made[0])).items())
            places = Places(document=(row["document"], ""), raw=None, report=digests[0], analysis=digests[1])
            with state.transaction():
                put_score(
                    state,
                    row["article"],
                    row["number"],
                    score,
                    places,
                    night=night,
                    now=now,
                    made=made,
                    rescored=row["scores"] > 0,
                )
            done += 1
        progress("articles", done + failed, len(todo))
    left = len(todo) - done - failed
    state.end(
        run,
        state="incomplete" if failed or left else "complete",
        now=now,
        seconds=0.0,
        tally=Tally(new=done, failed=failed, skipped=left),
        feeds=(0, 0, 0),
        note=None,
    )
    return Rescored(done=done, failed=failed, had=len(rows) - len(todo), left=left)


def _scores(
    folder: Folder, analyst: Analyst, rows: Sequence[sqlite3.Row]
) -> Iterator[tuple[sqlite3.Row, Scored | AnalysisError | Unreadable]]:
    """Take rows of versions; yield each with its score, or why there is none; a file that is lost fails alone."""
    found: list[tuple[sqlite3.Row, Any]] = []
    for row in rows:
        try:
            found.append((row, _document(folder, row["document"])))
        except Unreadable as error:
            yield row, error
    yield from zip((row for row, _ in found), analyst.score([data for _, data in found]), strict=True)


def _document(folder: Folder, name: str) -> Any:
    data = folder.read(name)
    try:
        return json.loads(data)
    except ValueError as error:
        raise unreadable(name, error) from None
