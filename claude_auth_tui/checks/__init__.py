"""What each problem is and how it is cured: one small module per family of problem."""
