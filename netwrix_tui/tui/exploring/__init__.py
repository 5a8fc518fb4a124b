"""What the explorer does with its panes: search, read a record, hand records over."""
