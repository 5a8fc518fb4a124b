"""What has been loaded, and how one looks at it. Knows nothing of the screen."""
