"""Places beside startup files that name the variables: dotenv files, direnv, IDEs, units, project files.

Claude Code reads none of them. Each is told with who would load it, and whether that happens.
"""
