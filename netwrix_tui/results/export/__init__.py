"""Records written out: ticket text, JSON, XML, CSV, and files that are whole or not there."""
