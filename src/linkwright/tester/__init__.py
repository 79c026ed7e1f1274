"""What members run in the console: the request tester, and reads that are run again."""
