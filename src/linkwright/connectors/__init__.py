"""The connector language: model, compiler, guides, credentials, and what the runtime loads from a lock."""
