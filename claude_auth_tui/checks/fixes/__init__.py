"""How fixes are made: commands for the user's shell with the way back, and what each kind of problem is cured with."""
