"""Everything that the hub holds about one owner of accounts: taken out whole, or erased with a receipt."""
