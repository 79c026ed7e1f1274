"""Addresses that events may be posted to."""

from __future__ import annotations

import pytest

from linkwright.events.addresses import check_address
from linkwright.events.errors import EndpointAddressRefused
from linkwright.outbound.origins import OriginMap

MAP = OriginMap.of({"https://hooks.example": "http://127.0.0.1:9000"})


@pytest.mark.parametrize(
    "url",
    [
        "http://app.example/hooks",
        "ftp://app.example/hooks",
        "https://user:secret@app.example/hooks",
        "https://127.0.0.1/hooks",
        "https://[::1]/hooks",
        "https://169.254.169.254/latest",
        "https://10.0.0.8/hooks",
        "https://0x7f.1/hooks",
        "https:///hooks",
        "hooks",
        "https://app.example/a b",
    ],
)
def test_an_address_that_must_not_be_called_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(EndpointAddressRefused) as refused:
        check_address(url, OriginMap())
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("url", ["https://app.example/hooks?a=1", "https://app.example:8443", "https://8.8.8.8/x"])
def test_a_public_https_address_is_taken(url: str) -> None:
    check_address(url, OriginMap())


@pytest.mark.parametrize("url", ["https://hooks.example/a", "http://127.0.0.1:9000/a"])
def test_what_the_operator_admitted_is_taken(url: str) -> None:
    check_address(url, MAP)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9001/a", "http://hooks.example/a", "https://127.0.0.1:9000/a"])
def test_what_stands_beside_an_admitted_origin_is_refused(url: str) -> None:
    with pytest.raises(EndpointAddressRefused):
        check_address(url, MAP)
