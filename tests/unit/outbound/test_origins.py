from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.outbound.addresses import read_origin
from linkwright.outbound.errors import AddressRefused, OriginMapInvalid
from linkwright.outbound.origins import OriginMap

LINEAR = OriginMap.of({"https://api.linear.app": "http://127.0.0.1:9000"})


def test_the_origin_is_replaced_and_the_rest_is_kept() -> None:
    assert LINEAR.rewrite("https://api.linear.app/graphql?a=%2F#x") == "http://127.0.0.1:9000/graphql?a=%2F#x"
    assert LINEAR.rewrite("https://API.linear.app:443") == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.linear.app/x",
        "https://api.linear.app:8443/x",
        "https://linear.app/x",
        "https://api.linear.app.evil.com/x",
    ],
)
def test_another_scheme_port_or_host_is_not_rewritten(url: str) -> None:
    assert LINEAR.rewrite(url) == url


def test_exactly_the_target_is_admitted() -> None:
    assert LINEAR.admits(read_origin("http://127.0.0.1:9000"))
    for other in ("https://127.0.0.1:9000", "http://127.0.0.1:9001", "http://127.0.0.2:9000", "http://localhost:9000"):
        assert not LINEAR.admits(read_origin(other))
    assert not LINEAR.admits(read_origin("https://api.linear.app"))


def test_a_map_is_applied_once() -> None:
    chain = OriginMap.of({"https://a.example": "https://b.example", "https://b.example": "https://c.example"})
    assert chain.rewrite("https://a.example/") == "https://b.example/"


def test_an_origin_can_be_admitted_by_mapping_it_to_itself() -> None:
    hooks = OriginMap.parse('{"http://127.0.0.1:7000": "http://127.0.0.1:7000/"}')
    assert hooks.admits(read_origin("http://127.0.0.1:7000"))


def test_an_address_that_is_refused_is_not_rewritten_either() -> None:
    with pytest.raises(AddressRefused):
        LINEAR.rewrite("https://api.linear.app@evil.com/")


@pytest.mark.parametrize("text", ["", "  ", "{}"])
def test_nothing_set_is_an_empty_map(text: str) -> None:
    assert len(OriginMap.parse(text)) == 0


def test_a_map_shows_itself_for_the_start_of_the_log() -> None:
    assert str(LINEAR) == "https://api.linear.app -> http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not JSON"),
        ("[]", "not a JSON object"),
        ('"x"', "not a JSON object"),
        ("[[[", "is not JSON"),
        ('{"https://a": 1}', "to a text"),
        ('{"https://a": null}', "to a text"),
        ('{"https://a": "b"}', "'b' is no origin"),
        ('{"a": "https://b"}', "'a' is no origin"),
        ('{"https://a": "http://2130706433"}', "'http://2130706433' is no origin"),
        ('{"https://a": "ftp://b"}', "Only http and https"),
        ('{"https://a/graphql": "http://b"}', "what follows https://a does not belong"),
        ('{"https://a?x": "http://b"}', "does not belong to an origin"),
        ('{"https://a": "http://b", "https://a:443/": "http://c"}', "names https://a twice"),
        ('{"https://a": "http://b", "https://a": "http://c"}', "names https://a twice"),
    ],
)
def test_a_map_that_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(OriginMapInvalid, match=why):
        OriginMap.parse(text)


def test_a_password_in_a_map_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(OriginMapInvalid) as caught:
        OriginMap.parse('{"https://a": "http://me:hunter2@b"}')
    assert "hunter2" not in str(caught.value)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=5
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        OriginMap.parse(json.dumps(value))
    except OriginMapInvalid:
        return
    assert value == {}


def test_deep_nesting_is_refused_and_nothing_worse() -> None:
    with pytest.raises(OriginMapInvalid):
        OriginMap.parse("[" * 100_000)
