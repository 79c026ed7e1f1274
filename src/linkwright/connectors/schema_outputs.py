"""What became of a JSON Schema that answers satisfy: whether they still give what they gave."""

from __future__ import annotations

from collections.abc import Iterator

from linkwright.connectors.schema_words import Schema, Step, inner, kind_of, plain


def output_steps(name: str, old: Schema, new: Schema) -> Iterator[Step]:
    """What changed in a schema that answers satisfy; what is gone, or may be null now, breaks those who read it."""
    before, old_null = plain(old)
    after, new_null = plain(new)
    if old_null != new_null:
        yield (False, f"{name} is never null now") if old_null else (True, f"{name} may be null")
    if kind_of(before) != kind_of(after):
        yield True, f"the type of {name} became {kind_of(after)}"
        return
    shown_before, shown_after = before.get("properties") or {}, after.get("properties") or {}
    for field, below in shown_before.items():
        if field not in shown_after:
            yield True, f"the field {inner(name, field)} is gone"
        else:
            yield from output_steps(inner(name, field), below, shown_after[field])
    for field in shown_after:
        if field not in shown_before:
            yield False, f"the field {inner(name, field)} is new"
    for field in before.get("required") or ():
        if field in shown_after and field not in (after.get("required") or ()):
            yield True, f"the field {inner(name, field)} may be missing"
    if "items" in before or "items" in after:
        yield from output_steps(name, before.get("items") or {}, after.get("items") or {})
