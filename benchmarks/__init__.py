"""How much a page costs, beside a bare Django view: ``make bench``. Figures and their reading: README.md here."""
