"""What a project may say of itself."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.errors import Unprocessable
from linkwright.projects.branding import NO_BRAND, checked, checked_name

LINKS = ("support_url", "home_url", "terms_url", "privacy_url")
HOSTILE = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example",
    "/console",
    "https:evil.example",
    "https://",
    "https://[",
    "https://a:99999999",
    "https://user:password@good.example@evil.example",
    "https://good.example\\@evil.example",
    "https://good.example/\u202egnp.exe",
    'https://good.example/"onmouseover="alert(1)',
    "https://good.example/<script>",
    "https://good.example/a b",
    "https://good.example/\x00",
    "https://good.example/" + "x" * 500,
    "mailto:",
    "mailto:a@b\r\nbcc: everybody@example.com",
    "mailto:a@b.example?bcc=everybody@example.com",
    5,
    ["https://good.example"],
    {"href": "https://good.example"},
    True,
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_is_no_link_is_refused_and_the_field_is_named(name: str, value: Any) -> None:
    with pytest.raises(Unprocessable) as refused:
        checked(name, value)
    assert refused.value.extra == {"field": name}
    assert "javascript" not in str(refused.value)


def test_links_are_of_the_web_and_help_may_be_a_mail_address() -> None:
    for name in LINKS:
        assert checked(name, "https://example.com/help?a=1#b") == "https://example.com/help?a=1#b"
    for mail in ("mailto:help@example.com", "mailto:a.b+c@mail.example.com?subject=Linking%20help"):
        assert checked("support_url", mail) == mail
        with pytest.raises(Unprocessable):
            checked("home_url", mail)


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 61, "a\x00b", "a\nb", "\u202eevil", "a\u200bb", "\ud800", None, 5, {}, ["a"]]
)
def test_a_name_that_cannot_be_seen_as_it_is_is_refused(name: Any) -> None:
    with pytest.raises(Unprocessable):
        checked_name(name)


def test_a_name_may_hold_what_pages_have_to_escape() -> None:
    for name in ("<b>Acme</b> & Söhne", "日本語アプリ", "Acme *Planner*"):
        assert checked_name(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color", "red"),
        ("color", "#fff"),
        ("color", "#0B5C8F;}body{display:none"),
        ("color_dark", 5),
        ("corner", 13),
        ("corner", -1),
        ("corner", 1.5),
        ("corner", True),
        ("corner", "4"),
        ("mode", "sepia"),
        ("mode", {"a": 1}),
        ("hide_brand", "false"),
        ("hide_brand", None),
    ],
)
def test_what_a_field_cannot_hold_is_refused(name: str, value: Any) -> None:
    with pytest.raises(Unprocessable):
        checked(name, value)


def test_an_unknown_field_names_the_nearest_and_an_empty_text_takes_a_field_back() -> None:
    with pytest.raises(Unprocessable, match="Did you mean 'color'"):
        checked("colour", "#000000")
    assert {name: checked(name, "") for name in NO_BRAND if name != "hide_brand"} == {
        name: value for name, value in NO_BRAND.items() if name != "hide_brand"
    }
