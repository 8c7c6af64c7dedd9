"""Documents in, their scores out, in a thread of its own, so that pages are fetched and stored meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue

from framing.batch.analyst import AnalysisError, Analyst
from framing.batch.records import Document, Scored

Result = tuple[Document, Scored | AnalysisError]
#: Batches that may be with the analyst or wait for it; more would only fill the memory.
MOST = 2


class Scoring:
    """Hands batches to an analyst. ``analyst`` None scores nothing, and gives documents back as they are."""

    def __init__(self, analyst: Analyst | None, *, stop: threading.Event) -> None:
        self._analyst = analyst
        self._stop = stop
        self._in: SimpleQueue[Sequence[Document] | None] = SimpleQueue()
        self._out: SimpleQueue[list[Result] | BaseException] = SimpleQueue()
        self.waiting = 0
        if analyst is not None:
            threading.Thread(target=self._serve, args=(analyst,), daemon=True).start()

    def submit(self, documents: Sequence[Document]) -> None:
        """Take documents; their scores come from ``ready``."""
        self.waiting += 1
        self._in.put(tuple(documents))

    def ready(self, *, wait: bool) -> list[Result]:
        """Return one batch of scores, or nothing; ``wait`` waits for it unless the run is told to stop."""
        while self.waiting and not self._stop.is_set():
            try:
                got = self._out.get(timeout=0.2) if wait else self._out.get_nowait()
            except Empty:
                if wait:
                    continue
                return []
            self.waiting -= 1
            if isinstance(got, BaseException):
                raise got
            return got
        return []

    def close(self) -> None:
        """End the analyst and the thread."""
        self._in.put(None)
        if self._analyst is not None:
            self._analyst.close()

    def _serve(self, analyst: Analyst) -> None:
        while (documents := self._in.get()) is not None:
            try:
                scores = analyst.score([document.article for document in documents])
                self._out.put(list(zip(documents, scores, strict=True)))
            except BaseException as error:  # noqa: BLE001  # raised again where scores are taken
                self._out.put(error)
