"""A feeds file and its folder in, one night's run out: asked, fetched, scored, stored, linked, told.

Everything is stored as it comes, so a run that dies has lost nothing but what it had in hand; the next goes on there.
Only this thread writes to the state. What a feed answered is stored last of all: a run that dies asks it again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from framing.batch.analyst import AT_ONCE, AnalysisError, Analyst
from framing.batch.clock import Clock
from framing.batch.crash import step
from framing.batch.files import DiskFull, Folder
from framing.batch.harvest import harvest
from framing.batch.items import record
from framing.batch.lanes import Lanes, host_of
from framing.batch.ledger import adopt, jobs, last_text, store_same, store_trouble, store_version
from framing.batch.links import link
from framing.batch.placing import write_files
from framing.batch.policy import after, due
from framing.batch.poll import Fetching, Polled, poll
from framing.batch.records import Document, FeedState, Job, Same, Scored, Tally, Trouble
from framing.batch.scoring import MOST, Result, Scoring
from framing.batch.settings import BatchSettings
from framing.batch.state import State
from framing.ingest.feeds_file import FeedLine
from framing.report.wording import plural

_LOOK_AT_DISK = 25


@dataclass(slots=True, kw_only=True)
class Night:
    """What a run works with, and what it has come to so far. ``say`` is told each thing worth a line in the log."""

    folder: Folder
    state: State
    settings: BatchSettings
    clock: Clock
    now: datetime
    night: str
    run: int
    stop: threading.Event
    say: Callable[[str], None]
    step: Callable[[str, int, int], None]
    over: threading.Event = field(default_factory=threading.Event)
    tally: Tally = field(default_factory=Tally)
    started: float = 0.0
    left: int = 0

    def late(self) -> bool:
        """Tell whether it is time to stop fetching: the deadline has passed, or somebody asked for the end."""
        if self.stop.is_set() or self.clock.ticks() - self.started > self.settings.minutes * 60:
            self.over.set()
        return self.over.is_set()


def ask_feeds(
    night: Night, feeds: Sequence[FeedState], lines: Sequence[FeedLine], fetcher: Fetching
) -> dict[str, Polled]:
    """Ask the feeds that are due and store their items; return what each answered, by name."""
    state, run = night.state, night.run
    when = {feed.name: due(feed, night.now) for feed in feeds}
    asked = [feed for feed in feeds if when[feed.name] == "due"]
    with state.transaction():
        for feed in feeds:
            if when[feed.name] != "due":
                outcome = {"early": "unchanged", "waiting": "waiting", "disabled": "disabled"}[when[feed.name]]
                reason = feed.disabled_reason or feed.fail_reason
                state.feed_night(run, feed.name, state=outcome, reason=reason, message=feed.fail_message)
    answers: dict[str, Polled] = {}
    changed = _changed_hosts(state)
    lanes: Lanes[FeedState, Polled] = Lanes(
        asked,
        url=lambda feed: feed.url,
        work=lambda feed: poll(
            feed, fetcher, now=night.now, others_changed=bool(changed.get(host_of(feed.url), set()) - {feed.name})
        ),
        pause=fetcher.wait_for,
        over=night.over,
        stop=night.stop,
        threads=night.settings.hosts_at_once,
    )
    for got in lanes.results():
        night.late()
        if got is not None:
            answers[got[0].name] = got[1]
            night.step("feeds asked", len(answers), len(asked))
    outlets = {line.name: line.outlet or line.name for line in lines}
    for name in sorted(answers):  # in this order, so that it does not matter which server was quicker
        _record(night, name, outlets.get(name), answers[name])
    return answers


def _changed_hosts(state: State) -> dict[str, set[str]]:
    """Return, by host, the feeds that gave something new in the last run: the others' "nothing changed" is doubted."""
    changed: dict[str, set[str]] = {}
    last = state.one("SELECT max(run) FROM feed_nights WHERE state = 'read'")
    for row in state.rows(
        "SELECT f.name, f.url FROM feed_nights n JOIN feeds f ON f.name = n.feed WHERE n.run = ? AND n.new > 0", last
    ):
        changed.setdefault(host_of(row["url"]), set()).add(row["name"])
    return changed


def _record(night: Night, name: str, outlet: str | None, polled: Polled) -> None:
    state, run, answer, feed = night.state, night.run, polled.answer, polled.feed
    if answer.reason is not None:
        with state.transaction():
            state.feed_night(run, name, state="failed", reason=answer.reason, message=answer.message)
            state.failure(
                run,
                at=night.now,
                kind="failed",
                feed=name,
                stage="feed",
                reason=answer.reason,
                message=answer.message or "",
            )
        night.say(f"feed {name}: {answer.message}")
        return
    if feed is None:
        with state.transaction():
            state.feed_night(run, name, state="unchanged")
        return
    found = record(state, run, name, outlet, feed, now=night.now, night=night.night)
    night.tally.skipped += found.rejected
    with state.transaction():
        state.feed_night(
            run,
            name,
            state="read",
            entries=found.entries,
            new=found.new,
            skipped=found.rejected,
            tossed=feed.tossed,
            future=found.future,
            problems="; ".join(feed.problems)[:500] or None,
        )


