"""Every component in every state, with invented data, for those who build pages. Shown in debug mode only."""
