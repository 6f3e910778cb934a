"""Documents that are read for their lines, whoever asks: each reader of a format tells the same `Entry`s.

No library does it: json, tomllib and plistlib tell no lines, and what tells lines (a YAML parser, expat) stops at the first fault, while
files are read here as somebody writes them. Each reader here passes over what it cannot understand,
says in its docstring what it does not know, and takes time that grows with the text, whatever is in it.
"""
