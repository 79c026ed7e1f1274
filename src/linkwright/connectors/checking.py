"""Checks a parsed file against the language's types, and says mistakes the way an author needs them."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from linkwright.connectors.findings import Finding
from linkwright.connectors.source import Source
from linkwright.connectors.vocabulary import (
    ADDRESS,
    BASE,
    ENDPOINT,
    FIELD,
    HASH,
    HEADER_NAME,
    HOST,
    KEY,
    LISTED,
    PATH,
    PLACE,
    STEP,
    VERSION,
)
from linkwright.kit.words import did_you_mean, listed

Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], source: Source, *path: Any) -> Model | list[Finding]:
    """The part of the file at this path as that type, or every mistake in it."""
    data = source.data
    for step in path:
        data = data[step]
    if not isinstance(data, dict):
        return [source.finding("A mapping of keys to values belongs here.", *path)]
    try:
        return model.model_validate(data)
    except ValidationError as refused:
        problems = refused.errors()
        return [_finding(model, source, path, one) for one in problems if not _other_branch(one, problems)]


def _other_branch(problem: Any, problems: list[Any]) -> bool:
    """Whether it only says that a mapping is no text, where the mapping itself has a mistake that is told."""
    if problem["type"] not in ("string_type", "list_type") or not isinstance(problem["input"], dict):
        return False
    place = [step for step in problem["loc"] if not _is_tag(step)]
    return any(
        len(one["loc"]) > len(place) and list(one["loc"][: len(place)]) == place and one["type"] != problem["type"]
        for one in problems
    )


def _finding(model: type[BaseModel], source: Source, path: tuple[Any, ...], problem: Any) -> Finding:
    loc = [*path, *(step for step in problem["loc"] if not _is_tag(step))]
    # Which of a list it is, the line says; people do not count from nought.
    name = ".".join(str(step) for step in loc if not isinstance(step, int))
    kind = problem["type"]
    if kind == "extra_forbidden":
        known = _known(model, problem["loc"][:-1])
        remedy = did_you_mean(str(problem["loc"][-1]), known).strip() or f"Known here: {listed(sorted(known))}."
        return source.finding(f"{name} is not a word of the language.", *loc, remedy=remedy)
    if kind == "missing":
        return source.finding(f"{name} is missing.", *loc)
    if kind == "literal_error":
        expected = problem["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        words = [word.strip() for word in expected.split(",")]
        remedy = did_you_mean(str(problem["input"]), words).strip()
        return source.finding(f"{name} must be one of {listed(words)}.", *loc, remedy=remedy)
    if kind == "string_pattern_mismatch":
        pattern = problem["ctx"]["pattern"]
        return source.finding(f"{name} must be {FORMS.get(pattern, f'of the form {pattern}')}.", *loc)
    return source.finding(f"{name} must be {_said(kind, problem)}.", *loc)


# What the patterns of the model mean, for people.
FORMS = {
    PATH: "a path of names joined by dots, such as viewer.id",
    PLACE: "a variable with its sign, such as $after, or a place in a request, such as query.page",
    LISTED: "a path of names joined by dots, such as issues, or @ for the whole answer",
    HEADER_NAME: "the name of a header in lower case, such as x-ratelimit-reset",
    ADDRESS: "an address that begins with https://",
    BASE: "an https address that does not end with /, such as https://api.example.com/v2",
    HOST: "the name of a host, such as api.example.com",
    KEY: "lower-case letters and digits, a letter first, at most 32",
    VERSION: "three numbers, such as 1.0.0",
    HASH: "a SHA-256 in 64 lower-case digits",
    ENDPOINT: "a path that begins with /",
    FIELD: "the name of a field, or a type and its field, such as Webhook.secret",
    STEP: "lower-case letters, digits and _, a letter first, at most 32",
}
_SAID = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "string_type": "text",
    "string_too_short": "a text that is not empty",
    "list_type": "a list",
    "too_short": "a list of at least {min_length}",
    "too_long": "a list of at most {max_length}",
    "string_too_long": "a text of at most {max_length} characters",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}


def _said(kind: str, problem: Any) -> str:
    known = _SAID.get(kind)
    return known.format(**problem.get("ctx", {})) if known else f"otherwise: {problem['msg']}"


def _is_tag(step: Any) -> bool:
    """Whether pydantic put in a step of its own, to tell which branch of a union it tried."""
    return isinstance(step, str) and (step in _BRANCHES or step.startswith(("constrained-", "function-")))


_BRANCHES = frozenset({"ActionPage", "str", "list[str]", "int", "bool"})


def _known(model: type[BaseModel], loc: tuple[Any, ...]) -> set[str]:
    """The words that the type at this place knows."""
    here: Any = model
    for step in loc:
        if isinstance(here, type) and issubclass(here, BaseModel) and step in here.model_fields:
            here = here.model_fields[step].annotation
        elif hasattr(here, "__args__"):
            here = here.__args__[-1]
        for branch in getattr(here, "__args__", ()):
            if step == getattr(branch, "__name__", None):
                here = branch
    inner = getattr(here, "__args__", ())
    for candidate in (here, *inner):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return set(candidate.model_fields)
    return set()
