"""Makes docs/connectors/language.md, every word of the connector language, out of the language's own model."""

from __future__ import annotations

import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from linkwright.connectors import auth_words, event_words, model
from linkwright.connectors.checking import FORMS
from linkwright.connectors.tasks import TaskWords
from linkwright.connectors.vocabulary import Words

INTRO = Path(__file__).with_name("language_intro.txt")
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", Any: "any value"}
# Where each part stands in a file, in the order of the page.
PLACES: dict[str, str] = {
    "Header": "connector.yaml",
    "GraphQL": "`graphql`",
    "Complexity": "`graphql.complexity`",
    "OpenApi": "`openapi`",
    "ScopeWords": "each of `scopes`",
    "AuthWords": "each of `auth`",
    "FieldWords": "each of `auth.*.fields`",
    "SetupWords": "each of `auth.*.setup`",
    "ExchangeWords": "each of `auth.*.exchange`",
    "AccountWords": "`account`",
    "ErrorWords": "`errors`",
    "RuleWords": "each of `errors.map`",
    "LimitWords": "`limits`",
    "BudgetWords": "each of `limits.budgets`",
    "RateWords": "each of `limits.rates`",
    "PageWords": "`page`",
    "NameWords": "each of `names`",
    "EventsWords": "`events`",
    "RegisterWords": "`events.register`",
    "ActionWords": "an action, in actions/RESOURCE.yaml under its name",
    "InputWords": "each of an action's `inputs`, in the long form",
    "ActionPage": "an action's `page`, in the long form",
    "StepWords": "each of an action's `steps`",
    "TaskWords": "an action's tasks, in tasks/RESOURCE.yaml under its name",
}


def parts() -> dict[str, type[BaseModel]]:
    """Every part of the language by the name of its class, in the order of the page; parts without a place come last."""
    found = {
        name: kind
        for name, kind in {**vars(model), **vars(auth_words), **vars(event_words), "TaskWords": TaskWords}.items()
        if isinstance(kind, type) and issubclass(kind, Words) and kind is not Words
    }
    order = list(PLACES)
    return dict(sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)))


def language_page() -> str:
    """The page."""
    lines = [INTRO.read_text(encoding="utf-8").rstrip(), "", "<!-- Made by `make docs` from the language's model. -->"]
    for name, kind in parts().items():
        about = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
        lines += ["", f"## {_title(PLACES.get(name, name))}", "", about, ""]
        lines += ["| word | type | default | meaning | example |", "|---|---|---|---|---|"]
        lines += _rows(kind)
    return "\n".join(lines) + "\n"


def _rows(kind: type[BaseModel]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        meaning, _, example = " ".join((field.description or "").split()).partition("Example: ")
        shown = f"`{_cell(example)}`" if example else ""
        yield f"| `{field.alias or name}` | {_cell(_type(field))} | {_default(field)} | {_cell(meaning.strip())} | {shown} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value in (None, "", [], {}) or isinstance(value, BaseModel):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _type(field: FieldInfo) -> str:
    pattern = next((one.pattern for one in field.metadata if getattr(one, "pattern", None)), None)
    return FORMS.get(str(pattern), "") if pattern else _said(field.annotation)


def _said(kind: Any) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        pattern = next((one.pattern for one in inner[1:] if getattr(one, "pattern", None)), None)
        return FORMS[str(pattern)] if pattern else _said(inner[0])
    if origin is Literal:
        return ", ".join(f"`{str(one).lower() if isinstance(one, bool) else one}`" for one in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(_said(one) for one in inner if one is not type(None))
    if origin is list:
        return f"list of {_said(inner[0])}"
    if origin is dict:
        return f"mapping of names to {_said(inner[1])}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        shown = PLACES.get(kind.__name__, kind.__name__).replace("`", "").removeprefix("each of ")
        return f"[{shown}](#{_anchor(kind.__name__)})"
    return _PLAIN[kind]


def _title(place: str) -> str:
    return place[0].upper() + place[1:]


def _anchor(name: str) -> str:
    """The anchor that a heading gets where Markdown is shown."""
    title = _title(PLACES.get(name, name)).lower()
    return "".join(one for one in title.replace(" ", "-") if one.isalnum() or one in "-_")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
