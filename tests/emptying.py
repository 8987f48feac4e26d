"""Was ein Leeren der Modelle stehen lässt: tables that are shared with libraries and belong to no model of ours."""

from django.db import connection


def empty_shared_tables() -> None:
    """No job and no cached value outlives the test that made it."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, shared_cache CASCADE")
