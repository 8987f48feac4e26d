"""German paths, English names, grouped by who comes here."""

from django.urls import path

from .views import (
    agenda,
    approval,
    attachment,
    calendar,
    check,
    co_signature,
    components,
    consultation,
    desk,
    document,
    fee,
    home,
    intake,
    interest,
    meeting,
    meeting_package,
    meeting_plan,
    meeting_planning,
    member_item,
    member_meeting,
    minutes,
    minutes_signing,
    new_paper,
    note,
    notification,
    objection,
    organization,
    pages,
    paper,
    paper_editor,
    petition,
    public,
    reading_log,
    recording,
    recording_ballots,
    recording_order,
    recording_parts,
    register,
    resolution,
    signing,
    task,
    urgent,
    verification,
)

citizens = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("vorlagen/", public.public_papers, name="public-papers"),
    path("vorlagen/<slug:slug>/", public.public_paper, name="public-paper"),
    path("dokumente/<uuid:public_id>.pdf", document.document_file, name="document-file"),
    path(
        "dokumente/sitzungen/<uuid:public_id>.pdf",
        document.meeting_document_file,
        name="meeting-document-file",
    ),
    path(
        "dokumente/weitere/<uuid:public_id>.pdf", document.public_document_file, name="public-document-file"
    ),
    path("anlagen/<uuid:public_id>/", document.attachment_file, name="attachment-file"),
    path("sitzungen/", meeting.meetings, name="meetings"),
    path("sitzungen/kalender.ics", meeting.meetings_calendar, name="meetings-calendar"),
    path("sitzungen/<slug:slug>/", meeting.meeting, name="meeting"),
    path("sitzungen/<slug:slug>/mappe/", meeting_package.meeting_package, name="meeting-package"),
    path(
        "sitzungen/<slug:slug>/mappe/<slug:edition>/erstellen/",
        meeting_package.meeting_package_ask,
        name="meeting-package-ask",
    ),
    path("sitzungen/<slug:slug>/dokumente.zip", meeting_package.meeting_archive, name="meeting-archive"),
    path("sitzungen/<slug:slug>/top/<str:label>/", meeting.agenda_item, name="agenda-item"),
    path("gremien/", organization.organizations, name="organizations"),
    path("gremien/<slug:slug>/", organization.organization, name="organization"),
    path("beschluesse/", resolution.public_resolutions, name="public-resolutions"),
    path("pruefen/", verification.document_check, name="document-check"),
    path("d/<str:code>/", verification.document_state, name="document-state"),
    path("hilfe/", pages.help_page, name="help"),
    path("barrierefreiheit/", pages.accessibility_statement, name="accessibility-statement"),
    path("barrierefreiheit/melden/", pages.accessibility_feedback, name="accessibility-feedback"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
]

members = [
    path("mein/", home.member_home, name="member-home"),
    path("mein/vorlagen/", home.member_papers, name="member-papers"),
    path("mein/sitzungen/<slug:slug>/", member_meeting.member_meeting, name="member-meeting"),
    path("mein/sitzungen/<slug:slug>/antwort/", member_meeting.member_reply, name="member-reply"),
    path("mein/sitzungen/<slug:slug>/top/<str:label>/", member_item.member_item, name="member-item"),
    path("mein/sitzungen/<slug:slug>/top/<str:label>/notiz/", member_item.note_add, name="note-add"),
    path(
        "mein/sitzungen/<slug:slug>/top/<str:label>/befangenheit/",
        member_item.recusal_declare,
        name="recusal-declare",
    ),
    path("mein/unterschriften/", minutes_signing.signatures_due, name="signatures-due"),
    path("mein/unterschriften/<int:pk>/", minutes_signing.minutes_to_sign, name="minutes-to-sign"),
    path(
        "mein/unterschriften/<uuid:public_id>.pdf",
        minutes_signing.minutes_to_sign_file,
        name="minutes-to-sign-file",
    ),
    path("mein/notizen/", note.note_index, name="notes"),
    path("mein/notizen/export.txt", note.note_export, name="note-export"),
    path("mein/notizen/<uuid:public_id>/", note.note_edit, name="note-edit"),
    path("mein/notizen/<uuid:public_id>/loeschen/", note.note_delete, name="note-delete"),
    path("mein/einstellungen/kalender/", calendar.calendar_settings, name="calendar-settings"),
    path("mein/einstellungen/kalender/beenden/", calendar.calendar_revoke, name="calendar-revoke"),
    path("kalender/<str:secret>.ics", calendar.calendar_file, name="calendar-feed"),
    # Not below /konto/: those pages open with a password alone, and what is chosen here needs the second factor.
    path("mein/benachrichtigungen/", notification.notification_choice, name="notification-choice"),
    path("mein/sitzungsgeld/", fee.own_fees, name="own-fees"),
    path("mein/angaben/", interest.own_interests, name="own-interests"),
    path("mein/angaben/<int:pk>/beenden/", interest.interest_end, name="interest-end"),
    path("mein/beschlusskontrolle/", resolution.resolution_control, name="resolution-control"),
    path("mein/beschlusskontrolle.csv", resolution.resolution_control_file, name="resolution-control-file"),
    path("mein/antraege/<int:pk>/", petition.petition_detail, name="petition-detail"),
]

