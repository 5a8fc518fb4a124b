"""Questions and notifications that any room may show."""
