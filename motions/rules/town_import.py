"""Eine ganze Stadt übernehmen (docs/handbook/datenuebernahme.md): all of the file or nothing, twice is once."""

import datetime as dt

from django.db import DatabaseError, transaction

from motions.importing.issued import ReadIssued
from motions.importing.town import ReadTown
from motions.models import User

from . import bylaws, town_issued, town_meetings, town_organs, town_papers
from .clearance import clearance
from .town_work import Report, TownRefused, Work

__all__ = ["Report", "TownRefused", "take_over"]


def take_over(
    read: ReadTown,
    *,
    by: User,
    now: dt.datetime,
    dry_run: bool = False,
    issued: ReadIssued | None = None,
) -> Report:
    """Write the rows of a file and report; raises TownRefused with everything in the way, and writes nothing then.

    ``by`` answers for what is taken over: the release of the papers bears that name. A dry run reports the same and
    leaves no trace. ``issued`` are the documents of an Archivpaket, checked before (issued_check.py).
    """
    issued = issued or ReadIssued()
    if errors := [*read.errors, *issued.errors]:
        raise TownRefused(errors)
    report = Report(remarks=[*read.remarks, *issued.remarks], is_dry_run=dry_run)
    with clearance("system"), transaction.atomic():
        _write(read, Work(by=by, now=now, report=report, issued=issued.file))
        if dry_run:
            transaction.set_rollback(True)
        else:
            town_papers.keep_files(read.files)
            town_issued.keep_files(issued)
    return report


def _write(read: ReadTown, work: Work) -> None:
    try:
        town_organs.take_over(read.town, work)
        town_papers.take_over(read.town, work, read.files)
        town_meetings.take_over(read.town, work)
        town_issued.take_over_others(work)
    except (bylaws.BylawMissing, DatabaseError) as error:
        raise TownRefused([*work.errors, str(error).splitlines()[0]]) from error
    if work.errors:
        raise TownRefused(work.errors)
