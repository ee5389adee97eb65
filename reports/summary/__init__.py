"""Den sammanfattande rapporten: a dialogue from its first question to what is done next time, as the public reads it.

Its words are those of Gemensamt lärande; what stands beside them (who took part, the themes, the conclusions and what
becomes of each, goals and outcomes, decisions, activities) is read from the steps where it is in force, and every number
is counted here. A chapter a module, in the order of the report.
"""

from reports.summary.build import build, exists, may, parts

__all__ = ["build", "exists", "may", "parts"]
