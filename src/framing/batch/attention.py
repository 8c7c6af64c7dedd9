"""What the nights gave in, what a person should look at out: one line each, since when, why, what to do.

A single failed night is in the table of feeds only; three in a row are told here (Miniflux's number).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from framing.batch.state import State
from framing.names_of_languages import language_name

NIGHTS = 3
_QUIET_LEAST_DAYS = 3
_QUIET_FACTOR = 4
_KNOWN_NIGHTS = 5  # nights with something new from which a usual gap can be told
_SHAPE_LEAST, _SHAPE_HISTORY, _SHAPE_FACTOR = 3, 10, 0.4
_BURST = 5

#: What a reason of a failed feed most likely means, and what to do.
_CAUSES: dict[str, tuple[str, str]] = {
    "not_found": ("The feed moved or was given up?", "Open its page, find the new address, and set it"),
    "gone": ("The server says that it is gone for good.", "Take it out of the feeds file, or set its new address"),
    "refused": ("The server refuses us: a login, a paywall, or a block of programs?", "Ask the outlet, or take it out"),
    "challenge": ("The server asks whether we are a robot.", "Ask the outlet to let the program in, or take it out"),
    "rate_limited": ("The server says that we ask too often.", "Run less often, or merge feeds of this host"),
    "html": (
        "A page came in place of a feed: moved, a login, or a consent page?",
        "Set the right address in the feeds file",
    ),
    "not_a_feed": ("What comes is no feed any more.", "Set the right address in the feeds file"),
    "dns": (
        "The name is not known: mistyped, expired, or no network here?",
        "Check the address and this machine's network",
    ),
    "tls": ("The server's certificate does not hold.", "The outlet has to mend it"),
    "server_error": ("A fault of the server.", "Wait; if it stays, write to the outlet"),
    "blocked": ("The address leads into a private network.", "Check the address; nothing private is fetched"),
    "too_large": ("More came than a feed may have.", "Look whether it is a feed"),
    "bomb": ("What came unpacks to far more than a feed.", "Take it out, and tell the outlet"),
}
_OTHER = ("The server or the way to it is down?", "Wait; if it stays, open the address in a browser")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """A thing to look at: its kind, the feed, what is so, since when, how many nights, the likely cause, what to do."""

    kind: str
    feed: str
    what: str
    since: str | None = None
    nights: int | None = None
    cause: str = ""
    advice: str = ""
    url: str | None = None


def find_attention(state: State, run: int, night: str, *, feeds_file: str) -> list[Attention]:
    """Take the state and a run; return what to look at, the failing feeds first."""
    kinds = (
        _machine(state, run),
        _failing(state, run, feeds_file),
        _left_out(state, run, night),
        _shapes(state, night),
        _languages(state, night),
        _bursts(state, night),
        _quiet(state, run, night),
        _future(state, run),
        _aside(state, night, feeds_file),
        _moved(state, night, feeds_file),
    )
    return [one for found in kinds for one in sorted(found, key=lambda one: (one.kind, one.feed))]


def _machine(state: State, run: int) -> Iterator[Attention]:
    rows = state.rows("SELECT started FROM runs WHERE id < ? ORDER BY id DESC LIMIT 1", run)
    now = state.one("SELECT started FROM runs WHERE id = ?", run)
    if rows and rows[0]["started"] > now:
        yield Attention(
            kind="machine",
            feed="this machine",
            what=f"its clock went back: the run before began at {rows[0]['started']}",
            since=now,
            cause="The clock was set, or the time service does not work.",
            advice="Check the time of this machine",
        )


def _failing(state: State, run: int, feeds_file: str) -> Iterator[Attention]:
    for row in state.rows(
        "SELECT * FROM feeds WHERE (nights_failed >= ? OR disabled_reason IS NOT NULL) AND name IN "
        "(SELECT feed FROM feed_nights WHERE run = ? AND state <> 'left')",
        NIGHTS,
        run,
    ):
        cause, advice = _CAUSES.get(row["fail_reason"] or "", _OTHER)
        off = row["disabled_reason"] is not None
        yield Attention(
            kind="switched off" if off else "failing",
            feed=row["name"],
            what=row["disabled_reason"] if off else f"{row['fail_message'] or row['fail_reason']}",
            since=row["disabled_since"] or row["fail_since"],
            nights=row["nights_failed"],
            cause=cause,
            advice=f"{advice}: framing feeds set {shlex.quote(feeds_file)} {shlex.quote(row['name'])} ADDRESS",
            url=row["url"],
        )


def _left_out(state: State, run: int, night: str) -> Iterator[Attention]:
    for row in state.rows(
        "SELECT n.feed, n.message, min(r.night) AS since FROM feed_nights n JOIN feed_nights m ON m.feed = n.feed AND "
        "m.state = 'left' AND m.run > coalesce((SELECT max(run) FROM feed_nights b WHERE b.feed = n.feed AND b.state "
        "!= 'left'), 0) JOIN runs r ON r.id = m.run WHERE n.run = ? AND n.state = 'left' GROUP BY n.feed "
        "HAVING since >= date(?, '-7 days')",
        run,
        night,
    ):
        yield Attention(
            kind="left out",
            feed=row["feed"],
            what=row["message"],
            since=row["since"],
            cause="It was taken out, or its name and its address were changed at once.",
            advice="Put it back if its articles are wanted",
        )


def usual_gap(nights: list[str]) -> float | None:
    """Take the nights on which something new came, in order; return the usual days between them, None if too few."""
    if len(nights) < _KNOWN_NIGHTS:
        return None
    days = [date.fromisoformat(night) for night in nights]
    return median((b - a).days for a, b in pairwise(days))


def _quiet(state: State, run: int, night: str) -> Iterator[Attention]:
    came: dict[str, list[str]] = {}
    for row in state.rows(
        "SELECT DISTINCT feed, night FROM items WHERE article <> '' AND night >= date(?, '-90 days') ORDER BY night",
        night,
    ):
        came.setdefault(row["feed"], []).append(row["night"])
    read = {
        row["feed"]
        for row in state.rows("SELECT feed FROM feed_nights WHERE run = ? AND state IN ('read', 'unchanged')", run)
    }
    for feed, nights in came.items():
        gap = usual_gap(nights)
        days = (date.fromisoformat(night) - date.fromisoformat(nights[-1])).days
        if gap is not None and feed in read and days > max(_QUIET_LEAST_DAYS, _QUIET_FACTOR * gap):
            yield Attention(
                kind="quiet",
                feed=feed,
                what=f"no new item for {days} days; usual gap {gap:g} day{'s' * (gap != 1)}",
                since=nights[-1],
                cause="The outlet moved to another feed, or stopped?",
                advice="Open its page and compare",
            )


def _shapes(state: State, night: str) -> Iterator[Attention]:
    tonight: dict[str, list[int]] = {}
    before: dict[str, list[int]] = {}
    for row in state.rows(
        "SELECT a.feed, v.night, v.words FROM versions v JOIN articles a ON a.id = v.article "
        "WHERE v.number = 1 AND v.night >= date(?, '-30 days') AND v.words IS NOT NULL",
        night,
    ):
        (tonight if row["night"] == night else before).setdefault(row["feed"], []).append(row["words"])
    for feed, words in tonight.items():
        usual = before.get(feed, [])
        if (
            len(words) >= _SHAPE_LEAST
            and len(usual) >= _SHAPE_HISTORY
            and median(words) < _SHAPE_FACTOR * median(usual)
        ):
            yield Attention(
                kind="changed shape",
                feed=feed,
                since=night,
                cause="A cookie wall, a paywall, or a new layout?",
                what=f"median text {median(words):.0f} words, usually {median(usual):.0f}",
                advice="Open one of its articles",
            )
    for row in state.rows(
        "SELECT f.feed, count(*) AS n FROM failures f JOIN runs r ON r.id = f.run "
        "WHERE r.night = ? AND f.stage = 'extract' AND f.kind = 'failed' GROUP BY f.feed HAVING n >= ?",
        night,
        _SHAPE_LEAST,
    ):
        good = len(tonight.get(row["feed"], []))
        if row["n"] > good and len(before.get(row["feed"], [])) >= _SHAPE_HISTORY:
            yield Attention(
                kind="no text",
                feed=row["feed"],
                since=night,
                cause="A new layout, a consent page, or a paywall?",
                what=f"{row['n']} of {row['n'] + good} pages gave no article text",
                advice="Open one of its articles",
            )


def _languages(state: State, night: str) -> Iterator[Attention]:
    known: dict[str, set[str]] = {}
    tonight: dict[str, dict[str, int]] = {}
    for row in state.rows(
        "SELECT a.feed, v.night, v.language, count(*) AS n FROM versions v JOIN articles a ON a.id = v.article "
        "WHERE v.night >= date(?, '-90 days') AND v.language IS NOT NULL GROUP BY a.feed, v.night, v.language",
        night,
    ):
        if row["night"] == night:
            tonight.setdefault(row["feed"], {})[row["language"]] = row["n"]
        else:
            known.setdefault(row["feed"], set()).add(row["language"])
    for feed, languages in tonight.items():
        for language, count in sorted(languages.items()):
            if feed in known and language not in known[feed] and count >= 2:
                yield Attention(
                    kind="new language",
                    feed=feed,
                    since=night,
                    advice="Open one of its articles",
                    what=f"{count} articles in {language_name(language)}, which it had none of in 90 days",
                    cause="Another edition, or a page of another site?",
                )


def _bursts(state: State, night: str) -> Iterator[Attention]:
    for row in state.rows(
        "SELECT a.feed, count(*) AS n FROM versions v JOIN articles a ON a.id = v.article WHERE v.night = ? "
        "GROUP BY a.feed, v.text_key HAVING n >= ?",
        night,
        _BURST,
    ):
        yield Attention(
            kind="duplicate burst",
            feed=row["feed"],
            what=f"{row['n']} articles with the very same text",
            since=night,
            cause="An error page or a consent page in place of articles?",
            advice="Open one of its articles",
        )


def _future(state: State, run: int) -> Iterator[Attention]:
    for row in state.rows("SELECT feed, future FROM feed_nights WHERE run = ? AND future > 0", run):
        one = row["future"] == 1
        yield Attention(
            kind="clock",
            feed=row["feed"],
            what=f"{row['future']} item{'' if one else 's'} dated in the future",
            cause="The outlet's clock or its time zone; such dates are left out.",
            advice="Nothing, unless it stays",
        )


def _aside(state: State, night: str, feeds_file: str) -> Iterator[Attention]:
    for row in state.rows(
        "SELECT feed, count(*) AS n, min(reason) AS reason FROM articles WHERE state = 'quarantined' AND "
        "last_failed_night = ? GROUP BY feed",
        night,
    ):
        one = row["n"] == 1
        yield Attention(
            kind="set aside",
            feed=row["feed"],
            since=night,
            cause=f"The last one: {row['reason']}",
            what=f"{row['n']} article{' was' if one else 's were'} set aside after failing on three nights",
            advice=f"To try again: framing batch run {shlex.quote(feeds_file)} --retry",
        )


def _moved(state: State, night: str, feeds_file: str) -> Iterator[Attention]:
    for row in state.rows(
        "SELECT f.name, f.url, a.url AS old, max(a.until) AS until FROM aliases a JOIN feeds f ON f.name = a.feed "
        "WHERE a.until >= date(?, '-7 days') AND f.configured <> f.url GROUP BY f.name",
        night,
    ):
        command = f"framing feeds set {shlex.join([feeds_file, row['name'], row['url']])}"
        yield Attention(
            kind="moved",
            feed=row["name"],
            what=f"moved for good to {row['url']}",
            since=row["until"],
            url=row["url"],
            cause="The server said so on three nights; we ask there now.",
            advice=f"Put it into the feeds file: {command}",
        )