administration = [
    path("arbeit/", desk.desk, name="desk"),
    path("arbeit/vorlagen/", desk.paper_list, name="paper-list"),
    path("arbeit/vorlagen/neu/", new_paper.paper_new, name="paper-new"),
    path("arbeit/vorlagen/neu/fraktion/<int:template_pk>/", new_paper.petition_new, name="petition-new"),
    path("arbeit/importieren/", intake.paper_import, name="paper-import"),
    path("arbeit/vorlagen/<int:pk>/", paper.paper_detail, name="paper-detail"),
    path("arbeit/vorlagen/<int:pk>/vorschau.pdf", document.paper_preview, name="paper-preview"),
    path("arbeit/vorlagen/<int:pk>/aenderungsantrag/", new_paper.amendment_new, name="amendment-new"),
    path("arbeit/vorlagen/<int:pk>/leseprotokoll/", reading_log.paper_reading_log, name="paper-reading-log"),
    path("arbeit/vorlagen/<int:pk>/folge/<slug:kind>/", paper.paper_follow_up, name="paper-follow-up"),
    path("arbeit/vorlagen/<int:pk>/kopieren/", paper.paper_copy, name="paper-copy"),
    path("arbeit/vorlagen/<int:pk>/bearbeiten/", paper_editor.paper_edit, name="paper-edit"),
    path("arbeit/vorlagen/<int:pk>/zwischenspeichern/", paper_editor.paper_autosave, name="paper-autosave"),
    path("arbeit/vorlagen/<int:pk>/pruefen/", check.paper_check, name="paper-check"),
    path("arbeit/vorlagen/<int:pk>/schritt/<slug:step>/", check.paper_act, name="paper-act"),
    path("arbeit/vorlagen/<int:pk>/ausnahme/", check.paper_waive, name="paper-waive"),
    path(
        "arbeit/vorlagen/<int:pk>/mitzeichnung/<int:participation_pk>/", co_signature.co_sign, name="co-sign"
    ),
    path(
        "arbeit/vorlagen/<int:pk>/beratungsfolge/ergaenzen/",
        consultation.consultation_add,
        name="consultation-add",
    ),
    path("arbeit/vorlagen/<int:pk>/anlagen/neu/", attachment.attachment_add, name="attachment-add"),
    path(
        "arbeit/vorlagen/<int:pk>/anlagen/<int:removed>/zurueckholen/",
        attachment.attachment_restore,
        name="attachment-restore",
    ),
    path("arbeit/anlagen/<uuid:public_id>/", attachment.attachment_edit, name="attachment-edit"),
    path(
        "arbeit/anlagen/<uuid:public_id>/entfernen/", attachment.attachment_remove, name="attachment-remove"
    ),
    path("arbeit/anlagen/<uuid:public_id>/verschieben/", attachment.attachment_move, name="attachment-move"),
    path("sitzungsdienst/<slug:slug>/zusagen/", member_meeting.meeting_replies, name="meeting-replies"),
    path("arbeit/umsetzung/", task.task_list, name="task-list"),
    path("arbeit/umsetzung/<int:pk>/", task.task_detail, name="task-detail"),
    path("arbeit/siegel/<uuid:public_id>/", signing.document_seal, name="document-seal"),
    path("arbeit/signaturauftrag/<uuid:public_id>/erneut/", signing.signing_retry, name="signing-retry"),
    path("arbeit/signaturauftrag/<uuid:public_id>/zurueck/", signing.signing_cancel, name="signing-cancel"),
    path("freigaben/", approval.approvals, name="approvals"),
    path("intern/komponenten/", components.component_page, name="components"),
]

