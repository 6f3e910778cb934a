"""Places beside startup files that name the variables: dotenv files, direnv, mise, editors, units, the registry, project files.

Claude Code reads none of them. Each is told with who would load it, and whether that reaches a claude started here. What
direnv loads in the project folder is part of a new shell (`direnv`); what git does with such a file is in `git`.
"""
