"""What would be sent if something were gone: a source, a variable, a line of a file, a stored login.

Nothing is decided anew here. The machine, or the start of Claude Code, is changed as if it were gone, and the same
evaluators and rules are asked again; what fixes lead to comes from them too (`checks.outcome`).
"""
