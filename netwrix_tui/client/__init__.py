"""The Integration API over HTTP: sign-in, TLS, retries. Async; knows nothing of the screen."""
