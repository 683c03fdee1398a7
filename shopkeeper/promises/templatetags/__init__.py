"""Tags of the promise ledger's templates."""
