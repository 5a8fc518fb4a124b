"""Speed, side by side in one run: each script prints what it measured, and what it is compared to.

``python -m tests.benchmarks.first_frame`` and so on. None of this runs in the test suite.
"""
