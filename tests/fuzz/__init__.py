"""Fuzzing: mutated real inputs against everything that reads what strangers wrote. `python -m tests.fuzz`, or `make fuzz`."""
