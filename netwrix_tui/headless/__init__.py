"""Commands without a screen: search, enum, follow and write."""
