"""Calls of a provider that no action describes, with the account's credential and to its connector's hosts alone."""
