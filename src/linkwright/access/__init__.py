"""Who is asking and what they may do: principals, API keys, members, and the one function that decides."""