meeting_office = [
    path("sitzungsdienst/<int:pk>/niederschrift/", minutes.meeting_minutes, name="meeting-minutes"),
    path(
        "sitzungsdienst/<int:pk>/niederschrift/punkt/<int:item_pk>/",
        minutes.minutes_entry,
        name="minutes-entry",
    ),
    path(
        "sitzungsdienst/<int:pk>/niederschrift/schritt/<slug:step>/", minutes.minutes_act, name="minutes-act"
    ),
    path(
        "sitzungsdienst/<int:pk>/niederschrift/schriftfuehrung/", minutes.minutes_taker, name="minutes-taker"
    ),
    path("sitzungsdienst/<int:pk>/niederschrift/unterschrift/", minutes.minutes_sign, name="minutes-sign"),
    path(
        "sitzungsdienst/<int:pk>/niederschrift/unterschriebene-datei/",
        minutes.minutes_upload,
        name="minutes-upload",
    ),
    path("sitzungsdienst/<int:pk>/niederschrift/scan/", minutes.minutes_scan, name="minutes-scan"),
    path(
        "sitzungsdienst/<int:pk>/niederschrift/scan/<slug:edition>/",
        minutes.minutes_scan_file,
        name="minutes-scan-file",
    ),
    path("sitzungsdienst/<int:pk>/niederschrift/einwendung/", minutes.minutes_object, name="minutes-object"),
    path("sitzungsdienst/auftraege/", signing.background_work, name="background-work"),
    path("sitzungsdienst/auftraege/pdf/", signing.documents_again, name="documents-again"),
    path("sitzungsdienst/<int:pk>/beschlussauszuege/siegel/", signing.extracts_seal, name="extracts-seal"),
    path("sitzungsdienst/<int:pk>/beschlussauszuege/", minutes.extracts_issue, name="extracts-issue"),
    path("sitzungsdienst/", meeting_planning.meeting_board, name="meeting-board"),
    path("sitzungsdienst/neu/", meeting_planning.meeting_new, name="meeting-new"),
    path("sitzungsdienst/serie/", meeting_planning.meeting_series, name="meeting-series"),
    path("sitzungsdienst/<int:pk>/", meeting_plan.meeting_plan, name="meeting-plan"),
    path("sitzungsdienst/<int:pk>/aendern/", meeting_planning.meeting_change, name="meeting-change"),
    path("sitzungsdienst/<int:pk>/absagen/", meeting_plan.meeting_cancel, name="meeting-cancel"),
    path("sitzungsdienst/<int:pk>/einladung/", meeting_plan.meeting_invite, name="meeting-invite"),
    path("sitzungsdienst/<int:pk>/nachtrag/", meeting_plan.meeting_supplement, name="meeting-supplement"),
    path("sitzungsdienst/<int:pk>/bekanntmachung/", meeting_plan.meeting_notice, name="meeting-notice"),
    path("sitzungsdienst/<int:pk>/tagesordnung/", agenda.agenda_edit, name="agenda-edit"),
    path("sitzungsdienst/<int:pk>/tagesordnung/punkt/", agenda.agenda_add, name="agenda-add"),
    path("sitzungsdienst/<int:pk>/tagesordnung/vorlagen/", agenda.agenda_papers, name="agenda-papers"),
    path("sitzungsdienst/<int:pk>/tagesordnung/verlangt/", agenda.agenda_subjects, name="agenda-subjects"),
    path("sitzungsdienst/<int:pk>/tagesordnung/standard/", agenda.agenda_standard, name="agenda-standard"),
    path(
        "sitzungsdienst/<int:pk>/tagesordnung/<int:item_pk>/",
        agenda.agenda_item_edit,
        name="agenda-item-edit",
    ),
    path(
        "sitzungsdienst/<int:pk>/tagesordnung/<int:item_pk>/verschieben/",
        agenda.agenda_move,
        name="agenda-move",
    ),
    path(
        "sitzungsdienst/<int:pk>/tagesordnung/<int:item_pk>/entfernen/",
        agenda.agenda_remove,
        name="agenda-remove",
    ),
    path(
        "sitzungsdienst/<int:pk>/tagesordnung/<int:item_pk>/tischvorlage/",
        agenda.agenda_tabled,
        name="agenda-tabled",
    ),
]

