"""Which server, whose account, and how: from the command line down to the defaults."""
