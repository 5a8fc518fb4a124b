"""Answers and kept texts, mutated by their structure: some seconds in the suite, longer on demand.

``NETWRIX_TUI_FUZZ_SECONDS`` says for how long each of them goes on; without it, it is a fixed
number of steps from a fixed seed.
"""
