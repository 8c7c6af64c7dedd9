"""The policy on feeds: what an answer tonight means for the nights to come (faults F9, F21 to F25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.batch.policy import Answer, after, asks_whole, due, unchanged
from framing.batch.records import FeedState

NOW = datetime(2026, 6, 3, 3, 30, tzinfo=UTC)
FEED = FeedState(name="post", url="https://post.example/rss", configured="https://post.example/rss")
OK = Answer(etag='"a"', body_sha256="1")


def nights(feed: FeedState, answers: list[Answer], *, start: datetime = NOW) -> FeedState:
    for number, answer in enumerate(answers):
        now = start + timedelta(days=number)
        feed = after(feed, answer, now, now.date().isoformat())
    return feed


def failed(reason: str, *, soft: bool = True, retry_after: float | None = None) -> Answer:
    return Answer(reason=reason, message=reason, soft=soft, retry_after=retry_after)


def test_a_feed_that_was_read_is_not_asked_twice_within_the_hour() -> None:
    feed = after(FEED, OK, NOW, "2026-06-03")
    assert due(feed, NOW + timedelta(minutes=30)) == "early"
    assert due(feed, NOW + timedelta(hours=1)) == "due"


def test_404_for_thirty_nights_never_gives_a_feed_up() -> None:
    feed = nights(FEED, [failed("not_found")] * 30)
    assert feed.disabled_reason is None and feed.nights_failed == 30
    assert feed.next_try is not None and feed.next_try <= NOW + timedelta(days=29 + 31)
    again = nights(feed, [OK], start=NOW + timedelta(days=60))
    assert (again.fail_score, again.nights_failed, again.fail_since) == (0, 0, None)


def test_a_failing_feed_is_asked_every_night_at_first_and_seldom_later() -> None:
    early = nights(FEED, [failed("timeout")] * 5)
    assert due(early, NOW + timedelta(days=5)) == "due"
    late = nights(FEED, [failed("refused", soft=False)] * 20)
    assert due(late, NOW + timedelta(days=20)) == "waiting"


def test_several_tries_of_one_night_count_once() -> None:
    feed = FEED
    for minute in range(5):
        feed = after(feed, failed("timeout"), NOW + timedelta(minutes=minute), "2026-06-03")
    assert feed.nights_failed == 1 and feed.fail_score == 0.5


def test_410_switches_a_feed_off_with_its_reason() -> None:
    feed = nights(FEED, [OK, failed("gone", soft=False)])
    assert due(feed, NOW + timedelta(days=90)) == "disabled" and "410" in (feed.disabled_reason or "")


@pytest.mark.parametrize("asked", [1.0, 3600.0, 88 * 3600.0, 3.2e8, 1e30])
def test_retry_after_is_kept_and_never_longer_than_a_day(asked: float) -> None:
    feed = after(FEED, failed("rate_limited", retry_after=asked), NOW, "2026-06-03")
    assert feed.retry_after_until is not None
    assert NOW < feed.retry_after_until <= NOW + timedelta(hours=24, minutes=30)
    assert due(feed, feed.retry_after_until - timedelta(seconds=1)) == "waiting"
    assert due(feed, NOW + timedelta(hours=25)) == "due"


@pytest.mark.parametrize("asked", [None, 0.0, -5.0])
def test_a_pause_that_means_nothing_is_none(asked: float | None) -> None:
    assert after(FEED, failed("rate_limited", retry_after=asked), NOW, "2026-06-03").retry_after_until is None


def test_a_permanent_redirect_changes_the_address_on_the_third_night_in_a_row() -> None:
    moved = replace(OK, permanent_url="https://new.example/rss")
    assert nights(FEED, [moved, moved]).url == FEED.url
    assert nights(FEED, [moved, moved, moved]).url == "https://new.example/rss"
    assert nights(FEED, [moved, moved, OK, moved]).url == FEED.url
    other = replace(OK, permanent_url="https://else.example/rss")
    assert nights(FEED, [moved, moved, other]).url == FEED.url


def test_three_starts_of_one_night_are_no_three_nights() -> None:
    moved = replace(OK, permanent_url="https://new.example/rss")
    feed = FEED
    for minute in range(4):
        feed = after(feed, moved, NOW + timedelta(minutes=minute), "2026-06-03")
    assert feed.url == FEED.url


def test_an_address_of_another_feed_is_never_taken() -> None:
    moved = replace(OK, permanent_url="https://taken.example/rss")
    feed = FEED
    for number in range(5):
        now = NOW + timedelta(days=number)
        feed = after(feed, moved, now, now.date().isoformat(), taken=frozenset({"https://taken.example/rss"}))
    assert feed.url == FEED.url


def test_the_hash_decides_whatever_the_etag_says() -> None:
    feed = after(FEED, OK, NOW, "2026-06-03")
    assert unchanged(feed, replace(OK, etag='"other"'))
    assert not unchanged(feed, replace(OK, body_sha256="2"))
    assert unchanged(feed, Answer(status_304=True))


def test_every_thirty_days_a_feed_is_asked_without_validators() -> None:
    feed = after(FEED, OK, NOW, "2026-06-03")
    same = nights(feed, [Answer(status_304=True, etag='"a"')] * 29, start=NOW + timedelta(days=1))
    assert not asks_whole(same, NOW + timedelta(days=29))
    assert asks_whole(same, NOW + timedelta(days=30))


def test_a_server_that_says_304_for_ever_is_doubted_after_two_weeks_if_its_neighbours_change() -> None:
    feed = after(FEED, OK, NOW, "2026-06-03")
    same = nights(feed, [Answer(status_304=True, etag='"a"')] * 17, start=NOW + timedelta(days=1))
    assert asks_whole(same, NOW + timedelta(days=17), others_changed=True)
    assert not asks_whole(same, NOW + timedelta(days=17))


def test_a_clock_that_went_back_starves_no_feed() -> None:
    feed = nights(FEED, [OK, failed("timeout")])
    assert due(feed, NOW - timedelta(days=400)) == "due"
    assert asks_whole(nights(FEED, [OK]), NOW - timedelta(days=400))


def test_a_clock_that_jumped_ahead_leaves_no_pause_of_years() -> None:
    ahead = NOW + timedelta(days=4000)
    feed = after(FEED, failed("rate_limited", retry_after=3600), ahead, ahead.date().isoformat())
    assert due(feed, NOW) == "due"


answers = st.sampled_from(
    [
        OK,
        Answer(status_304=True),
        replace(OK, permanent_url="https://new.example/rss"),
        failed("timeout"),
        failed("dns"),
        failed("refused", soft=False),
        failed("rate_limited", retry_after=1e12),
    ]
)


@given(st.lists(answers, max_size=60), st.integers(-500, 500))
def test_whatever_came_a_feed_is_asked_again_within_a_month(told: list[Answer], shift: int) -> None:
    feed = nights(FEED, told)
    start = NOW + timedelta(days=len(told) + shift)
    assert any(due(feed, start + timedelta(days=later)) in ("due", "early") for later in range(33))
