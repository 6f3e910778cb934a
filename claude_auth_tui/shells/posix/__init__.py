"""bash and zsh: parser, and an evaluator that follows startup files without running anything.

`prediction` is the entry: `parser` makes the tree of `syntax`, the `evaluator` runs it in a `shell`, `effects` says what each hit does.
"""
