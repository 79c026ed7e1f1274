"""Whether stored credentials still work: one cheap question to the provider, when it falls due or somebody asks."""
