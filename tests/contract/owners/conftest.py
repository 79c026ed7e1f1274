"""The hub of the consents' tests serves those of owners too."""

from tests.contract.consents.conftest import world

__all__ = ["world"]
