from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.outbound import sending
from linkwright.outbound.errors import RequestRefused
from linkwright.outbound.sending import check_headers, check_method


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_the_usual_methods_are_sent(method: str) -> None:
    check_method(method)


@pytest.mark.parametrize("method", ["get", "", "CONNECT", "TRACE", "GET / HTTP/1.1\r\nX: y", "POST "])
def test_other_methods_are_refused(method: str) -> None:
    with pytest.raises(RequestRefused):
        check_method(method)


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\rb", "a\x00b", "\x7f", "\x0b", "\ud800"])
def test_a_value_that_could_break_out_of_its_line_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(RequestRefused, match="Authorization") as caught:
        check_headers({"Authorization": "hunter2" + value})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "ä", "a\x00"])
def test_a_name_that_is_no_token_is_refused(name: str) -> None:
    with pytest.raises(RequestRefused):
        check_headers({name: "x"})


@pytest.mark.parametrize("name", ["Host", "content-length", "TRANSFER-ENCODING", "Connection", "Accept-Encoding", "TE"])
def test_headers_that_govern_the_connection_are_refused(name: str) -> None:
    with pytest.raises(RequestRefused, match=name):
        check_headers({name: "x"})


@given(
    st.dictionaries(
        st.from_regex(r"X-[A-Za-z0-9-]{1,20}", fullmatch=True),
        st.text(st.characters(min_codepoint=32, exclude_characters="\x7f")),
    )
)
def test_ordinary_headers_pass(headers: dict[str, str]) -> None:
    check_headers(headers)


def test_names_that_were_found_right_are_remembered_within_bounds() -> None:
    for number in range(3_000):
        check_headers({f"X-{number}": "x", f"X-{number}-" + "y" * 1_000: "x"})
    assert len(sending._RIGHT) <= 1024
    assert max(map(len, sending._RIGHT)) < 100
    assert sending.lower("X-Never-Seen-" + "Y" * 1_000) == "x-never-seen-" + "y" * 1_000
    for _ in range(2):
        with pytest.raises(RequestRefused):
            check_headers({"Host": "x"})
