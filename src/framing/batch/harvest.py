"""An article to fetch in, its text or why there is none out; runs in the threads of ``lanes`` and stores nothing."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from framing.batch.crash import step
from framing.batch.plain import of_feed, to_plain
from framing.batch.poll import Fetching
from framing.batch.records import Document, Job, Same, Trouble
from framing.errors import IngestError
from framing.ingest.duplicates import signature, text_key
from framing.ingest.fetched import FetchFailure, NotModified
from framing.ingest.web_page import fetched_article
from framing.types import Failure

#: Reasons of the fetcher that are no fault of tonight: nobody should try again.
_REFUSED = ("robots", "url", "blocked")
_PAUSED = ("wait", "host_down", "rate_limited")


def harvest(job: Job, fetcher: Fetching, *, last_text: str | None, seconds: float) -> Document | Same | Trouble:
    """Take an article and the sha256 of its text so far; return its text, or that it is the same, or why not.

    A fault of ours is this article's trouble too: raised, it would end the night, and the next one at the same place.
    """
    try:
        return _harvest(job, fetcher, last_text=last_text, seconds=seconds)
    except Exception as error:  # noqa: BLE001  # see above
        message = f"could not be read ({type(error).__name__}); this is our fault: please report it"
        return Trouble(job=job, stage="extract", reason="fault", message=message)


def _harvest(job: Job, fetcher: Fetching, *, last_text: str | None, seconds: float) -> Document | Same | Trouble:
    got = fetcher.get(job.url, kind="page")
    step("fetched")
    if isinstance(got, FetchFailure):
        gone = got.reason == "gone" or got.status in (404, 410)
        refused = got.reason in _REFUSED
        return Trouble(
            job=job,
            stage="fetch",
            reason=got.reason,
            message=got.message,
            gone=gone,
            skipped=refused or got.reason in _PAUSED,
            final=refused and not job.known,
        )
    if isinstance(got, NotModified):
        return Same(job=job)
    if job.known and _to_front(job.url, got.final_url):
        return Trouble(job=job, stage="fetch", reason="gone", message="now leads to the front page", gone=True)
    try:
        article = fetched_article(got, origin=job.url, timeout=seconds)
    except IngestError as error:
        return Trouble(job=job, stage="extract", reason="unreadable", message=str(error))
    step("extracted")
    if isinstance(article, Failure):
        reason = "no_text" if "no article text" in article.message else "extraction"
        return Trouble(job=job, stage="extract", reason=reason, message=article.message)
    article = of_feed(
        article, id=job.article, title=job.title, published=job.published, outlet=job.outlet, language=job.language
    )
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest == last_text:
        return Same(job=job)
    return Document(
        job=job,
        article=to_plain(article),
        text_sha256=digest,
        text_key=text_key(article.text),
        signature=signature(article.text),
        page=got.body,
        final_url=got.final_url,
    )


def _to_front(asked: str, final: str) -> bool:
    """Tell whether an article's address now leads to the front page, which is how some outlets take articles away."""
    return urlsplit(asked).path.strip("/") != "" and urlsplit(final).path.strip("/") == "" and not urlsplit(final).query
