"""What the screen says, as plain data: a `Diagnosis` to lines and rows. Pure, without Textual; drawing is in `widgets`."""
