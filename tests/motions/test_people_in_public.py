"""Was die Öffentlichkeit von Mandatsträgern erfährt, und was bleibt, wenn sie gehen (DS-04, DS-05)."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Membership, Person
from tests.people import Town, person_of
from tests.sittings import in_session, meeting_of


def test_ds04_a_person_is_a_name_and_nothing_private() -> None:
    """No address, telephone or birthday is kept, so that none can be shown."""
    own = {field.name for field in Person._meta.get_fields() if not field.is_relation}
    assert own == {"id", "title", "first_name", "last_name", "wants_post"}


def test_ds04_citizens_read_name_function_and_group_of_a_member(town: Town, client: Client) -> None:
    person = person_of(town.council_member)
    page = client.get(reverse("organization", args=[town.organs["Rat"].slug])).content.decode()
    assert (str(person) in page, town.council_member.email in page) == (True, False)


def test_ds05_the_name_stays_in_the_attendance_of_who_has_left(town: Town, system: None) -> None:
    item = in_session(town, "Rat")
    person = person_of(town.council_member)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(person=person).update(ends_on=yesterday)
    assert meeting_of(item).attendees.get(person=person).name == str(person)
