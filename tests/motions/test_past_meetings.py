"""Vergangene Sitzungen am Platz: each item with its result, as it was held, and everything in one file (D-07)."""

from django.urls import reverse
from django.utils import timezone

from motions.rules import meeting_documents
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.meetings import close_now
from tests.people import Town
from tests.sittings import in_session, meeting_of, settle


def test_a_past_item_tells_its_result_instead_of_no_paper(town: Town, login: Login) -> None:
    with clearance("system"):
        item = in_session(town, "HFA", title="Berichte")
        settle(town, item, "noted")
        meeting = close_now(meeting_of(item), by=town.office)
        document = meeting.documents.get(kind="agenda", edition="public")
        meeting_documents.make(document.pk, now=timezone.now())
    client = login(town.council_member)
    page = client.get(reverse("member-meeting", args=[meeting.slug])).content.decode()
    assert "<strong>zur Kenntnis genommen</strong>" in page
    files = [reverse(name, args=[meeting.slug]) for name in ("meeting-package", "meeting-archive")]
    assert [f'href="{file}"' in page for file in files] == [True, True]
    assert [client.get(file).status_code for file in files] == [200, 200]
    text = client.get(reverse("member-item", args=[meeting.slug, item.address])).content.decode()
    assert ("zur Kenntnis genommen" in text, "keine Vorlage zu lesen" in text) == (True, False)
