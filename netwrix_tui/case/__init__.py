"""The case: searches, pages, marks, notes and findings in one file that outlives the program."""
