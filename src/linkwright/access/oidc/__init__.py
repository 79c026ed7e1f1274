"""Signing in through an OpenID provider of the organization's own."""
