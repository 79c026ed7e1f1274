"""The hub of the consents' tests serves those of the record too."""

from tests.contract.consents.conftest import world

__all__ = ["world"]
