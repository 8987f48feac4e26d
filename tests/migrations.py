"""``python -m tests.migrations``: no model change without its migration, asked against a throw-away database."""

import os
import sys

import tests.postgres  # noqa: F401  starts the database and names it in the environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueckeswagen_ratsinfo.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], "makemigrations", "--check", "--dry-run"])
