"""bash and zsh: parser, and an evaluator that follows startup files without running anything.

`prediction` is the entry: `parser` makes the `nodes`, the `evaluator` runs them in a `shell`, `effects` says what each hit does.
"""
