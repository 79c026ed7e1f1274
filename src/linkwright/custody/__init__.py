"""Custody of the vault's keys: where they are found, how they are changed and destroyed, and what they have sealed."""
