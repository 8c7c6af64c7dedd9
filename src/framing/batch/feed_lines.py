"""A feeds file as text, a feed's name and a new address in, the file with that address out; all else stays as it is."""

from __future__ import annotations

import re
import tomllib

from framing.errors import ConfigError, unknown
from framing.ingest.feeds_file import parse_feeds_file

_HEAD = re.compile(r"^\s*\[")
_FEED = re.compile(r"^\s*\[\[\s*feed\s*\]\]")
_URL = re.compile(r"^(\s*url\s*=\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*')(.*)$", re.S)


def with_address(text: str, *, name: str, url: str, path: str) -> str:
    """Take a feeds file's text, the name of one of its feeds and an address; return the text with only that changed.

    Raises ConfigError where the feed is not there, or where the result would not be a feeds file.
    """
    before = parse_feeds_file(text.encode(), path=path)
    names = [line.name for line in before.feeds]
    if name not in names:
        raise unknown("feed", name, names, "framing batch status")
    if re.search(r"[\x00-\x20\x7f\"\\]", url):
        raise ConfigError(f"{url!r} is no web address")
    lines = text.splitlines(keepends=True)
    number = -1
    for place, line in enumerate(lines):
        number += bool(_FEED.match(line))
        inside = number == names.index(name) and not (_HEAD.match(line) and not _FEED.match(line))
        found = _URL.match(line) if inside else None
        if found:
            lines[place] = f'{found[1]}"{url}"{found[3]}'
            break
    changed = "".join(lines)
    after = parse_feeds_file(changed.encode(), path=path)  # refuses an address that cannot be fetched
    wanted = [*before.feeds]
    if changed == text or [line for line in after.feeds if line not in wanted][:2] != [after.feeds[names.index(name)]]:
        raise ConfigError(f"{path}: the line with the address of {name} was not found; change it by hand")
    if tomllib.loads(text).keys() != tomllib.loads(changed).keys():
        raise ConfigError(f"{path}: change the address of {name} by hand")
    return changed
