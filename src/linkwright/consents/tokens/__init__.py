"""Codes and tokens: given, renewed, checked, ended."""
