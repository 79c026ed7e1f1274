"""Compiles an action that names a hook: the hub brings inputs and result, the file says what it is for."""

from __future__ import annotations

from linkwright.connectors.drafts import Draft
from linkwright.connectors.hooks import HOOKS, hook_parts
from linkwright.connectors.inputs import DESCRIPTION_BUDGET
from linkwright.connectors.published import shown
from linkwright.kit.words import did_you_mean, listed


def compile_hook(draft: Draft) -> None:
    """Fill the draft from its `hook`."""
    name = draft.words.hook or ""
    hook = HOOKS.get(name)
    if hook is None:
        remedy = did_you_mean(name, HOOKS).strip() or f"There is {listed(HOOKS)}."
        draft.add(f"There is no hook {name}.", "hook", remedy=remedy)
        return
    for word in ("inputs", "constants", "page", "result", "require", "resolve"):
        if getattr(draft.words, word):
            draft.add(f"A hook brings its own {word}.", word)
    if draft.words.effect != hook.effect:
        draft.add(f"The effect of {name} is {hook.effect}.", "effect")
    for key, (schema, required) in hook.inputs.items():
        said = draft.said(key, "")
        if not said or len(said) > DESCRIPTION_BUDGET:
            draft.add(f"{key} needs a description of at most {DESCRIPTION_BUDGET} characters.", "describe")
        draft.inputs.append(
            {
                "name": key,
                "location": "query" if hook.effect == "read" else "body",
                "required": required,
                "schema": schema,
                "nullable": False,
                "default": None,
                "paths": [],
                "kind": "",
                "item_kinds": {},
                "whole": schema["type"] == "integer",
                "shown": shown(schema, said),
            }
        )
    draft.check_describes(list(hook.inputs))
    draft.parts = hook_parts(name)
