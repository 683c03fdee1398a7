"""The pages of the promise ledger."""
