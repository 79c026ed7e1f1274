"""What may be a logo: told by its bytes, bounded, and never more than a drawing."""

from __future__ import annotations

import pytest

from linkwright.projects.errors import LogoRefused
from linkwright.projects.pictures import MOST_BYTES, picture_of
from tests.unit.projects.pictures import jpeg, png, svg, webp

GOOD = {
    "png": (png(), "image/png"),
    "jpeg": (jpeg(), "image/jpeg"),
    "webp with alpha": (webp(), "image/webp"),
    "webp without loss": (webp(b"VP8L"), "image/webp"),
    "webp with loss": (webp(b"VP8 "), "image/webp"),
    "svg": (svg(), "image/svg+xml"),
    "svg with a byte order mark": (b"\xef\xbb\xbf" + svg().removeprefix(b'<?xml version="1.0"?>\n'), "image/svg+xml"),
    "svg with style and gradient": (
        svg(
            '<style>.a{fill:url(#g)}</style><linearGradient id="g"/><use xlink:href="#g"/><g style="fill:url( \'#g\')"/>'
        ),
        "image/svg+xml",
    ),
    "svg with notes of a drawing program": (
        svg('<metadata/><n:view xmlns:n="http://draw.example/ns" onsave="1"/>'),
        "image/svg+xml",
    ),
}
BAD = {
    "nothing": (b"", "empty"),
    "too much": (png() + b"\0" * MOST_BYTES, "at most 262,144"),
    "a page": (b"<!doctype html><html><script>alert(1)</script></html>", "cannot be read"),
    "a page in xml": (b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>', "not an SVG"),
    "a text": (b"GIF89a", "not a PNG"),
    "a cut png": (png()[:18], "damaged"),
    "a cut jpeg": (jpeg()[:14], "damaged"),
    "a cut webp": (webp()[:22], "damaged"),
    "a wide png": (png(5000, 2), "5000 x 2 pixels"),
    "a tall jpeg": (jpeg(2, 60000), "2 x 60000 pixels"),
    "a script": (svg("<script>alert(1)</script>"), "<script>"),
    "a handler": (svg(root=' onload="alert(1)"'), "a script (onload)"),
    "a handler inside": (svg('<path d="M0 0" OnClick="alert(1)"/>'), "a script (onclick)"),
    "a page within": (svg('<foreignObject><b xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'), "foreignObject"),
    "a script of another namespace": (
        svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>'),
        "foreign content",
    ),
    "a link": (svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'), "<a>"),
    "a picture of elsewhere": (svg('<image href="https://spy.example/p.png"/>'), "<image>"),
    "a use of elsewhere": (svg('<use xlink:href="https://spy.example/a.svg#x"/>'), "outside itself"),
    "a use of data": (svg('<use href="data:image/svg+xml;base64,AAAA"/>'), "outside itself"),
    "a style of elsewhere": (svg("<style>@import 'https://spy.example/a.css';</style>"), "style loads"),
    "a fill of elsewhere": (svg('<path fill="url(https://spy.example/#a)"/>'), "loads something"),
    "an animation": (svg('<set attributeName="href" to="javascript:alert(1)"/>'), "<set>"),
    "entities": (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg()[22:], "cannot be read"),
    "an outer file": (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg()[22:], "cannot be read"),
    "an instruction": (b'<?xml-stylesheet href="https://spy.example/a.css"?>' + svg()[22:], "cannot be read"),
    "too deep": (svg("<g>" * 200 + "</g>" * 200), "cannot be read"),
    "too many": (svg("<g/>" * 6000), "cannot be read"),
    "broken": (svg()[:-6], "cannot be read"),
}


@pytest.mark.parametrize("name", list(GOOD))
def test_a_picture_is_known_by_its_bytes(name: str) -> None:
    content, media_type = GOOD[name]
    assert (picture_of(content).media_type, picture_of(content).content) == (media_type, content)


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_no_logo_is_refused_with_the_reason(name: str) -> None:
    content, told = BAD[name]
    with pytest.raises(LogoRefused) as refused:
        picture_of(content)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 200
