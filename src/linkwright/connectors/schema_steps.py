"""What became of a JSON Schema: whether it takes what it took, and whether it still answers what it answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linkwright.kit.words import listed

Schema = Mapping[str, Any]
Step = tuple[bool, str]
"""Whether it breaks somebody, and a sentence's middle such as `title became required`."""

_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_EXACT = ("pattern", "format", "const", "multipleOf")


def input_steps(name: str, old: Schema, new: Schema) -> Iterator[Step]:
    """What changed in a schema that callers have to satisfy; narrower is what breaks them."""
    before, old_null = _plain(old)
    after, new_null = _plain(new)
    if old_null != new_null:
        yield (True, f"{name} no longer takes null") if old_null else (False, f"{name} takes null")
    if _kind(before) != _kind(after):
        if "type" in before or "type" not in after:
            yield "type" in after, f"the type of {name} became {_kind(after)}"
        else:
            yield True, f"{name} takes {_kind(after)} only"
        return
    yield from _values(name, before, after)
    yield from _bounds(name, before, after)
    yield from _input_fields(name, before, after)
    if "items" in before or "items" in after:
        yield from input_steps(f"an item of {name}", before.get("items") or {}, after.get("items") or {})


def output_steps(name: str, old: Schema, new: Schema) -> Iterator[Step]:
    """What changed in a schema that answers satisfy; what is gone, or may be null now, breaks those who read it."""
    before, old_null = _plain(old)
    after, new_null = _plain(new)
    if old_null != new_null:
        yield (False, f"{name} is never null now") if old_null else (True, f"{name} may be null")
    if _kind(before) != _kind(after):
        yield True, f"the type of {name} became {_kind(after)}"
        return
    shown_before, shown_after = before.get("properties") or {}, after.get("properties") or {}
    for field, below in shown_before.items():
        if field not in shown_after:
            yield True, f"the field {_inner(name, field)} is gone"
        else:
            yield from output_steps(_inner(name, field), below, shown_after[field])
    for field in shown_after:
        if field not in shown_before:
            yield False, f"the field {_inner(name, field)} is new"
    for field in before.get("required") or ():
        if field in shown_after and field not in (after.get("required") or ()):
            yield True, f"the field {_inner(name, field)} may be missing"
    if "items" in before or "items" in after:
        yield from output_steps(name, before.get("items") or {}, after.get("items") or {})


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
            yield True, f"the field {_inner(name, field)} is gone"
            continue
        if field in needed - needed_before:
            yield True, f"the field {_inner(name, field)} became required"
        elif field in needed_before - needed:
            yield False, f"the field {_inner(name, field)} became optional"
        yield from input_steps(_inner(name, field), below, new[field])
    for field in new:
        if field not in old:
            yield field in needed, f"the {'required ' if field in needed else ''}field {_inner(name, field)} is new"
    if before.get("additionalProperties") is not False and after.get("additionalProperties") is False and old:
        yield True, f"{name} takes no further fields"


def _plain(schema: Schema) -> tuple[Schema, bool]:
    """The schema without its null, and whether it had one."""
    choices = schema.get("anyOf")
    if isinstance(choices, list):
        others = [one for one in choices if one.get("type") != "null"]
        if len(others) == 1:
            return others[0], len(others) < len(choices)
    kinds = schema.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        rest = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": rest[0] if len(rest) == 1 else rest}, True
    return schema, False


def _kind(schema: Schema) -> str:
    """A comparable word for what kind of thing it describes."""
    if "anyOf" in schema:
        return f"one of {listed(sorted(_kind(one) for one in schema['anyOf']))}"
    kind = schema.get("type")
    return listed(sorted(kind)) if isinstance(kind, list) else str(kind or "anything")


def _inner(name: str, field: str) -> str:
    return f"{name}.{field}" if name else field
