"""Sperren in der Datenbank für Sitzungen: what was sent, voted or issued stays (E-12, A-12, SI-04).

The way of a meeting is written down a second time here, on purpose: tests compare it with rules/meeting_workflow.py.
"""

import pgtrigger

from .choices import BallotMode, MeetingStatus
from .triggers import known_steps, never_deleted, only_where

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
_SENT = ("number", "announced_at", "is_public", "public_title", "meeting_id", "parent_id")
# The old consultation and the new one are of the same organ and of texts of one family (V-03).
_KEEPS_MATTER = (
    "IF NOT EXISTS (SELECT FROM motions_consultation c JOIN motions_paper p ON p.id = c.paper_id"
    " JOIN motions_meeting m ON m.id = NEW.meeting_id AND m.organization_id = c.organization_id"
    " WHERE c.id = NEW.consultation_id AND m.status IN ('invited', 'in_session')"
    " AND (OLD.consultation_id IS NULL OR EXISTS (SELECT FROM motions_consultation d"
    " JOIN motions_paper q ON q.id = d.paper_id WHERE d.id = OLD.consultation_id"
    " AND CASE WHEN p.successor_kind IN ('', 'replacement') THEN coalesce(p.original_id, p.id) ELSE p.id END"
    " = CASE WHEN q.successor_kind IN ('', 'replacement') THEN coalesce(q.original_id, q.id) ELSE q.id END)))"
    " THEN RAISE EXCEPTION 'an item that was sent keeps its matter'; END IF; RETURN NEW;"
)


def of_a_meeting() -> list[pgtrigger.Trigger]:
    """A meeting is cancelled, never deleted, and goes the way of its life cycle only."""
    return [
        never_deleted("meeting_never_deleted"),
        known_steps("meeting_known_steps", MEETING_STEPS),
        pgtrigger.Protect(
            name="meeting_keeps_organ",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.organization_id <> NEW.organization_id OR OLD.slug <> NEW.slug"
            ),
        ),
    ]


def of_an_agenda_item() -> list[pgtrigger.Trigger]:
    """What members were sent keeps its number, publicity and matter; only its place in the order moves (E-12).

    Its matter may have another text: the Neufassung of its paper, as long as the meeting is not closed (V-15).
    """
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
        pgtrigger.Trigger(
            name="agenda_item_sent_keeps_matter",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(
                f"{sent} AND OLD.consultation_id IS DISTINCT FROM NEW.consultation_id"
            ),
            func=_KEEPS_MATTER,
        ),
    ]


def only_while_recorded(name: str, meeting: str) -> pgtrigger.Trigger:
    """Comes, changes and goes only while its meeting is in session; ``meeting`` selects it from ``{row}``."""
    status = MeetingStatus.IN_SESSION
    condition = f"EXISTS (SELECT FROM motions_meeting m WHERE m.id = ({meeting}) AND m.status = '{status}')"
    return only_where(name, condition, "the meeting is not in session")


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


def groups_only_in_the_open() -> pgtrigger.Trigger:
    """What a Fraktion has said is known of an open ballot alone (A-12, A-13)."""
    return pgtrigger.Trigger(
        name="group_vote_of_open_ballot",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=(
            "IF NOT EXISTS (SELECT FROM motions_ballot b"
            f" WHERE b.id = NEW.ballot_id AND b.mode = '{BallotMode.OPEN}')"
            " THEN RAISE EXCEPTION 'only an open ballot has votes of groups'; END IF; RETURN NEW;"
        ),
    )


def mode_stays_with_votes() -> pgtrigger.Trigger:
    """A ballot does not become a secret one as long as it has votes of persons or of Fraktionen (A-12)."""
    return pgtrigger.Trigger(
        name="ballot_mode_fits_votes",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("OLD.mode <> NEW.mode"),
        func=(
            "IF EXISTS (SELECT FROM motions_namedvote v WHERE v.ballot_id = NEW.id)"
            " OR EXISTS (SELECT FROM motions_groupvote v WHERE v.ballot_id = NEW.id)"
            " THEN RAISE EXCEPTION 'a ballot with votes of persons or groups keeps its mode'; END IF; RETURN NEW;"
        ),
    )


def debated_within_its_part() -> pgtrigger.Trigger:
    """An item is debated together with another one of the same part of the same meeting (E-10, N-06)."""
    return pgtrigger.Trigger(
        name="treatment_debated_in_its_part",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("NEW.debated_with_id IS NOT NULL"),
        func=(
            "IF NOT EXISTS (SELECT FROM motions_agendaitem mine JOIN motions_agendaitem other"
            " ON other.meeting_id = mine.meeting_id AND other.is_public = mine.is_public AND other.id <> mine.id"
            " WHERE mine.id = NEW.item_id AND other.id = NEW.debated_with_id)"
            " THEN RAISE EXCEPTION 'items of one part are debated together'; END IF; RETURN NEW;"
        ),
    )
