"""Systemprüfung der Datenbank: migrate, check --database and run refuse one that does not protect what is secret."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import Error as DatabaseError
from django.db import connections

from .embedded import SUPPORTED

QUESTION = (
    "SELECT current_setting('server_version_num')::int / 10000, to_tsvector('german', 'Ämtern')::text,"
    " rolsuper OR rolbypassrls,"
    " has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE')"
    " FROM pg_roles WHERE rolname = current_user"
)


def shortcoming(answer: Sequence[Any] | None) -> str:
    """What is wrong with a database that gave this answer to the question, in one sentence, or nothing."""
    version, stem, is_mighty, may_create = answer or (0, "", True, False)
    if version not in SUPPORTED:
        return f"PostgreSQL {version} wird nicht unterstützt. Nötig ist Version 15 bis 18."
    if "'amt'" not in stem:
        return "Die Datenbank kennt keine Umlaute. Legen Sie sie mit LC_CTYPE 'C.UTF-8' oder 'de_DE.UTF-8' neu an."
    if is_mighty:
        return "Die Datenbankrolle darf die Zeilensicherheit umgehen. Nötig ist eine mit NOSUPERUSER NOBYPASSRLS."
    if not may_create:
        return (
            "Die Datenbankrolle darf keine Tabellen und Erweiterungen anlegen. Machen Sie sie zur Eigentümerin der "
            "Datenbank: ALTER DATABASE … OWNER TO …"
        )
    return ""


def register_all() -> None:
    """Called once, when Django has loaded the project."""
    register(database_check, Tags.database)


def database_check(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Version, German and a role that row-level security binds."""
    found: list[CheckMessage] = []
    for name in databases or ():
        try:
            with connections[name].cursor() as cursor:
                cursor.execute(QUESTION)
                text = shortcoming(cursor.fetchone())
        except DatabaseError:
            text = "Die Datenbank ist nicht erreichbar. Prüfen Sie DATABASE_URL und ob der Server läuft."
        if text:
            found.append(Error(text, id="ratsinfo.E001"))
    return found
