"""What is wrong with pushed files before the compiler reads them: names, sizes, and YAML that grows when it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from linkwright.connectors.findings import Finding

MOST_FILES = 400
MOST_BYTES = 16 * 1024 * 1024
"""Of all files together; the largest public GraphQL schema has some five million."""
HEADER_FILE = "connector.yaml"
WORDS_FILE = "words.yaml"
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}/){0,4}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")


def check_files(files: Mapping[str, str]) -> list[Finding]:
    """What is wrong with the files before any of them is read."""
    if HEADER_FILE not in files:
        return [Finding(HEADER_FILE, 1, "The file is missing.", "Push the folder that holds it.")]
    if len(files) > MOST_FILES:
        return [Finding(HEADER_FILE, 1, f"The connector has {len(files)} files; at most {MOST_FILES} are taken.")]
    if sum(len(text) for text in files.values()) > MOST_BYTES:
        return [Finding(HEADER_FILE, 1, f"The files have more than {MOST_BYTES // 1024 // 1024} MB together.")]
    return [
        Finding(name[:120], 1, "The file's name cannot be used.", "Use letters, digits, `_`, `-`, `.` and `/`.")
        for name in sorted(files)
        if not _NAME.fullmatch(name)
    ]


def yaml_aliases(files: Mapping[str, str]) -> list[Finding]:
    """Aliases in the connector's own YAML, with which a few lines can stand for millions."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent

    found = []
    for name, text in files.items():
        written = name in (HEADER_FILE, WORDS_FILE) or (
            name.startswith(("actions/", "tasks/")) and name.endswith(".yaml")
        )
        if not written or "*" not in text:
            continue
        try:
            for event in YAML(typ="rt").parse(text):
                if isinstance(event, AliasEvent):
                    found.append(
                        Finding(name, event.start_mark.line + 1, "YAML aliases are not taken.", "Write it out.")
                    )
                    break
        except (YAMLError, ValueError, RecursionError):
            continue  # The compiler says what is wrong with it, and where.
    return found
