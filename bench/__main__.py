"""Alles messen und ausgeben, or the parts that are named: python -m bench personnel."""

import importlib
import os
import sys
import tempfile

import tests.postgres  # noqa: F401  starts the throw-away database before the settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueckeswagen_ratsinfo.settings")

_PARTS = ("rendering", "merging", "packages", "sealing", "pages", "council", "personnel", "crowd")


def main() -> None:
    """A database of its own, made and dropped here."""
    import django
    from django.conf import settings
    from django.test.utils import setup_test_environment, teardown_test_environment

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    setup_test_environment()
    databases = runner.setup_databases()
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.MEDIA_ROOT, settings.STATIC_ROOT = f"{folder}/files", folder
            for part in sys.argv[1:] or _PARTS:
                importlib.import_module(f"bench.{part}").measure()
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()


if __name__ == "__main__":
    main()
