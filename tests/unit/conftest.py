"""What most of the time of these tests would go into, made once."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema

from linkwright.catalog.linear.twin import twin as twins


@pytest.fixture(scope="package", autouse=True)
def one_schema_for_all_twins() -> Iterator[None]:
    """A twin's schema knows nothing of the twin, never changes, and takes nearly all of the time that a twin takes to be made."""
    make, made = twins.build_schema, dict[bytes, GraphQLSchema]()

    def build(table: Mapping[str, Any], scalars: Mapping[str, Any]) -> GraphQLSchema:
        same = pickle.dumps(table)
        if same not in made:
            made[same] = make(table, scalars)
        return made[same]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twins, "build_schema", build)
        yield


@pytest.fixture
def migrated(migrated_file: Path, tmp_path: Path) -> str:
    """The address of an SQLite database with this version's tables, and nothing in them."""
    shutil.copyfile(migrated_file, tmp_path / "linkwright.db")
    return f"sqlite:///{tmp_path / 'linkwright.db'}"
