"""Looks at a connection step by step, and says what is wrong with it."""
