from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema as from_sdl

from linkwright.catalog.linear.twin.roots import QUERY_FIELDS, TYPES, widened
from linkwright.connectors.contract import build_table


@pytest.mark.shared
def test_the_added_root_fields_are_linears_own(shared: Path) -> None:
    official = from_sdl((shared / "linear" / "schema.graphql").read_text(), assume_valid=True)
    table = build_table(official, query_fields=QUERY_FIELDS, mutation_fields=[])
    assert table["types"]["Query"]["fields"] == dict(QUERY_FIELDS)
    assert {name: table["types"][name] for name in TYPES} == dict(TYPES)


def test_a_field_whose_type_the_table_does_not_describe_is_not_added(contract: dict[str, Any]) -> None:
    small = {"query": "Query", "types": {"Query": {"kind": "object", "fields": {"ok": "Boolean"}}}}
    assert set(widened(small)["types"]["Query"]["fields"]) == {"ok", "rateLimitStatus"}
    assert set(QUERY_FIELDS) <= set(widened(contract)["types"]["Query"]["fields"])