def fetch_and_score(night: Night, lines: Sequence[FeedLine], fetcher: Fetching, analyst: Analyst | None) -> None:
    """Fetch every article that is due, score it and store it; pages are fetched while others are scored."""
    state, settings = night.state, night.settings
    spoken = {line.name: line.language for line in lines}
    for feed, count in adopt(state, spoken).items():
        message = f"no longer in the feeds file; {plural(count, 'article waits', 'articles wait')} for it"
        night.say(f"feed {feed}: {message}")
        with state.transaction():
            state.feed_night(night.run, feed, state="left", message=message)
    waiting = jobs(state, now=night.now, feeds=spoken, most_versions=settings.most_versions)
    texts = {job.article: last_text(state, job.article) for job in waiting if job.known}
    made = analyst.made() if analyst is not None and waiting else None
    settled: set[str] = set()
    lanes: Lanes[Job, Document | Same | Trouble] = Lanes(
        waiting,
        url=lambda job: job.url,
        work=lambda job: harvest(
            job, fetcher, last_text=texts.get(job.article, (0, None))[1], seconds=settings.extraction_seconds
        ),
        pause=fetcher.wait_for,
        over=night.over,
        stop=night.stop,
        threads=settings.hosts_at_once,
    )

    def settle(job: Job, outcome: Document | Same | Trouble, scored: Scored | None = None) -> None:
        if night.stop.is_set():
            return  # what was in hand when the end was asked for stays as it was
        settled.add(job.article)
        number = texts.get(job.article, (0, None))[0] + 1
        _store(night, job, outcome, scored, number, made)
        night.step("articles", len(settled), len(waiting))
        if len(settled) % _LOOK_AT_DISK == 0:
            look_at_disk(night)

    def take(results: list[Result]) -> None:
        for document, score in results:
            if isinstance(score, AnalysisError):
                trouble = Trouble(job=document.job, stage="analyse", reason=score.reason, message=str(score))
                settle(document.job, trouble)
            else:
                settle(document.job, document, score)

    with closing(Scoring(analyst, stop=night.stop)) as scoring:
        pending: list[Document] = []
        for got in lanes.results():
            night.late()
            if got is not None and isinstance(got[1], Document) and analyst is not None:
                pending.append(got[1])
            elif got is not None:
                settle(*got)
            if len(pending) >= AT_ONCE or (pending and not scoring.waiting):
                scoring.submit(pending)
                pending = []
            take(scoring.ready(wait=scoring.waiting >= MOST))
        if pending:
            scoring.submit(pending)
        while scoring.waiting and not night.stop.is_set():
            take(scoring.ready(wait=True))
    left = [job for job in waiting if job.article not in settled]
    night.left = len(left)
    night.tally.skipped += len(left)
    if left:
        why = "stopped" if night.stop.is_set() else "deadline"
        night.say(f"{len(left)} articles were not reached ({why}); the next run takes them first")
        with state.transaction():
            for job in left:
                state.failure(
                    night.run,
                    at=night.now,
                    kind="skipped",
                    feed=job.feed,
                    article=job.article,
                    url=job.url,
                    stage="fetch",
                    reason=why,
                    message="not reached tonight; the next run takes it first",
                )


def _store(
    night: Night,
    job: Job,
    outcome: Document | Same | Trouble,
    scored: Scored | None,
    number: int,
    made: tuple[str, str] | None,
) -> None:
    state, tally, days = night.state, night.tally, night.settings.recheck_days
    if isinstance(outcome, Same):
        store_same(state, job.article, now=night.now, days=days)
        tally.unchanged += 1
        return
    if isinstance(outcome, Trouble):
        store_trouble(
            state,
            night.run,
            outcome,
            now=night.now,
            night=night.night,
            days=days,
            nights=night.settings.quarantine_nights,
        )
        if outcome.gone and job.known:
            tally.withdrawn += 1
        elif outcome.skipped:
            tally.skipped += 1
        else:
            tally.failed += 1
        if not (outcome.gone and job.known):
            night.say(f"{outcome.stage} {job.url}: {outcome.message}")
        return
    step("analysed")
    places = write_files(
        night.folder, outcome, scored, number=number, made=made, keep_page=night.settings.keep_pages_days > 0
    )
    store_version(state, outcome, scored, places, number=number, now=night.now, night=night.night, made=made, days=days)
    if number == 1:
        tally.new += 1
    else:
        tally.changed += 1


def look_at_disk(night: Night) -> None:
    """Raise DiskFull before the disk is."""
    free = night.folder.free()
    if free < night.settings.least_free_mb * 1_000_000:
        raise DiskFull(
            f"only {free / 1e6:,.0f} MB are free where {night.folder.root} lies, and "
            f"{night.settings.least_free_mb} are kept free; "
            "make room (`framing batch prune`) or lower least_free_mb in [batch]"
        )


def save_answers(night: Night, feeds: Sequence[FeedState], answers: dict[str, Polled]) -> None:
    """Store what each feed answered, validators too: last, when its articles are settled or known to wait."""
    addresses = {feed.url for feed in feeds}
    for feed in feeds:
        if feed.name in answers:
            taken = frozenset(addresses - {feed.url})
            later = after(feed, answers[feed.name].answer, night.now, night.night, taken=taken)
            if later.url != feed.url:
                night.say(f"feed {feed.name}: moved for good from {feed.url} to {later.url}; the state now asks there")
            night.state.save_feed(later, night.now)
    step("validators")


def link_night(night: Night) -> None:
    """Link what is new to what is equal or nearly so."""
    link(night.state, night=night.night, days=night.settings.near_days)
