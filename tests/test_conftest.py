"""The guard of the test suite itself: no test can reach another machine."""

from __future__ import annotations

import socket
import urllib.request

import pytest


def test_another_machine_cannot_be_reached() -> None:
    with pytest.raises(RuntimeError, match="tried to reach"), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="tried to reach"), socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.sendto(b"", ("192.0.2.1", 53))
    with pytest.raises(RuntimeError, match="tried to look up"):
        urllib.request.urlopen("http://news.example/")


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
