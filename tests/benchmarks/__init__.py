"""Speed, side by side in one run: each script prints what it measured, and what it is compared to.

``python -m tests.benchmarks.first_frame`` and so on, or ``python -m tests.benchmarks`` for all of
them. None of this runs in the test suite.
"""
