"""What may be a logo: told by its own bytes, never by what it is called, and bounded in size."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from linkwright.projects.errors import LogoRefused

MOST_BYTES = 262_144
_MOST_PIXELS = 4096
_MOST_ELEMENTS = 5_000
_SVG = "{http://www.w3.org/2000/svg}"
# What draws. Scripts, foreign content, animation of attributes and whatever loads something else is not here.
_DRAWS = re.compile(
    "svg|g|defs|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|title|desc|metadata|style|"
    "linearGradient|radialGradient|stop|clipPath|mask|pattern|marker|filter|switch|"
    "fe(Blend|ColorMatrix|ComponentTransfer|Composite|ConvolveMatrix|DiffuseLighting|DisplacementMap|DistantLight|"
    "DropShadow|Flood|Func[ABGR]|GaussianBlur|Merge|MergeNode|Morphology|Offset|PointLight|SpecularLighting|SpotLight|"
    "Tile|Turbulence)"
)
_LOADS = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|javascript:|expression\(", re.IGNORECASE)
_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be shown: `media_type` is what its bytes are."""

    media_type: str
    content: bytes


def picture_of(content: bytes) -> Picture:
    """Read a logo.

    Raises:
        LogoRefused: it is empty, too large, not PNG, JPEG, WebP or SVG, or an SVG that holds more than a drawing.
    """
    if not content:
        raise LogoRefused("The file is empty.")
    if len(content) > MOST_BYTES:
        raise LogoRefused(f"The file has {len(content):,} bytes; a logo has at most {MOST_BYTES:,}.")
    for media_type, size in (
        ("image/png", _png_size),
        ("image/jpeg", _jpeg_size),
        ("image/webp", _webp_size),
    ):
        try:
            found = size(content)
        except (struct.error, IndexError):
            raise LogoRefused("The picture is cut off or damaged.") from None
        if found is not None:
            if not all(0 < side <= _MOST_PIXELS for side in found):
                raise LogoRefused(f"The picture has {found[0]} x {found[1]} pixels; each side has 1 to {_MOST_PIXELS}.")
            return Picture(media_type, content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _check_svg(content)
        return Picture("image/svg+xml", content)
    raise LogoRefused("The file is not a PNG, JPEG, WebP or SVG picture.")


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    raise IndexError


def _webp_size(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        _ = content[29]
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _check_svg(content: bytes) -> None:
    try:
        root = _tree(content)
    except (expat.ExpatError, ParseError, ValueError, LookupError):
        raise LogoRefused("The file begins like an SVG drawing but cannot be read as one.") from None
    if root.tag != f"{_SVG}svg":
        raise LogoRefused("The file is not an SVG drawing.")
    for element in root.iter():
        tag = str(element.tag)
        name = tag.removeprefix(_SVG)
        if tag.startswith("{") and not tag.startswith(_SVG):
            # What drawing programs note for themselves. It draws nothing, but XHTML would run.
            if "xhtml" in tag:
                raise LogoRefused(f"The drawing holds foreign content ({name[:40]}), which a logo may not.")
            continue
        if _DRAWS.fullmatch(name) is None:
            raise LogoRefused(f"The drawing holds <{name[:40]}>, which a logo may not.")
        _check_attributes(element)
        if name == "style" and _LOADS.search(element.text or ""):
            raise LogoRefused("The drawing's style loads something from elsewhere, which a logo may not.")


def _check_attributes(element: Element) -> None:
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2].lower()
        if local.startswith("on"):
            raise LogoRefused(f"The drawing holds a script ({local[:40]}), which a logo may not.")
        if local in {"href", "src"} and not value.strip().startswith("#"):
            raise LogoRefused("The drawing refers to something outside itself, which a logo may not.")
        if _LOADS.search(value):
            raise LogoRefused("The drawing loads something from elsewhere, which a logo may not.")


def _tree(content: bytes) -> Element:
    """The drawing as a tree. Declarations of a document type are refused before anything is expanded."""
    parser = expat.ParserCreate(namespace_separator="}")
    opened: list[Element] = []
    root: list[Element] = []
    count = 0

    def begun(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > _MOST_ELEMENTS or len(opened) > 100:
            raise ValueError("too many elements")
        element = Element("{" + tag if "}" in tag else tag, attributes)
        if opened:
            opened[-1].append(element)
        else:
            root.append(element)
        opened.append(element)

    def text(data: str) -> None:
        if opened:
            opened[-1].text = (opened[-1].text or "") + data

    def refused(*_: object) -> None:
        raise ValueError("a document type")

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda _tag: opened.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    parser.ProcessingInstructionHandler = refused
    parser.Parse(content, True)
    return root[0]
