"""Examples beside the actions: `examples/<resource>.json` holds one call of each, which is shown to people and run by tests.

A value such as `@customers` stands for the id of the newest customer, `@customers.1` for the one before, `@issues.url` for
another field of the newest issue, `@Reaction` for a thing that no list gives: whoever runs the example looks it up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from linkwright.connectors.findings import Finding
from linkwright.kit import jsons
from linkwright.kit.words import did_you_mean, listed

EXAMPLES_FOLDER = "examples"


def read_examples(folder: Path, actions: list[dict[str, Any]]) -> list[Finding]:
    """Give each compiled action its example; a connector that has examples has one for every action."""
    for action in actions:
        action["example"] = None
    paths = sorted((folder / EXAMPLES_FOLDER).glob("*.json"))
    if not paths:
        return []
    findings: list[Finding] = []
    by_name = {str(action["name"]): action for action in actions}
    for path in paths:
        file = path.relative_to(folder).as_posix()
        try:
            written = jsons.loads(path.read_bytes())
        except (OSError, ValueError) as broken:
            findings.append(Finding(file, 1, f"Not valid JSON: {broken}"))
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for name, example in written.items() if isinstance(written, dict) else ():
            line = next((at for at, text in enumerate(lines, 1) if f'"{name}"' in text), 1)
            findings += _take(file, line, name, example, by_name)
    if not findings:
        bare = [name for name, action in by_name.items() if action["example"] is None]
        findings += [Finding(EXAMPLES_FOLDER, 1, f"{name} has no example.", "Add one call of it.") for name in bare]
    return findings


def _take(file: str, line: int, name: str, example: Any, by_name: dict[str, dict[str, Any]]) -> list[Finding]:
    action = by_name.get(name)
    if action is None:
        return [Finding(file, line, f"There is no action {name}.", did_you_mean(name, by_name).strip())]
    given = example.get("input") if isinstance(example, dict) else None
    if not isinstance(given, dict):
        return [Finding(file, line, f"{name} needs an object with input.")]
    known = [one["name"] for one in action["inputs"]]
    missing = [one["name"] for one in action["inputs"] if one["required"] and one["name"] not in given]
    findings = [
        Finding(file, line, f"{name} has no input {word}.", did_you_mean(word, known).strip())
        for word in given
        if word not in known
    ]
    if missing:
        findings.append(Finding(file, line, f"The example of {name} leaves out {listed(missing)}."))
    action["example"] = given
    return findings
