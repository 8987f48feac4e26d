"""Alles messen und ausgeben: rendering, joining, list pages, registrations at once."""

import os
import tempfile

import tests.postgres  # noqa: F401  starts the throw-away database before the settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueckeswagen_ratsinfo.settings")


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
            from bench import council, crowd, merging, packages, pages, personnel, rendering

            rendering.measure()
            merging.measure()
            packages.measure()
            pages.measure()
            council.measure()
            personnel.measure()
            crowd.measure()
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()


if __name__ == "__main__":
    main()
