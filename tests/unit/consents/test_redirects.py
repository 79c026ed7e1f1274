"""Which addresses people may be sent back to."""

from __future__ import annotations

import pytest

from linkwright.consents.clients.addresses import host_of, is_local, with_answer
from linkwright.consents.clients.errors import InvalidRedirect
from linkwright.consents.clients.redirects import checked, matching
from linkwright.consents.place import Place


@pytest.mark.parametrize(
    "uri",
    [
        "https://claude.ai/api/mcp/auth_callback",
        "http://127.0.0.1:3030/callback",
        "http://localhost/callback",
        "http://[::1]:9/cb",
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "com.example.app:/callback",
    ],
)
def test_the_web_this_machine_and_an_apps_own_scheme_are_taken(uri: str) -> None:
    assert checked([uri]) == (uri,)


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.example/",
        "//x.example/cb",
        "/cb",
        "https:/x.example",
        "https://",
        "http://evil.example/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://127.0.0.1@evil.example/cb",
        "https://x.example/cb\r\nlocation: https://evil.example",
        "https://x.example\\@evil.example/cb",
        "https://x.example/ cb",
        "https://x.example:99999/cb",
        "https://[x/cb",
        "HTTPS://x.example/cb",
        f"https://x.example/{'x' * 2000}",
        "vbscript:x",
        "https://x.example/cb#",
    ],
)
def test_everything_else_is_refused(uri: str) -> None:
    with pytest.raises(InvalidRedirect):
        checked([uri])


@pytest.mark.parametrize(
    ("registered", "given", "fits"),
    [
        ("http://127.0.0.1:3030/cb", "http://127.0.0.1:41234/cb", True),
        ("http://127.0.0.1/cb", "http://127.0.0.1:41234/cb", True),
        ("http://[::1]/cb", "http://[::1]:5/cb", True),
        ("http://127.0.0.1/cb", "http://localhost:5/cb", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5/cb2", False),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5/cb?x=1", False),
        ("http://127.0.0.1/cb", "http://x@127.0.0.1:5/cb", False),
        ("http://127.0.0.1/cb", "https://127.0.0.1:5/cb", False),
        ("https://x.example/cb", "https://x.example:444/cb", False),
        ("https://x.example/cb", "https://x.example/cb", True),
        ("app:/cb", "app:/cb2", False),
    ],
)
def test_an_address_fits_letter_for_letter_but_for_the_port_on_this_machine(
    registered: str, given: str, fits: bool
) -> None:
    assert matching([registered], given) is fits


def test_what_people_see_of_an_address() -> None:
    assert host_of("https://claude.ai/api/cb?x=1") == "claude.ai"
    assert host_of("cursor://anything/cb") == "cursor:"
    assert [is_local(uri) for uri in ("https://x.example/cb", "http://127.0.0.1:1/cb", "cursor://x")] == [
        False,
        True,
        True,
    ]


def test_an_answer_is_added_to_the_query_that_is_there() -> None:
    assert (
        with_answer("https://x.example/cb?a=1", {"code": "c&d", "state": None}) == "https://x.example/cb?a=1&code=c%26d"
    )


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("https://hub.example/mcp", True),
        ("https://HUB.example/mcp/", True),
        ("HTTPS://hub.example/mcp", True),
        ("https://hub.example/MCP", False),
        ("https://hub.example", False),
        ("https://hub.example/mcp?x=1", False),
        ("https://hub.example.evil.example/mcp", False),
        ("", False),
    ],
)
def test_a_resource_is_compared_without_regard_to_the_letters_of_the_host(text: str, ours: bool) -> None:
    assert Place("https://hub.example", registers=True).is_resource(text) is ours


def test_a_hub_that_registers_nobody_says_so() -> None:
    assert "registration_endpoint" not in Place("https://hub.example", registers=False).of_server()