after_the_meeting = [
    path("sitzungsdienst/umsetzung/", task.resolutions_without_task, name="resolutions-without-task"),
    path("sitzungsdienst/umsetzung/neu/<int:treatment_pk>/", task.task_new, name="task-new"),
    path("sitzungsdienst/widersprueche/", objection.objection_list, name="objection-list"),
    path("sitzungsdienst/widersprueche/<int:pk>/", objection.objection_detail, name="objection-detail"),
    path(
        "sitzungsdienst/widersprueche/neu/<int:treatment_pk>/", objection.objection_new, name="objection-new"
    ),
    path("sitzungsdienst/dringlichkeit/", urgent.urgent_decision_list, name="urgent-decision-list"),
    path("sitzungsdienst/dringlichkeit/neu/", urgent.urgent_decision_new, name="urgent-decision-new"),
    path("sitzungsdienst/sitzungsgeld/", fee.fee_months, name="fee-months"),
    path("sitzungsdienst/sitzungsgeld/<int:year>/<int:month>/", fee.fee_month, name="fee-month"),
    path(
        "sitzungsdienst/sitzungsgeld/<int:year>/<int:month>/abschliessen/",
        fee.fee_month_close,
        name="fee-month-close",
    ),
    path(
        "sitzungsdienst/sitzungsgeld/<int:year>/<int:month>/zahlstelle.csv",
        fee.fee_payroll,
        name="fee-payroll",
    ),
    path(
        "sitzungsdienst/sitzungsgeld/<int:year>/<int:month>/<int:person_pk>/",
        fee.fee_statement,
        name="fee-statement",
    ),
    path("sitzungsdienst/fraktionssitzungen/<slug:slug>/", fee.group_sessions, name="group-sessions"),
]

registers = [
    path("sitzungsdienst/verlangen/", register.demand_list, name="demand-list"),
    path("sitzungsdienst/verlangen/neu/", register.demand_new, name="demand-new"),
    path("sitzungsdienst/verlangen/<int:pk>/sitzung/", register.demand_convene, name="demand-convene"),
    path("sitzungsdienst/tonaufzeichnungen/", register.audio_list, name="audio-list"),
    path("sitzungsdienst/<int:pk>/tonaufzeichnung/", register.meeting_audio, name="meeting-audio"),
    path("sitzungsdienst/bekanntgaben/", register.summary_list, name="summary-list"),
    path("sitzungsdienst/bekanntgaben/<int:treatment_pk>/", register.summary_decide, name="summary-decide"),
    path("sitzungsdienst/akteneinsicht/", register.inspection_list, name="inspection-list"),
    path("sitzungsdienst/akteneinsicht/neu/", register.inspection_new, name="inspection-new"),
    path("sitzungsdienst/akteneinsicht/<int:pk>/", register.inspection_detail, name="inspection-detail"),
    path("sitzungsdienst/angaben/", interest.members_with_interests, name="interest-members"),
    path("sitzungsdienst/angaben/<int:person_pk>/auskunft/", interest.member_data, name="member-data"),
    path("sitzungsdienst/angaben/<int:person_pk>/", interest.member_interests, name="member-interests"),
]

_RECORD = "sitzungsdienst/<int:pk>/protokoll/"
_OF_ITEM = f"{_RECORD}punkt/<int:item_pk>/"
records = [
    path(_RECORD, recording.meeting_record, name="meeting-record"),
    path(f"{_RECORD}schritt/<slug:step>/", recording_parts.record_step, name="record-step"),
    path(f"{_RECORD}anwesenheit/", recording_parts.record_attendance, name="record-attendance"),
    path(f"{_RECORD}erweiterung/", recording_parts.record_extension, name="record-extension"),
    path(f"{_RECORD}unterbrechung/", recording.meeting_interrupt, name="meeting-interrupt"),
    path(_OF_ITEM, recording.item_record, name="item-record"),
    path(f"{_OF_ITEM}zwischenspeichern/", recording.item_autosave, name="item-autosave"),
    path(f"{_OF_ITEM}befangenheit/", recording.item_recuse, name="item-recuse"),
    path(f"{_OF_ITEM}gemeinsam/", recording_order.item_combine, name="item-combine"),
    path(f"{_OF_ITEM}oeffentlichkeit/", recording_order.item_exclude, name="item-exclude"),
    path(f"{_OF_ITEM}nach-fraktionen/", recording_ballots.ballot_by_group, name="ballot-by-group"),
    path(f"{_OF_ITEM}namentlich/", recording_ballots.ballot_by_name, name="ballot-by-name"),
    path(f"{_OF_ITEM}wahl/", recording_ballots.ballot_election, name="ballot-election"),
]

urlpatterns = [
    *citizens,
    *members,
    *administration,
    *after_the_meeting,
    *meeting_office,
    *registers,
    *records,
]
