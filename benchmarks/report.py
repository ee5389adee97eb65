"""What the PDF of a long report costs: the plan of a dialogue with hundreds of goals and groups, made as a job makes it.

``python -m benchmarks.report CASE`` prints a line of its table; ``make bench`` calls it, in a process of its own: what it
grows by is the document's.
"""

import io
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("DIALOG_SECRET_KEY", "only for this run")


def main(case_pk: int) -> None:
    """Make the report once, and print what it cost."""
    django.setup()
    from pikepdf import Pdf

    from dialog.models import Case
    from dialog.process.access import load
    from reports.kinds import KINDS
    from reports.pdf import render_pdf

    case = Case.objects.select_related("responsible").get(pk=case_pk)
    before, memory = time.process_time(), _megabytes()
    document = KINDS["plan"].build(load(case.responsible, case.pk), "")
    built = time.process_time()
    made = render_pdf(document)
    done, pages = time.process_time(), len(Pdf.open(io.BytesIO(made)).pages)
    print(f"| {pages} | {built - before:.1f} + {done - built:.1f} | {memory:.0f} + {_megabytes() - memory:.0f} |")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
