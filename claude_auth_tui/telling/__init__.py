"""A diagnosis in words for others than the screen: JSON and its schema, plain text, a report, and reading one back."""
