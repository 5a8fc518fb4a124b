"""Summaries: records counted by groups, over what is loaded and over streams. No screen."""
