"""What an owner may say about how members sign in, and what is made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from linkwright.access.oidc.settings import SignInChange, _checked
from linkwright.errors import Unprocessable

WANTED = SignInChange(
    require_two_step=True,
    passwords=False,
    issuer=" https://id.example.com/team ",
    client_id=" hub ",
    secret=None,
    domains=[" @Example.com ", "example.com", "", "b.example.org"],
    default_role="developer",
    joins=True,
)


def refused(**changed: Any) -> tuple[str, str]:
    with pytest.raises(Unprocessable) as found:
        _checked(replace(WANTED, **changed))
    return found.value.extra["field"], found.value.message


def test_what_fits_is_kept_without_blanks_and_doubles() -> None:
    assert _checked(WANTED) == {
        "require_two_step": True,
        "passwords": False,
        "issuer": "https://id.example.com/team",
        "client_id": "hub",
        "domains": ["example.com", "b.example.org"],
        "default_role": "developer",
        "joins": True,
    }


def test_without_a_provider_its_client_is_not_kept_and_passwords_have_to_stay() -> None:
    for issuer in (None, "  "):
        kept = _checked(replace(WANTED, issuer=issuer, passwords=True, domains=[]))
        assert (kept["issuer"], kept["client_id"], kept["passwords"]) == (None, None, True)
    assert refused(issuer=None) == (
        "passwords",
        "Without a provider nobody could sign in if passwords were not allowed.",
    )


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.example.com",
        "https://",
        "https://id.example.com?x=1",
        "https://id.example.com#x",
        "https://ann@id.example.com",
        "id.example.com",
    ],
)
def test_an_issuer_is_a_plain_https_address(issuer: str) -> None:
    assert refused(issuer=issuer) == (
        "issuer",
        "The issuer is an address that begins with https, without ? and #.",
    )


@pytest.mark.parametrize("client", [None, "  ", "x" * 256, "a\nb"])
def test_a_provider_needs_a_client_id(client: str | None) -> None:
    assert refused(client_id=client) == ("client_id", "Give the client id that the provider made for this hub.")
    assert _checked(replace(WANTED, client_id="x" * 255))["client_id"] == "x" * 255


def test_a_provider_needs_domains_that_it_may_vouch_for() -> None:
    assert refused(domains=[" ", ""]) == ("domains", "Name the domains whose e-mails the provider may vouch for.")


@pytest.mark.parametrize("domain", ["localhost", "a_b.com", "-a.com", "a-.com", "a..com", "a.com.", "ä.com", "a b.com"])
def test_what_is_no_domain_is_quoted(domain: str) -> None:
    assert refused(domains=["example.com", domain]) == ("domains", f"“{domain}” is no domain.")


@pytest.mark.parametrize("domain", ["a.b", "a-b.c-d.com", "1.2", "xn--4ca.com"])
def test_what_is_a_domain_is_taken(domain: str) -> None:
    assert _checked(replace(WANTED, domains=[domain]))["domains"] == [domain]


def test_a_long_domain_is_quoted_in_part_and_fifty_domains_are_the_most() -> None:
    assert refused(domains=["x" * 200]) == ("domains", f"“{'x' * 80}” is no domain.")
    many = [f"d{n}.example.com" for n in range(51)]
    assert len(_checked(replace(WANTED, domains=many[:50]))["domains"]) == 50
    assert refused(domains=many) == ("domains", "At most 50 domains.")


def test_nobody_becomes_an_owner_by_signing_in_and_a_role_has_to_be_one() -> None:
    assert refused(default_role="owner") == (
        "default_role",
        "Nobody becomes an owner by signing in: owners are made by owners.",
    )
    assert refused(default_role="viewr")[0] == "role"
