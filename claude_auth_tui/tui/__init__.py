"""The full-screen view. It shows a `Diagnosis` and computes no fact; `app` is the entry, `view` the pure part without Textual."""
