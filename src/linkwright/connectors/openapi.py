"""Reads an OpenAPI document (3.0 or 3.1): its operations, with parameters, body and answer, and all references followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from linkwright.connectors.openapi_schemas import input_of, output_of, resolved
from linkwright.connectors.places import METHODS
from linkwright.kit import jsons

_JSON = ("application/json", "text/json")
_FORM = "application/x-www-form-urlencoded"


class NotOpenApi(ValueError):
    """The document is none; the message says why."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation; `join` stands between the values of a list, empty if the parameter is repeated."""

    name: str
    where: str
    required: bool
    schema: dict[str, Any]
    join: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract.

    Attributes:
        body: schema of the body, None if it takes none.
        form: the body is a form.
        answer: schema of a good answer, None if it has no body.
        deprecated: the provider wants it to be left.
    """

    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    body: dict[str, Any] | None
    body_required: bool
    form: bool
    answer: dict[str, Any] | None
    deprecated: bool

    def table(self) -> dict[str, Any]:
        """All that matters of it to a connector, as plain JSON."""
        return {
            "method": self.method,
            "path": self.path,
            "parameters": {
                f"{one.where}.{one.name}": {"required": one.required, "schema": one.schema, "join": one.join}
                for one in self.parameters
            },
            "body": self.body,
            "body_required": self.body_required,
            "form": self.form,
            "answer": self.answer,
            "deprecated": self.deprecated,
        }


class Contract:
    """A document's operations by their `operationId`."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._found: dict[str, tuple[str, str, Mapping[str, Any], Mapping[str, Any]]] = {}
        self.twice: list[str] = []
        for path, item in _mapping(document.get("paths")).items():
            whole = resolved(item, document)
            for method in METHODS:
                about = _mapping(whole.get(method.lower()))
                name = about.get("operationId")
                if name:
                    self.twice += [name] if name in self._found else []
                    self._found[str(name)] = (method, str(path), about, whole)

    @property
    def server(self) -> str:
        """The address of the API, empty where the document names none of https."""
        servers = self._document.get("servers") or []
        found = [str(_mapping(one).get("url", "")) for one in servers if isinstance(servers, list)]
        return next((url.rstrip("/") for url in found if url.startswith("https://") and "{" not in url), "")

    @property
    def title(self) -> str:
        """What the provider calls the API."""
        return str(_mapping(self._document.get("info")).get("title") or "")

    @property
    def security(self) -> dict[str, Any]:
        """How calls are signed in by the document: the first scheme of a kind that connectors know; empty if there is none."""
        schemes = _mapping(_mapping(self._document.get("components")).get("securitySchemes"))
        for one in schemes.values():
            scheme = dict(resolved(one, self._document))
            key = scheme.get("type") == "apiKey" and scheme.get("in") in ("header", "query") and scheme.get("name")
            if key or (scheme.get("type") == "http" and scheme.get("scheme") in ("bearer", "basic")):
                return scheme
        return {}

    @property
    def names(self) -> list[str]:
        """All operations."""
        return list(self._found)

    def operation(self, name: str) -> Operation:
        """One operation.

        Raises:
            KeyError: there is none of that name.
            NotOpenApi: the document does not describe it in a way that can be read.
        """
        method, path, about, item = self._found[name]
        parameters = [self._parameter(one) for one in self._parameters(about, item)]
        body, needed, form = self._body(about.get("requestBody"))
        return Operation(
            name=name,
            method=method,
            path=path,
            summary=str(about.get("summary") or ""),
            parameters=tuple(one for one in parameters if one.where in ("path", "query", "header")),
            body=body,
            body_required=needed,
            form=form,
            answer=self._answer(_mapping(about.get("responses"))),
            deprecated=bool(about.get("deprecated")),
        )

    def table(self, names: Iterable[str]) -> dict[str, Any]:
        """The part of the contract that these operations are; what is compared when the provider changes it."""
        return {"operations": {name: self.operation(name).table() for name in sorted(set(names))}}

    def _parameters(self, about: Mapping[str, Any], item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Those of the path, then those of the operation, which win."""
        found = {}
        for one in [*(item.get("parameters") or []), *(about.get("parameters") or [])]:
            whole = resolved(one, self._document)
            found[(whole.get("in"), whole.get("name"))] = whole
        return list(found.values())

    def _parameter(self, one: Mapping[str, Any]) -> Parameter:
        where = str(one.get("in"))
        schema = input_of(_mapping(one.get("schema")), self._document)
        # What the specification says where a document says nothing: `form` with `explode` in the query, `simple` elsewhere.
        style = one.get("style") or ("form" if where == "query" else "simple")
        explode = one.get("explode", style == "form")
        join = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(str(style), ",") if not explode else ""
        return Parameter(
            str(one.get("name")),
            where,
            bool(one.get("required")) or where == "path",
            schema,
            join if schema.get("type") == "array" else "",
        )

    def _body(self, body: Any) -> tuple[dict[str, Any] | None, bool, bool]:
        if not body:
            return None, False, False
        whole = resolved(body, self._document)
        content = _mapping(whole.get("content"))
        kind = next((one for one in content if _is_json(one)), _FORM if _FORM in content else None)
        if kind is None:
            return None, False, False
        schema = input_of(_mapping(_mapping(content[kind]).get("schema")), self._document)
        return schema, bool(whole.get("required")), kind == _FORM

    def _answer(self, responses: Mapping[str, Any]) -> dict[str, Any] | None:
        good = sorted(str(status) for status in responses if str(status).startswith("2"))
        # YAML reads the status of a response as a number.
        by_status = {str(status): about for status, about in responses.items()}
        for status in good or ["default"]:
            found = by_status.get(status)
            content = _mapping(resolved(_mapping(found), self._document).get("content"))
            for kind, about in content.items():
                if _is_json(kind):
                    return output_of(_mapping(_mapping(about).get("schema")), self._document)
        return None


def read_contract(raw: bytes) -> Contract:
    """The contract in a file, YAML or JSON.

    Raises:
        NotOpenApi: it is none of version 3.
    """
    try:
        document = jsons.loads(raw) if raw.lstrip()[:1] == b"{" else YAML(typ="safe", pure=True).load(raw.decode())
    except (ValueError, YAMLError, UnicodeDecodeError) as broken:
        raise NotOpenApi((str(broken).splitlines() or ["it is empty"])[0]) from broken
    if not isinstance(document, Mapping):
        raise NotOpenApi("it holds no object")
    version = str(document.get("openapi", ""))
    if not version.startswith("3."):
        raise NotOpenApi(f"it says version {version!r}; 3.0 and 3.1 can be read" if version else "it has no `openapi`")
    try:
        return Contract(document)
    except (AttributeError, TypeError, KeyError) as broken:
        raise NotOpenApi(f"a part of it has another shape than expected: {broken}") from broken


def _is_json(kind: Any) -> bool:
    bare = str(kind).split(";")[0].strip().lower()
    return bare in _JSON or bare.endswith("+json")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
