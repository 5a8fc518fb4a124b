"""Getting to a server: the connect screen, its connection test, the certificate question."""
