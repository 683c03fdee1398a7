"""Tags of the order book's templates."""
