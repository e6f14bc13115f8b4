"""What a script can draw: one family a file, each a record and the command that makes it."""
