"""Commands of Följa upp."""
