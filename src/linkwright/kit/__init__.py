"""Small things that know no domain: time, ids, secrets, JSON, nearest words, pages."""
