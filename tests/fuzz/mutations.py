"""Changes to real inputs: to texts by line and letter, to bytes, and to JSON by place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

# What has broken readers of YAML before.
YAML_SNIPPETS = (
    "a: &a {b: *a}",
    "a: &a [*a, *a]",
    "x: &x [1, 1]\ny: &y [*x, *x]\nz: [*y, *y]",
    "<<: *a",
    "<<: {a: 1}",
    "? [a, b]\n: c",
    "? {a: 1}\n: c",
    '!!python/object/apply:os.system ["true"]',
    "!!python/name:os.system",
    "key: !!binary not-base64",
    "key: !!int x",
    "key: !!float 1e999",
    "key: !!timestamp 2026-99-99",
    "key: 2026-99-99",
    "key: 2026-11-29T99:99:99Z",
    "key: !!set {a, b}",
    "key: !!omap [a: 1, a: 2]",
    "key: !<tag:x> y",
    "%YAML 9.9\n---",
    "%TAG ! tag:x,2000:\n---",
    "---\n---",
    "...",
    "- - - - - -",
    "key: .inf",
    "key: .nan",
    "key: 0x",
    "key: 0o9",
    "key: 1_0_0",
    "key: 99999999999999999999999999999999999",
    "key: ~",
    "~: key",
    "1: key",
    "true: key",
    "key: |9\n x",
    'key: "\\x"',
    'key: "\\ud800"',
    "key: {a: {a: {a: {a: 1}}}}",
    "[" * 60,
    "{a: " * 60,
    "\x00",
    "\ufeff",
    "\u2028",
    "\x85",
    "\t",
)
JSON_LEAVES = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**18,
    "",
    "a",
    "\x00",
    "{a}",
    "$.x",
    "[",
    {},
    [],
    [[]],
    {"": None},
    [None],
)
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


def changed_text(seeds: Sequence[str], snippets: Sequence[str] = ()) -> st.SearchStrategy[str]:
    """A text of the seeds with one to four changes: lines lost, doubled, moved, indented; letters replaced; snippets put in."""

    @st.composite
    def text(draw: st.DrawFn) -> str:
        lines = draw(st.sampled_from(list(seeds))).split("\n")
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(lines) - 1))
            line = lines[at]
            change = draw(st.integers(0, 8))
            if change == 0 and len(lines) > 1:
                del lines[at]
            elif change == 1:
                lines.insert(at, line)
            elif change == 2:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], line
            elif change == 3:
                lines[at] = " " * draw(st.integers(0, 9)) + line.lstrip()
            elif change == 4 and snippets:
                indent = " " * (len(line) - len(line.lstrip()))
                lines.insert(at, "\n".join(indent + one for one in draw(st.sampled_from(list(snippets))).split("\n")))
            elif change == 5 and snippets and ":" in line:
                put = draw(st.sampled_from(list(snippets))).partition(": ")
                lines[at] = line.partition(":")[0] + ": " + (put[2] or put[0])
            elif change == 6 and ":" in line:
                lines[at] = draw(TEXT) + ":" + line.partition(":")[2]
            elif change == 7 and ":" in line:
                lines[at] = line.partition(":")[0] + ": " + draw(TEXT)
            else:
                place = draw(st.integers(0, len(line)))
                lines[at] = line[:place] + draw(TEXT) + line[place + draw(st.integers(0, 3)) :]
        return "\n".join(lines)

    return text()


def changed_bytes(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes of the seeds with one to four changes, or any bytes at all."""

    @st.composite
    def data(draw: st.DrawFn) -> bytes:
        found = draw(st.sampled_from(list(seeds)))
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(found)))
            upto = min(len(found), at + draw(st.integers(0, 6)))
            change = draw(st.integers(0, 3))
            put = draw(st.binary(max_size=6)) if change else found[at : at + 40]
            found = found[:at] + put + found[upto if change != 3 else len(found) :]
        return found

    return data() | st.binary(max_size=60)


ANY_JSON = st.recursive(
    st.sampled_from(JSON_LEAVES) | st.integers(-(2**63), 2**64 - 1) | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)


def changed_json(seeds: Sequence[Any]) -> st.SearchStrategy[Any]:
    """JSON of the seeds with one to three places lost, replaced, renamed or put elsewhere. The seeds stay as they are."""

    @st.composite
    def value(draw: st.DrawFn) -> Any:
        found = draw(st.sampled_from(list(seeds)))
        for _ in range(draw(st.integers(1, 3))):
            found = _changed(draw, found)
        return found

    return value()


def _changed(draw: st.DrawFn, value: Any, depth: int = 0) -> Any:
    inside = bool(value) and isinstance(value, dict | list)
    if not inside or (depth and draw(st.integers(0, 5)) == 0):
        return draw(ANY_JSON)
    if isinstance(value, list):
        at = draw(st.integers(0, len(value) - 1))
        what = draw(st.integers(0, 7))
        if what == 0:
            return value[:at] + value[at + 1 :]
        if what == 1:
            return [*value, value[at]]
        return [*value[:at], _changed(draw, value[at], depth + 1), *value[at + 1 :]]
    key = draw(st.sampled_from(sorted(value)))
    what = draw(st.integers(0, 9))
    if what == 0:
        return {name: one for name, one in value.items() if name != key}
    if what == 1:
        return {**{name: one for name, one in value.items() if name != key}, draw(TEXT): value[key]}
    return {**value, key: _changed(draw, value[key], depth + 1)}
