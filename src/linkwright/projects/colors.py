"""The guard between a customer's brand colour and readable screens, in OKLCH so that the hue stays.

The same steps as `ui/src/kit/contrast.ts` takes in the browser for themes given in code; `tests/contrast.json` holds both
to one table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

Mode = Literal["light", "dark"]
MODES: tuple[Mode, ...] = ("light", "dark")
ENOUGH = 4.5
"""What WCAG 2.2 AA asks of text, as a ratio to 1."""
WHITE, INK = "#ffffff", "#1c1a17"
# Surfaces of both themes that text in the brand's colour stands on: surface, canvas, sunken.
_GROUNDS = {"light": ("#ffffff", "#f6f5f2", "#faf9f7"), "dark": ("#1a1a18", "#121211", "#151514")}
_STEP = 0.005
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Our state colours, which a brand colour should not be mistaken for.
_STATES = {"the green of what works": "#1b6a3b", "the amber of warnings": "#875000", "the red of failures": "#b0241c"}
_ALIKE = 0.06

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Roles:
    """The colours of one theme that are a customer's to set, each as `#rrggbb`."""

    fill: str
    fill_hover: str
    on_fill: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str

    def css(self) -> dict[str, str]:
        """By the names that the stylesheet knows, such as `--on-fill`."""
        return {f"--{name.replace('_', '-')}": value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class _Lch:
    l: float  # noqa: E741 - the name that the field uses
    c: float
    h: float


def is_color(text: str) -> bool:
    """Whether it is written like #0B5C8F."""
    return _COLOR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two `#rrggbb` colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def guarded(color: str, mode: Mode) -> Roles:
    """Everything that the Hub needs from one brand colour in one theme, each at the contrast that is asked of it."""
    brand = _lch(_linear_of(color))
    towards = -1 if mode == "light" else 1
    soft = _hex(_Lch(0.95 if mode == "light" else 0.27, min(brand.c, 0.035), brand.h))

    def readable(shade: str) -> bool:
        return all(contrast(shade, ground) >= ENOUGH for ground in (*_GROUNDS[mode], soft))

    accent = _moved(brand, towards, readable) or _Lch(0.3 if mode == "light" else 0.9, 0.02, brand.h)
    fill = _fill(brand)
    on_fill = _text_on(_hex(fill)) or WHITE
    # Hover moves away from its text, so that the contrast can only grow.
    away = -1 if on_fill == WHITE else 1
    return Roles(
        fill=_hex(fill),
        fill_hover=_hex(replace(fill, l=min(1.0, max(0.0, fill.l + away * 0.04)))),
        on_fill=on_fill,
        accent=_hex(accent),
        accent_hover=_hex(replace(accent, l=min(0.97, max(0.1, accent.l + towards * 0.06)))),
        on_accent=_text_on(_hex(accent)) or WHITE,
        accent_soft=soft,
    )


def findings(color: str, modes: Sequence[Mode] = MODES) -> list[str]:
    """What the guard did to a colour in these themes, and what to know of it, in sentences; none where nothing was done."""
    said: list[str] = []
    reached = math.floor(contrast(WHITE, color) * 100) / 100
    if reached < ENOUGH:
        fill = guarded(color, "light").fill
        instead = "The button text is dark instead."
        if fill != color.lower():
            instead = f"Dark text does not reach it either, so buttons are {fill} instead."
        said.append(f"White on {color} reaches {reached} : 1, and {ENOUGH} is needed. {instead}")
    moved = [mode for mode in modes if guarded(color, mode).accent != color.lower()]
    if moved:
        shades = " and ".join(f"{guarded(color, mode).accent} in the {mode} theme" for mode in moved)
        said.append(f"Links and focus rings in {color} would be hard to read, so they are {shades}.")
    near = next((name for name, state in _STATES.items() if _apart(color, state) < _ALIKE), None)
    if near:
        said.append(f"{color} is close to {near}, so that states could be misread.")
    return said


def _linear_of(color: str) -> Triple:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(color: str) -> float:
    red, green, blue = _linear_of(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lch(rgb: Triple) -> _Lch:
    l, a, b = _oklab(rgb)  # noqa: E741
    return _Lch(l, math.hypot(a, b), math.atan2(b, a))


def _oklab(rgb: Triple) -> Triple:
    r, g, b = rgb
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
    )


def _rgb(lch: _Lch) -> Triple:
    a, b = lch.c * math.cos(lch.h), lch.c * math.sin(lch.h)
    x = (lch.l + 0.3963377774 * a + 0.2158037573 * b) ** 3
    y = (lch.l - 0.1055613458 * a - 0.0638541728 * b) ** 3
    z = (lch.l - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
        -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
        -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
    )


def _hex(lch: _Lch) -> str:
    """The nearest colour that sRGB can show: chroma shrinks, lightness and hue stay."""
    while lch.c > 0 and not all(-0.0005 < part < 1.0005 for part in _rgb(lch)):
        lch = replace(lch, c=max(0.0, lch.c - 0.004))
    # Halves are rounded up, as the browser does.
    parts = [math.floor(_gamma(min(1.0, max(0.0, part))) * 255 + 0.5) for part in _rgb(lch)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _moved(start: _Lch, direction: int, good: Callable[[str], bool]) -> _Lch | None:
    """Lightness moved step by step until `good`; None where the end is reached first."""
    lightness = start.l
    while 0 <= lightness <= 1:
        if good(_hex(replace(start, l=lightness))):
            return replace(start, l=lightness)
        lightness += direction * _STEP
    return None


def _text_on(color: str) -> str | None:
    return next((text for text in (WHITE, INK) if contrast(text, color) >= ENOUGH), None)


def _fill(brand: _Lch) -> _Lch:
    """White or ink is readable on nearly every colour; where neither is, the colour itself moves the least distance."""
    ways = [_moved(brand, direction, lambda shade: _text_on(shade) is not None) for direction in (-1, 1)]
    found = sorted((way for way in ways if way), key=lambda way: abs(way.l - brand.l))
    return found[0] if found else replace(brand, l=0.4)


def _apart(one: str, other: str) -> float:
    return math.dist(_oklab(_linear_of(one)), _oklab(_linear_of(other)))
