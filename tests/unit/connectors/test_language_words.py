"""Every word of the language is described once, where it is defined; editors and the page read it from there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft7Validator
from scripts.language import PLACES, language_page, parts

from linkwright.catalog.shipped import SHIPPED
from linkwright.cli.connectors.folders import shipped
from linkwright.connectors.checking import FORMS
from linkwright.connectors.editing import schemas
from linkwright.connectors.source import Source, read_source
from linkwright.connectors.vocabulary import Words
from tests.unit.connectors.workshop import Workshop

FILES = [
    (key, path) for key in SHIPPED for path in [shipped(key) / "connector.yaml", *shipped(key).glob("actions/*.yaml")]
]


@pytest.mark.parametrize("part", parts().values(), ids=list(parts()))
def test_every_word_has_a_description_that_ends_like_a_sentence_or_with_an_example(part: type[Words]) -> None:
    without = [name for name, field in part.model_fields.items() if not (field.description or "").strip()]
    assert without == []
    for name, field in part.model_fields.items():
        meaning = (field.description or "").partition("Example: ")[0].strip()
        assert meaning.endswith("."), name


def test_every_part_of_the_language_has_its_place_on_the_page() -> None:
    assert set(parts()) == set(PLACES)
    text = language_page()
    for part in parts().values():
        for name, field in part.model_fields.items():
            assert f"| `{field.alias or name}` |" in text


def test_every_form_of_the_model_is_said_in_words() -> None:
    used = {
        found
        for schema in schemas().values()
        for found in _patterns(schema)
        if not found.startswith("^[a-z][a-z0-9_]{0,47}$")
    }
    assert used <= set(FORMS)


@pytest.mark.parametrize(("key", "path"), FILES, ids=[path.name for _, path in FILES])
def test_the_schemas_for_editors_take_the_files_that_ship(key: str, path: Path) -> None:
    source = read_source(path, path.name)
    assert isinstance(source, Source)
    name = "connector.schema.json" if path.name == "connector.yaml" else "actions.schema.json"
    errors = list(Draft7Validator(schemas()[name]).iter_errors(source.data))
    assert [str(one) for one in errors] == []


def test_the_schemas_for_editors_refuse_what_the_compiler_refuses(desk: Workshop) -> None:
    desk.compile()
    source = read_source(desk.folder / "connector.yaml", "connector.yaml")
    assert isinstance(source, Source)
    check = Draft7Validator(schemas()["connector.schema.json"])
    assert check.is_valid(source.data)
    assert not check.is_valid({**source.data, "nmae": "Desk"})
    assert not check.is_valid({**source.data, "stage": "betta"})


def test_editors_show_the_description_of_a_word() -> None:
    words = schemas()["actions.schema.json"]["definitions"]["ActionWords"]["properties"]
    assert words["effect"]["description"].startswith("What it does at the provider")
    assert '"title": "' not in json.dumps(schemas()["actions.schema.json"]["definitions"])


def _patterns(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["pattern"]} if isinstance(value.get("pattern"), str) else set()
        return own.union(*(_patterns(item) for item in value.values()))
    return set().union(*(_patterns(item) for item in value)) if isinstance(value, list) else set()
