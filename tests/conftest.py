"""For all tests: no connection leaves this machine, and the shipped scorers are built once."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from framing import scoring
from framing.lexicon import Lexicon
from framing.scoring import Scorers

# No deadline: the machines that run the tests are shared. Derandomised: the same examples for everybody.
settings.register_profile("framing", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("framing")


class Blocked(RuntimeError):
    """A test tried to reach another machine."""


def _local(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else None
    if host is None or host in ("", "localhost"):  # a Unix socket, or this machine
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(call: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if not _local(arguments[-1]):
            raise Blocked(f"a test tried to reach {arguments[-1]!r}")
        return call(self, *arguments)

    return guarded


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Let only this machine be reached, by address or name; for each test anew, since plugins undo it."""
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _local((name,)):
            raise Blocked(f"a test tried to look up {name!r}")
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


@pytest.fixture(scope="session")
def scorers() -> Scorers:
    """Return the shipped lexicon and models, ready to run."""
    from framing.lexicon import load
    from framing.scoring import build

    return build(load())


@pytest.fixture(scope="module")
def scorers_built_once() -> Iterator[None]:
    """A process builds its scorers once; these tests stand for many processes, and building takes two seconds."""
    build, made = scoring.build, {}

    def once(lexicon: Lexicon, *, model: Path | None = None, fast: bool = False) -> scoring.Scorers:
        key = (lexicon.digest, len(lexicon.rules), model, fast)
        if key not in made:
            made[key] = build(lexicon, model=model, fast=fast)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "build", once)
        yield
