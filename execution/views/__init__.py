"""What Genomföra shows besides its steps: the contact registers, and the list of dialogues for the website."""
