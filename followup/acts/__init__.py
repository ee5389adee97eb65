"""The acts of follow-up: what is done with contributions, and what is told of promised measures."""

from followup.acts import codebook, coding, contributions, imports, incoming, measures, pointed, proposals, way_back

__all__ = ["codebook", "coding", "contributions", "imports", "incoming", "measures", "pointed", "proposals", "way_back"]
