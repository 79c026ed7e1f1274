"""Tests of the twin of Linear."""
