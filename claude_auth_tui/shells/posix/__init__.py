"""bash and zsh: lexer, parser, and an evaluator that follows startup files without running anything.

`shell` is the entry; `scanner` and `parser` make the `nodes`, `evaluate` walks them, `effects` says what each hit does.
"""
