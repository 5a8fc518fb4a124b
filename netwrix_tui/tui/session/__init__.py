"""What an explorer is opened on: server, account, how to reach it."""
