"""Linked accounts: what a connection is, who may change it, and the quick reading of it for calls."""
