"""Benachrichtigungen: written with the act, sent once, and never a word of what is not public."""

import datetime as dt
import uuid
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import Delivery, Invitation, Notification, NotificationChoice, Paper, User
from motions.rules import invariants, notices, outbox
from motions.rules.clearance import clearance
from motions.rules.workflow import RETURN
from tests.conftest import Login
from tests.factories import (
    invite,
    make_co_signing,
    make_paper,
    make_released,
    make_submitted,
    past_the_guards,
    step,
)
from tests.meetings import make_meeting
from tests.people import Town, person_of

NOW = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)
SECRET: dict[str, Any] = {
    "is_public": False,
    "secrecy_ground": "property",
    "subject": "Verkauf an die Muster GmbH",
}


class Down(EmailBackend):
    """A mail service that cannot be reached."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


DOWN = f"{__name__}.Down"


def told() -> list[tuple[str, str]]:
    """Kind and first name of the recipient of everything in the outbox, oldest first."""
    with clearance("system"):
        rows = Notification.objects.order_by("pk").select_related("recipient")
        return [(row.kind, row.recipient.first_name) for row in rows]


def forget() -> None:
    with clearance("system"):
        Notification.objects.all().delete()
    ProcrastinateJob.objects.all().delete()


def choose(user: User, rhythm: str) -> None:
    with clearance("user", user.pk):
        notices.choose_rhythm(by=user, rhythm=rhythm)


def release_notice(paper: Paper, by: User, now: dt.datetime = NOW) -> None:
    notices.paper_released(paper, by=by, now=now)


# --- who is told --------------------------------------------------------------------------------------------


def test_each_step_of_a_paper_tells_those_it_concerns(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    assert told() == [("co_signature_asked", "Marta")]
    forget()
    step(paper, RETURN, by=town.office, note="Bitte ergänzen.")
    assert told() == [("paper_returned", "Selma")]
    forget()
    make_released(by=town.clerk)
    assert told() == [("paper_submitted", "Clara"), ("paper_released", "Selma")]


def test_m02_an_office_that_must_sign_is_told(town: Town) -> None:
    make_co_signing(by=town.clerk, affects_positions=True)
    assert sorted(name for _, name in told()) == ["Gesine", "Marta", "Paula"]


def test_nobody_is_told_of_an_own_act(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    release_notice(paper, by=town.clerk)
    assert told() == []


def test_o03_the_fraktion_is_told_what_became_of_its_motion(town: Town) -> None:
    paper = make_paper(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    notices.paper_decided(paper, by=town.mayor, now=NOW)
    assert told() == [("paper_decided", "Silas"), ("paper_decided", "Quentin")]


def test_e03_members_are_told_of_each_change_of_a_meeting(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    people = [person_of(town.council_member), person_of(town.group_member)]
    for tell in (
        notices.meeting_invited,
        notices.meeting_moved,
        notices.meeting_cancelled,
        notices.agenda_supplemented,
    ):
        tell(meeting, people, by=town.office, now=NOW)
    kinds = ("meeting_invited", "meeting_moved", "meeting_cancelled", "agenda_supplemented")
    assert sorted(told()) == sorted((kind, name) for kind in kinds for name in ("Ada", "Quentin"))


def test_a_refused_act_tells_nobody(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    with transaction.atomic():
        notices.paper_returned(paper, by=town.office, now=NOW)
        transaction.set_rollback(True)
    assert told() == []
    assert ProcrastinateJob.objects.count() == 0


# --- when ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "due"),
    [(3, dt.datetime(2026, 3, 10, 5, tzinfo=dt.UTC)), (9, dt.datetime(2026, 3, 11, 5, tzinfo=dt.UTC))],
)
def test_who_wants_one_mail_a_day_gets_it_at_six_in_the_morning(
    town: Town, hour: int, due: dt.datetime
) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    choose(town.clerk, "daily")
    release_notice(paper, by=town.mayor, now=NOW.replace(hour=hour))
    with clearance("system"):
        assert Notification.objects.get().due_at == due
    assert ProcrastinateJob.objects.count() == 0
    assert outbox.send_due(now=due - dt.timedelta(seconds=1)) == 0
    assert outbox.send_due(now=due) == 1


def test_the_mails_of_a_day_are_one(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    choose(town.clerk, "daily")
    release_notice(paper, by=town.mayor)
    notices.paper_decided(paper, by=town.mayor, now=NOW)
    assert outbox.send_due(now=NOW + dt.timedelta(days=1)) == 1
    assert mail.outbox[0].subject == "Ratsinformation: 2 Nachrichten"
    assert mail.outbox[0].body.count("noch nicht veröffentlicht") == 2


def test_who_wants_no_mails_gets_none(town: Town) -> None:
    choose(town.clerk, "none")
    paper = make_submitted(by=town.clerk)
    forget()
    release_notice(paper, by=town.mayor)
    assert told() == []


def test_a_mail_at_once_is_a_job_of_the_same_act(town: Town) -> None:
    make_submitted(by=town.clerk)
    names = ProcrastinateJob.objects.values_list("task_name", flat=True)
    assert list(names) == ["motions.jobs.send_notifications"]
    jobs.send_notifications()
    assert [message.to for message in mail.outbox] == [[town.mayor.email]]


# --- once, and not lost -------------------------------------------------------------------------------------


def test_i13_a_mail_is_sent_once(town: Town) -> None:
    make_submitted(by=town.clerk)
    jobs.send_notifications()
    jobs.send_notifications()
    assert len(mail.outbox) == 1


def test_i13_what_another_worker_has_claimed_is_left_to_it_for_a_quarter_of_an_hour(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    release_notice(paper, by=town.mayor)
    name = uuid.uuid4()
    with clearance("system"):
        Notification.objects.update(mail=name, claimed_at=NOW)
    assert outbox.send_due(now=NOW + dt.timedelta(minutes=14)) == 0
    assert outbox.send_due(now=NOW + dt.timedelta(minutes=16)) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{name}@localhost>"


def test_i13_a_mail_service_that_is_down_loses_nothing(town: Town, settings: Any) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    release_notice(paper, by=town.mayor)
    settings.EMAIL_BACKEND = DOWN
    assert outbox.send_due(now=NOW) == 0
    with clearance("system"):
        row = Notification.objects.get()
    assert (row.attempts, row.due_at, row.sent_at) == (1, NOW + dt.timedelta(minutes=5), None)
    assert "SMTPServerDisconnected" in row.failure
    assert outbox.send_due(now=NOW + dt.timedelta(minutes=5)) == 0
    with clearance("system"):
        again = Notification.objects.get()
        assert (again.attempts, again.due_at) == (2, NOW + dt.timedelta(minutes=15))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due(now=NOW + dt.timedelta(minutes=15)) == 1
    with clearance("system"):
        assert Notification.objects.get().failure == ""


def test_i13_a_mail_two_days_late_is_named(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    forget()
    release_notice(paper, by=town.mayor, now=timezone.now() - dt.timedelta(days=3))
    with clearance("system"):
        assert list(invariants.mails_sent()) == [
            "I13: „Vorlage freigegeben“ an Selma Schiefer ist nicht versandt. "
            "Läuft der Dienst für die Aufgaben im Hintergrund?"
        ]
    User.objects.filter(pk=town.clerk.pk).update(is_active=False)
    assert outbox.send_due(now=timezone.now()) == 0
    with clearance("system"):
        assert list(invariants.mails_sent()) == []


def test_e03_the_moment_of_the_mail_is_part_of_the_delivery(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    person = person_of(town.council_member)
    with clearance("system"):
        invitation = Invitation.objects.create(meeting=meeting, revision=1, sent_by=town.office, sent_at=NOW)
        Delivery.objects.create(invitation=invitation, person=person, channel="portal", provided_at=NOW)
    notices.meeting_invited(meeting, [person], by=town.office, now=NOW)
    assert outbox.send_due(now=NOW) == 1
    with clearance("system"):
        assert Delivery.objects.get().notified_at == NOW


# --- what it says -------------------------------------------------------------------------------------------


def sent(now: dt.datetime = NOW) -> mail.EmailMessage:
    assert outbox.send_due(now=now) == 1
    return mail.outbox[-1]


def test_p06_a_mail_names_neither_title_nor_number_of_a_nonpublic_paper(town: Town) -> None:
    paper = make_released(by=town.clerk, **SECRET)
    forget()
    release_notice(paper, by=town.mayor)
    message = sent()
    assert message.subject == "Vorlage freigegeben: eine nichtöffentliche Angelegenheit"
    whole = str(message.message())
    assert [word in whole for word in ("Muster", paper.reference, str(paper.slug))] == [False] * 3


def test_p06_a_paper_that_is_not_yet_published_is_not_named(town: Town) -> None:
    make_submitted(by=town.clerk, subject="Neue Bänke")
    message = sent(timezone.now())
    assert message.subject == "Vorlage zur Freigabe: eine Vorlage, die noch nicht veröffentlicht ist"
    assert "Bänke" not in str(message.body)


def test_p06_what_became_nonpublic_before_the_mail_left_is_not_named(town: Town) -> None:
    paper = make_released(by=town.clerk, subject="Neue Bänke")
    forget()
    release_notice(paper, by=town.mayor)
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(is_public=False, secrecy_ground="property")
    assert "Bänke" not in str(sent().message())


def test_a_public_paper_is_named_in_one_line_whatever_its_title(town: Town) -> None:
    paper = make_released(by=town.clerk, subject="Neue Bänke <b>am</b> & im Schloss")
    forget()
    release_notice(paper, by=town.mayor)
    with past_the_guards():
        title = "Neue Bänke\r\nBcc: spion@example.org\n<b>&"
        Paper.objects.filter(pk=paper.pk).update(subject=title)
    message = sent()
    assert (
        message.subject == f"Vorlage freigegeben: {paper.reference}: Neue Bänke Bcc: spion@example.org <b>&"
    )
    assert message.message()["Bcc"] is None
    assert f"{paper.reference}: Neue Bänke Bcc: spion@example.org <b>&\n" in str(message.body)


def test_a_meeting_is_named_by_organ_day_hour_and_place(town: Town) -> None:
    start = dt.datetime(2026, 3, 26, 17, 0, tzinfo=dt.UTC)
    meeting = make_meeting(town.organs["HFA"], starts_at=start, room="Saal")
    notices.meeting_invited(meeting, [person_of(town.council_member)], by=town.office, now=NOW)
    message = sent()
    assert message.subject == (
        "Einladung zur Sitzung: Haupt- und Finanzausschuss, 26. März 2026, 18 Uhr, Heimatmuseum, Saal"
    )
    assert "\nhttp://localhost:8000/mein/\n" in str(message.body)


# --- the page and the two nets ------------------------------------------------------------------------------


def test_everybody_chooses_for_the_own_account(town: Town, login: Login) -> None:
    client = login(town.council_member)
    form = client.get("/mein/benachrichtigungen/").context["form"]
    assert form["rhythm"].value() == "at_once"
    assert client.post("/mein/benachrichtigungen/", {"rhythm": "daily"}).status_code == 302
    assert client.post("/mein/benachrichtigungen/", {"rhythm": "hourly"}).status_code == 422
    with clearance("system"):
        rows = NotificationChoice.objects.values_list("user", "rhythm")
        assert list(rows) == [(town.council_member.pk, "daily")]


def test_the_database_shows_everybody_their_own_notices(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    release_notice(paper, by=town.mayor)
    choose(town.clerk, "daily")
    seen = {}
    for user in (town.clerk, town.mayor, town.office, town.council_member):
        with clearance("user", user.pk):
            seen[user.first_name] = (Notification.objects.count(), NotificationChoice.objects.count())
    assert seen == {"Selma": (1, 1), "Clara": (1, 0), "Silas": (0, 0), "Ada": (0, 0)}
    assert (Notification.objects.count(), NotificationChoice.objects.count()) == (0, 0)


def test_the_database_takes_a_notice_from_the_system_and_a_choice_from_its_owner_only(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    with clearance("user", town.office.pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Notification.objects.create(
                recipient=town.clerk, kind="paper_released", paper=paper, created_at=NOW, due_at=NOW
            )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            NotificationChoice.objects.create(user=town.clerk, rhythm="none")


def test_a_notice_is_about_one_matter(town: Town) -> None:
    meeting, paper = make_meeting(town.organs["HFA"]), make_paper(by=town.clerk)
    for matter in ({}, {"meeting": meeting, "paper": paper}):
        with clearance("system"), pytest.raises(IntegrityError, match="one_matter"), transaction.atomic():
            Notification.objects.create(
                recipient=town.clerk, kind="paper_released", created_at=NOW, due_at=NOW, **matter
            )


def test_telling_many_asks_as_often_as_telling_one(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    people = [person_of(town.council_member)]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            notices.meeting_invited(meeting, people, by=town.office, now=NOW)
        return len(queries)

    few = asked()
    people += [person_of(town.group_member), person_of(town.expert_citizen)]
    assert asked() == few
