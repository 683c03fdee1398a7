"""The voice of the customer: surveys, reviews, complaints and mentions on one record."""
