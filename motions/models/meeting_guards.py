"""Sperren in der Datenbank für Sitzungen: what was sent, voted or issued stays (E-12, A-12, SI-04).

The way of a meeting is written down a second time here, on purpose: tests compare it with rules/meeting_workflow.py.
"""

import pgtrigger

from .choices import BallotMode, MeetingStatus

MEETING_STEPS: frozenset[tuple[str, str]] = frozenset(
    {
        (MeetingStatus.PLANNED, MeetingStatus.INVITED),
        (MeetingStatus.INVITED, MeetingStatus.IN_SESSION),
        (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED),
        (MeetingStatus.CLOSED, MeetingStatus.IN_SESSION),
        (MeetingStatus.PLANNED, MeetingStatus.CANCELLED),
        (MeetingStatus.INVITED, MeetingStatus.CANCELLED),
    }
)
_STEPS = ", ".join(f"('{source}', '{target}')" for source, target in sorted(MEETING_STEPS))
_SENT = ("number", "announced_at", "is_public", "public_title", "meeting_id", "consultation_id", "parent_id")


def of_a_meeting() -> list[pgtrigger.Trigger]:
    """A meeting is cancelled, never deleted, and goes the way of its life cycle only."""
    return [
        pgtrigger.Protect(name="meeting_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name="meeting_known_steps",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({_STEPS})"
            ),
        ),
        pgtrigger.Protect(
            name="meeting_keeps_organ",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.organization_id <> NEW.organization_id OR OLD.slug <> NEW.slug"
            ),
        ),
    ]


def of_an_agenda_item() -> list[pgtrigger.Trigger]:
    """What members were sent keeps its number, publicity and matter; only its place in the order moves (E-12)."""
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _SENT)
    sent = "OLD.announced_at IS NOT NULL"
    return [
        pgtrigger.Protect(
            name="agenda_item_sent_stays",
            operation=pgtrigger.Delete,
            condition=pgtrigger.Condition(sent),
        ),
        pgtrigger.Protect(
            name="agenda_item_sent_frozen",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"{sent} AND ({changed} OR OLD.title <> NEW.title)"),
        ),
    ]


def frozen_row(name: str) -> pgtrigger.Trigger:
    """Written once: neither changed nor deleted."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def only_while_recorded(name: str, meeting: str) -> pgtrigger.Trigger:
    """Comes, changes and goes only while its meeting is in session; ``meeting`` selects it from ``{row}``."""
    may = "EXISTS (SELECT FROM motions_meeting m WHERE m.id = ({meeting}) AND m.status = '{status}')"
    before, after = (
        may.format(meeting=meeting.format(row=row), status=MeetingStatus.IN_SESSION) for row in ("OLD", "NEW")
    )
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=(
            f"IF TG_OP <> 'INSERT' AND NOT {before} THEN RAISE EXCEPTION 'the meeting is not in session'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
            f" IF NOT {after} THEN RAISE EXCEPTION 'the meeting is not in session'; END IF;"
            " RETURN NEW;"
        ),
    )


def votes_only_by_name() -> pgtrigger.Trigger:
    """No row links a person with a vote unless the ballot was by name (A-12)."""
    return pgtrigger.Trigger(
        name="named_vote_of_open_ballot",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=(
            "IF NOT EXISTS (SELECT FROM motions_ballot b"
            f" WHERE b.id = NEW.ballot_id AND b.mode = '{BallotMode.BY_NAME}')"
            " THEN RAISE EXCEPTION 'only a ballot by name has votes of persons'; END IF; RETURN NEW;"
        ),
    )


def mode_stays_with_votes() -> pgtrigger.Trigger:
    """A ballot by name does not become a secret one as long as it has votes of persons (A-12)."""
    return pgtrigger.Trigger(
        name="ballot_mode_fits_votes",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("OLD.mode <> NEW.mode"),
        func=(
            "IF EXISTS (SELECT FROM motions_namedvote v WHERE v.ballot_id = NEW.id)"
            " THEN RAISE EXCEPTION 'a ballot with votes of persons stays by name'; END IF; RETURN NEW;"
        ),
    )
