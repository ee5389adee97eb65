"""From a file to contributions: what each column becomes, and what each row says.

Nothing here writes anything; what comes of it goes in by ``followup.acts.incoming``.
"""
