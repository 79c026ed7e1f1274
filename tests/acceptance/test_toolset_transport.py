"""What carries the toolset's requests, against servers that misbehave."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linkwright.toolset import AnswerUnreadable, HubTimeout, HubUnreachable, ToolsetError
from linkwright.toolset import bodies as reading_bodies
from linkwright.toolset.holder import Holder
from linkwright.toolset.http_transport import HttpTransport
from linkwright.toolset.threads import ThreadedTransport
from linkwright.toolset.wire import Request

JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
FILE = b"HTTP/1.1 200 OK\r\ncontent-disposition: attachment; filename=a\r\ncontent-length: %d\r\n\r\n"
Script = Callable[[socket.socket, int], None]


@contextmanager
def server(script: Script) -> Iterator[str]:
    """Hands each connection to the script, with its number."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            number = 0
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=run, args=(connection, number), daemon=True).start()
                number += 1

        def run(connection: socket.socket, number: int) -> None:
            with connection:
                try:
                    script(connection, number)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def heard(connection: socket.socket) -> bytes:
    """One request with a short body, which comes in a packet of its own where it likes."""
    text, rest = b"", 1
    while rest > 0:
        piece = connection.recv(65536)
        if not piece:
            raise OSError
        text += piece
        head, end, body = text.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        rest = (int(length[1]) if length else 0) - len(body) if end else 1
    return text


def request(url: str, timeout: float = 10, save_to: Path | None = None) -> Request:
    return Request("POST", f"{url}/actions/rpc", {"Authorization": "Bearer lw_x"}, b"{}", timeout, save_to)


def test_a_connection_is_used_again_and_one_that_has_ended_is_replaced() -> None:
    used: list[int] = []

    def script(connection: socket.socket, number: int) -> None:
        for _ in range(2):
            heard(connection)
            used.append(number)
            connection.sendall(JSON)

    with server(script) as url:
        transport = HttpTransport()
        assert [transport.send(request(url)).status for _ in range(5)] == [200] * 5
        transport.close()
    assert used == [0, 0, 1, 1, 2]


def test_a_connection_belongs_to_its_server_alone() -> None:
    seen: dict[str, list[bytes]] = {"a": [], "b": []}

    def script(name: str) -> Script:
        def run(connection: socket.socket, _: int) -> None:
            while True:
                seen[name].append(heard(connection))
                connection.sendall(JSON)

        return run

    with server(script("a")) as one, server(script("b")) as other:
        transport = HttpTransport()
        for url in (one, other, one):
            transport.send(request(url))
        transport.close()
    assert (len(seen["a"]), len(seen["b"])) == (2, 1)


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.1 200", b"nonsense\r\n\r\n", JSON[:-1], FILE % 100 + b"x"])
def test_an_answer_that_breaks_off_is_none(cut: bytes) -> None:
    def script(connection: socket.socket, _: int) -> None:
        heard(connection)
        connection.sendall(cut)

    with server(script) as url, pytest.raises(HubUnreachable) as error:
        HttpTransport().send(request(url))
    assert error.value.retryable
    assert "lw_x" not in str(error.value)


@pytest.mark.promise("toolset.files")
def test_a_file_that_breaks_off_is_not_there_and_one_that_was_there_stays(tmp_path: Path) -> None:
    def script(connection: socket.socket, number: int) -> None:
        heard(connection)
        connection.sendall(FILE % 100_000 + b"x" * (100_000 if number else 70_000))

    place = tmp_path / "file"
    place.write_bytes(b"before")
    with server(script) as url:
        with pytest.raises(HubUnreachable):
            HttpTransport().send(request(url, save_to=place))
        assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"before")]
        assert HttpTransport().send(request(url, save_to=place)).saved == place
    assert [(one.name, one.stat().st_size) for one in tmp_path.iterdir()] == [("file", 100_000)]


def test_a_disk_that_cannot_be_written_is_not_taken_for_a_hub_that_is_away(tmp_path: Path) -> None:
    def script(connection: socket.socket, _: int) -> None:
        heard(connection)
        connection.sendall(FILE % 3 + b"abc")

    place = tmp_path / "file"
    place.mkdir()
    with server(script) as url, pytest.raises(ToolsetError) as error:
        HttpTransport().send(request(url, save_to=place))
    assert error.value.code == "not_saved"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_silence_is_a_timeout() -> None:
    ended = threading.Event()
    with server(lambda connection, _: (heard(connection), ended.wait(20))) as url:  # type: ignore[arg-type,return-value]
        with pytest.raises(HubTimeout, match="0.2 seconds"):
            HttpTransport().send(request(url, 0.2))
        ended.set()


def test_a_redirect_is_not_followed() -> None:
    asked: list[bytes] = []

    def script(connection: socket.socket, _: int) -> None:
        asked.append(heard(connection))
        connection.sendall(b"HTTP/1.1 307 Elsewhere\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n")

    with server(script) as url:
        assert HttpTransport().send(request(url)).status == 307
    assert len(asked) == 1


def test_an_answer_that_is_too_large_for_the_memory_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_bodies, "MOST_BYTES", 1000)

    def script(connection: socket.socket, _: int) -> None:
        heard(connection)
        connection.sendall(FILE % 1001 + b"x" * 1001)

    with server(script) as url, pytest.raises(AnswerUnreadable, match="save_to"):
        HttpTransport().send(request(url))


def test_a_task_that_is_cancelled_ends_its_connection() -> None:
    begun, ended = threading.Event(), threading.Event()

    def script(connection: socket.socket, _: int) -> None:
        heard(connection)
        begun.set()
        if connection.recv(1) == b"":
            ended.set()

    async def work(url: str) -> None:
        transport = ThreadedTransport()
        task = asyncio.create_task(transport.send(request(url, 60)))
        assert await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(ended.wait, 10)
        await transport.close()

    with server(script) as url:
        asyncio.run(work(url))


def test_what_is_cancelled_before_it_is_sent_is_not_sent() -> None:
    asked: list[bytes] = []
    holder = Holder()
    holder.end()
    with server(lambda connection, _: asked.append(connection.recv(1))) as url:
        with pytest.raises(HubUnreachable, match="cancelled"):
            HttpTransport().send(request(url), holder)
        with socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1]))) as later:
            later.sendall(b"x")
            assert later.recv(1) == b""
    assert sorted(asked) == [b"", b"x"]


def test_a_child_does_not_talk_on_its_parents_connections() -> None:
    seen: list[int] = []

    def script(connection: socket.socket, number: int) -> None:
        while True:
            heard(connection)
            seen.append(number)
            connection.sendall(JSON)

    with server(script) as url:
        transport = HttpTransport()
        transport.send(request(url))
        kept = transport._process
        transport._process = kept + 1  # as it is after a fork
        transport.send(request(url))
    assert seen == [0, 1]
