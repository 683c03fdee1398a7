"""Tags of the feedback's templates."""
