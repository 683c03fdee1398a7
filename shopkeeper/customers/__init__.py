"""Who is who: source records, the customer behind them, consent and erasure."""
