"""The parts of the screen that draw what `view` says."""
