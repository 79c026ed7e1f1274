"""Room for frames: see `linkwright.cli.serve.with_room`."""

from __future__ import annotations

import sys

import pytest

from linkwright.cli import serve


def test_the_call_is_made_once_and_what_it_raises_comes_out() -> None:
    called = []
    serve.with_room(lambda: called.append(sys._getframe(1).f_code.co_name))
    assert called == ["_roomy"]

    def fails() -> None:
        raise LookupError("as it was")

    with pytest.raises(LookupError, match="as it was"):
        serve.with_room(fails)


def test_the_frame_asks_for_more_than_a_piece_of_the_interpreters_stack() -> None:
    piece = 16 * 1024
    assert serve._roomy.__code__.co_stacksize * 8 > 4 * piece
