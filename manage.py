#!/usr/bin/env python
"""Django's command line for Dialog."""

import os
import sys


def main() -> None:
    """Run the command named on the command line with Dialog's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialog.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from dialog.machine import start

        if said := start.sentence(error):
            sys.exit(said)
        raise


if __name__ == "__main__":
    main()
