"""Finding actions by what people want done: words of six languages, spelling, and the ranking of actions."""
