"""Addresses: refused, or read exactly as the HTTP library reads them."""

from __future__ import annotations

from ipaddress import ip_address

from hypothesis import strategies as st
from yarl import URL

from linkwright.errors import LinkwrightError
from linkwright.events.addresses import check_address
from linkwright.outbound.addresses import read_origin, split_address
from linkwright.outbound.errors import AddressRefused
from linkwright.outbound.gate import Gate
from linkwright.outbound.guard import refusal
from linkwright.outbound.origins import OriginMap
from tests.fuzz.mutations import changed_text
from tests.fuzz.target import Target
from tests.unit.outbound.corpus import addresses


def read_alike(url: str) -> None:
    """One reading for everybody, and no inner address."""
    try:
        check_address(url, OriginMap())
    except LinkwrightError as refused:
        assert refused.message
    try:
        head, rest = split_address(url)
        origin = read_origin(head)
    except AddressRefused:
        return
    read = URL(str(origin) + (rest if rest.startswith("/") else "/" + rest), encoded=True)
    assert (read.scheme, read.host, read.port, read.user) == (origin.scheme, origin.host, origin.port, None)
    if origin.literal is not None:
        assert ip_address(read.host or "") == origin.literal
    try:
        Gate(OriginMap()).check_origin(origin)
    except AddressRefused:
        return
    assert origin.literal is None or refusal(origin.literal) is None


def spelt() -> st.SearchStrategy[str]:
    """The corpus with something changed, and texts of the letters that matter."""
    seeds = [url.format(port=8080) for url in addresses().values()]
    return changed_text(seeds) | st.text("htps:/@.[]#?\\01x%:a", max_size=40).map("https://".__add__)


TARGETS = (Target("addresses", spelt, read_alike),)
