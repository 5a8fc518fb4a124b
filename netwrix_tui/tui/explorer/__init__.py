"""The explorer screen: panes, navigation between searches, status, help, tour."""
