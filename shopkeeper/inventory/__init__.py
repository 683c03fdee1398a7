"""What is where: locations, the ledger of stock, reservations, availability."""
