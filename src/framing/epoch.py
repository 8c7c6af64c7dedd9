"""The environment in, the moment that stands for "now" out, where SOURCE_DATE_EPOCH sets one: then the same input gives
the same bytes (reproducible-builds.org).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime

from framing.errors import ConfigError

_LATEST = 253402300799  # the last second of the year 9999


def source_date(environment: Mapping[str, str] = os.environ) -> datetime | None:
    """Take the environment; return the moment that SOURCE_DATE_EPOCH names, in UTC, or None where it is not set.

    Raises ConfigError where it is no whole number of seconds since 1970.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    if not (epoch.isascii() and epoch.isdigit() and int(epoch) <= _LATEST):
        raise ConfigError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a whole number of seconds since 1970")
    return datetime.fromtimestamp(int(epoch), UTC)
