"""Mutation testing: small changes to the code that guards secrets and writes, each of which some test has to notice."""
