"""Every target, in the order in which they are run."""

from __future__ import annotations

from tests.fuzz.target import Target
from tests.fuzz.targets import addresses, arguments, connectors, endpoints, signatures, texts

TARGETS: tuple[Target, ...] = (
    *connectors.TARGETS,
    *arguments.TARGETS,
    *signatures.TARGETS,
    *texts.TARGETS,
    *addresses.TARGETS,
    *endpoints.TARGETS,
)
