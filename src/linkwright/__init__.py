"""Linkwright: a self-hosted hub where people link their accounts and where apps and agents act on them."""

__version__ = "0.1.0"
