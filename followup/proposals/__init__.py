"""Proposals of a participatory budget: made from what residents said (``made``), kept and changed many at once, also by
way of a table (``sheet``), voted on (``outcome``). The program counts and puts in order; the body's decision names winners.
"""
