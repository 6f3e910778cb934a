"""The nouns: `Secret`, `Machine` (all that was read) and `Diagnosis` (all that is told)."""
