"""Getting to a server: what is typed, the test of it, the profile that is kept."""
