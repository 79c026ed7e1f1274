"""Composition root: every service is built here, once, and handed its collaborators."""

from linkwright.app.building import build_hub
from linkwright.app.hub import Hub

__all__ = ["Hub", "build_hub"]
