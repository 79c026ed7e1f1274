"""Reads the body of an answer: into memory, or into a file that is in its place only when it is whole."""

from __future__ import annotations

import http.client
import tempfile
from pathlib import Path
from typing import IO

from linkwright.toolset.errors import AnswerUnreadable, ToolsetError
from linkwright.toolset.wire import Response, is_file

MOST_BYTES = 128 * 1024 * 1024
_PIECE = 1 << 16


def read(answer: http.client.HTTPResponse, save_to: Path | None) -> Response:
    """The whole answer; a file goes to `save_to`, if that is given.

    Raises:
        AnswerUnreadable: it is too large for the memory.
        ToolsetError: the file cannot be written.
        http.client.IncompleteRead: the connection ended before it did.
    """
    headers = {name.lower(): value for name, value in answer.getheaders()}
    file = is_file(Response(answer.status, headers, b""))
    # Of what ends with its connection nobody can tell whether it is whole; of JSON, its last brace does.
    endless = answer.length is None and not answer.chunked
    if endless and file:
        raise http.client.IncompleteRead(b"")
    if save_to is not None and file:
        _save(answer, save_to)
        return Response(answer.status, headers, b"", save_to)
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise AnswerUnreadable(
            f"The answer has more than {MOST_BYTES} bytes.", hint="Give save_to, to have it in a file."
        )
    if answer.length or (endless and not body):
        raise http.client.IncompleteRead(body, answer.length)
    return Response(answer.status, headers, body)


def _save(answer: http.client.HTTPResponse, path: Path) -> None:
    """Write the body beside the file and put it in its place when it is whole."""
    with _beside(path) as file:
        part = Path(file.name)
        try:
            while piece := answer.read(_PIECE):
                _write(file, piece)
            if answer.length:
                raise http.client.IncompleteRead(b"", answer.length)
            _write(file, b"")
            _settle(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _beside(path: Path) -> IO[bytes]:
    try:
        return tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}-", delete=False)
    except OSError as closed:
        raise _not_saved(closed) from closed


def _write(file: IO[bytes], piece: bytes) -> None:
    try:
        file.write(piece)
        if not piece:
            file.flush()
    except OSError as full:
        raise _not_saved(full) from full


def _settle(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except OSError as closed:
        raise _not_saved(closed) from closed


def _not_saved(reason: OSError) -> ToolsetError:
    return ToolsetError(f"The file cannot be written: {reason.strerror}.", code="not_saved")
