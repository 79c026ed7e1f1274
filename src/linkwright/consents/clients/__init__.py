"""The clients: what they say of themselves, where people may be sent back to, and how they prove who they are."""
