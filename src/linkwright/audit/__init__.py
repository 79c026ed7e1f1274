"""The record: every change, call and refusal, chained and signed, so that tampering shows."""
