"""A whole installation in processes of its own, of which a part is taken away in the middle of everything."""
