"""Connector profiles: a project's configuration of a connector."""
