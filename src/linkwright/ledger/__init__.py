"""The ledger: writes that happen once, whoever repeats them and whenever the hub is killed."""
