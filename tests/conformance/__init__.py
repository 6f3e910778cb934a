"""Recorded from Claude Code 2.1.329 to 2.1.332: what it sent on thousands of made-up machines, and the model's answers to the same questions.

Every value is made up and carries a tag (`@…@`) naming the place it was put in. `tests.oracle` asks the questions again.
"""
