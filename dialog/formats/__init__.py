"""How dates and numbers are written and read.

What is read is the same in every language: a revision keeps what was typed, and must mean the same day and number
whoever opens it. (Django's own Swedish formats take «3/4/2026» for 4 March, its English ones refuse «12,5».)
"""
