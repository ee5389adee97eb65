"""What is known on both sides: in the installation, and to those who use it."""

PASSWORD = "ett-langt-losenord"
