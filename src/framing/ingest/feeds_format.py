"""The shape of a feeds file: what keys it may have and what they hold. The text for people is ``docs/operate.md``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from framing.errors import ConfigError
from framing.ingest.fetched import contact_problem, networks

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
Size = Annotated[int, Field(ge=10_000, le=50_000_000)]

#: Seconds between two requests to one site of the public web, at least.
LEAST_DELAY = 5.0


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class OneFeed(_Table):
    """A ``[[feed]]``: where it is, and what to call it."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=2048)]
    name: Line | None = None
    outlet: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None


class Fetching(_Table):
    """``[fetch]``: who fetches, and what differs from the defaults."""

    contact: Line
    allow: list[Line] | None = None
    delay: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    address_delay: Seconds | None = None
    total_timeout: Annotated[float, Field(ge=1, le=600, allow_inf_nan=False)] | None = None
    connect_timeout: Annotated[float, Field(ge=1, le=120, allow_inf_nan=False)] | None = None
    max_feed: Size | None = None
    max_page: Size | None = None
    ca_file: Line | None = None

    @field_validator("contact")
    @classmethod
    def _reaches_somebody(cls, contact: str) -> str:
        if problem := contact_problem(contact):
            raise ValueError(problem)
        return contact

    @field_validator("allow")
    @classmethod
    def _networks(cls, allow: list[str] | None) -> list[str] | None:
        try:
            networks(allow or [])
        except ConfigError as error:
            raise ValueError(str(error)) from None
        return allow

    @field_validator("delay")
    @classmethod
    def _polite(cls, delay: float | None, others: ValidationInfo) -> float | None:
        if delay is not None and delay < LEAST_DELAY and not others.data.get("allow"):
            raise ValueError(f"must be {LEAST_DELAY:g} or more (less only beside `allow`, for servers of your own)")
        return delay


class Feeds(_Table):
    """The file: who fetches, the feeds, and the batch's own table, which the batch checks."""

    fetch: Fetching
    feed: Annotated[list[OneFeed], Field(min_length=1, max_length=20_000)]
    batch: dict[str, Any] = {}
