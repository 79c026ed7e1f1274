"""What became of a JSON Schema that callers have to satisfy: whether it still takes what it took."""

from __future__ import annotations

from collections.abc import Iterator

from linkwright.connectors.schema_words import Schema, Step, inner, kind_of, plain
from linkwright.kit.words import listed

_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_EXACT = ("pattern", "format", "const", "multipleOf")


def input_steps(name: str, old: Schema, new: Schema) -> Iterator[Step]:
    """What changed in a schema that callers have to satisfy; narrower is what breaks them."""
    before, old_null = plain(old)
    after, new_null = plain(new)
    if old_null != new_null:
        yield (True, f"{name} no longer takes null") if old_null else (False, f"{name} takes null")
    if kind_of(before) != kind_of(after):
        if "type" in before or "type" not in after:
            yield "type" in after, f"the type of {name} became {kind_of(after)}"
        else:
            yield True, f"{name} takes {kind_of(after)} only"
        return
    yield from _values(name, before, after)
    yield from _bounds(name, before, after)
    yield from _input_fields(name, before, after)
    if "items" in before or "items" in after:
        yield from input_steps(f"an item of {name}", before.get("items") or {}, after.get("items") or {})


def _values(name: str, before: Schema, after: Schema) -> Iterator[Step]:
    old, new = before.get("enum"), after.get("enum")
    if new is not None and old is None:
        yield True, f"{name} takes only {listed(map(str, new))}"
        return
    gone = [str(one) for one in old or () if new is not None and one not in new]
    fresh = [str(one) for one in new or () if old is not None and one not in old]
    if gone:
        yield True, f"{name} no longer takes {listed(gone)}"
    if fresh or (old is not None and new is None):
        yield False, f"{name} takes more values"


def _bounds(name: str, before: Schema, after: Schema) -> Iterator[Step]:
    for words, narrower in ((_LEAST, 1), (_MOST, -1)):
        for word in words:
            old, new = before.get(word), after.get(word)
            if old != new:
                tighter = new is not None and (old is None or (new - old) * narrower > 0)
                yield tighter, f"{word} of {name} is {'gone' if new is None else new}"
    for word in _EXACT:
        if before.get(word) != after.get(word):
            yield word in after, f"the {word} of {name} {'changed' if word in after else 'is gone'}"


def _input_fields(name: str, before: Schema, after: Schema) -> Iterator[Step]:
    old, new = before.get("properties") or {}, after.get("properties") or {}
    needed, needed_before = set(after.get("required") or ()), set(before.get("required") or ())
    for field, below in old.items():
        if field not in new:
            yield True, f"the field {inner(name, field)} is gone"
            continue
        if field in needed - needed_before:
            yield True, f"the field {inner(name, field)} became required"
        elif field in needed_before - needed:
            yield False, f"the field {inner(name, field)} became optional"
        yield from input_steps(inner(name, field), below, new[field])
    for field in new:
        if field not in old:
            yield field in needed, f"the {'required ' if field in needed else ''}field {inner(name, field)} is new"
    if before.get("additionalProperties") is not False and after.get("additionalProperties") is False and old:
        yield True, f"{name} takes no further fields"
