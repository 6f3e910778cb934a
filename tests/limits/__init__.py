"""Whatever is in a file: nothing is raised, and it ends within its budget."""
