"""One record that arrives by itself: the steps of a batch, in a few statements that are planned once a connection."""
