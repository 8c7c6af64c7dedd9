"""F1, F3, F37: a run that is killed at each named step and at random moments loses nothing and doubles nothing.

``python -m benchmarks.crashes --kills 80`` does the same more often.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.crashes import kills, rehearse
from tests.batch_nights import one_night, query, stub

from framing.batch.crash import STEPS
from framing.batch.tables import NAMES, write_tables


def test_killed_at_every_step_it_ends_as_if_left_in_peace(tmp_path: Path) -> None:
    ways = [*kills(len(STEPS), 1), *list(kills(40, 7))[-3:]]
    counts = rehearse(tmp_path, ways)
    assert counts["died"] >= len(STEPS) - 2, counts


def test_half_a_table_is_never_read(tmp_path: Path) -> None:
    """F37: a Parquet file without its end is cleared away with the other half-written files, and made again."""
    from benchmarks.newsroom import Newsroom, day

    from framing.batch.files import Folder
    from framing.batch.state import State

    with Newsroom() as room:
        room.outlet("post").publish(day(0), length=9)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("framing.batch.nightly.write_tables", lambda *_, **__: [])
            one_night(room, tmp_path, analyst=stub())
        (tmp_path / "tmp" / "0123.tmp").write_bytes(b"PAR1 and no end")
        one_night(room, tmp_path, analyst=stub())
    assert not list((tmp_path / "tmp").iterdir())
    assert [name for (name,) in query(tmp_path, "SELECT name FROM tables ORDER BY name")] == sorted(NAMES)
    state = State(tmp_path)
    assert write_tables(Folder(tmp_path), state) == []
    state.close()
