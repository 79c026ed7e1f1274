"""The hub of the consents' tests serves those of signing in over HTTP, too."""

from tests.contract.consents.conftest import world

__all__ = ["world"]
