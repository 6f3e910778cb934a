"""What git makes of a file that names a variable: whether it is tracked, ignored, or neither. git itself is never run."""
