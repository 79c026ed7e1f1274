"""Events out: what happens in a project, posted to the addresses that it names."""
