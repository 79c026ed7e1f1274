"""Provider events in: what changes at a provider, posted here for an account, checked, and sent on as events."""
