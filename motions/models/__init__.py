"""Tables, constraints, sets and facts of one row; what decides stands in motions/rules."""

from .annotation import CalendarToken, LastVisit, Note
from .archive_package import ArchivePackage
from .attendance import AttendanceInterval, Attendee, Recusal, Reply
from .audio import AudioRecording
from .ballot import Ballot, Candidate, GroupVote, NamedVote, Treatment
from .bylaw import Bylaw
from .co_signature import CoSignature, Participation
from .consultation import Consultation
from .demand import MeetingDemand
from .document import Attachment, IssuedDocument, Release
from .event import Event, ReadRecord, Waiver
from .exclusion import ExclusionMotion
from .external import ExternalId
from .fee import FeeMonth, FeeStatement, GroupAttendance, GroupSession, GroupSessionCorrection
from .impact_table import ImpactTable
from .inspection import InspectionRequest
from .interest import Interest
from .invitation import Delivery, Invitation, MeetingDocument, PublicNotice
from .meeting import AgendaItem, Meeting, OnlineAccess
from .minutes import Minutes, MinutesEntry, MinutesObjection, MinutesScan, MinutesSignature
from .notification import Notification, NotificationChoice
from .objection import ResolutionObjection
from .organization import LegislativeTerm, Membership, Organization, Person, Seating, SubstituteMembership
from .paper import FinancialRow, Paper, ReferenceCounter
from .paper_type import PaperTemplate, PaperType, TemplateConsultation
from .public_document import PublicDocument
from .public_summary import PublicSummary
from .signature import Signature, SignedUpload, SigningRequest
from .task import ImplementationTask, TaskReport
from .unit import Unit
from .urgent import UrgentDecision
from .user import Appointment, Substitution, User

__all__ = [
    "AgendaItem",
    "Appointment",
    "ArchivePackage",
    "Attachment",
    "AttendanceInterval",
    "Attendee",
    "AudioRecording",
    "Ballot",
    "Bylaw",
    "CalendarToken",
    "Candidate",
    "CoSignature",
    "Consultation",
    "Delivery",
    "Event",
    "ExclusionMotion",
    "ExternalId",
    "FeeMonth",
    "FeeStatement",
    "FinancialRow",
    "GroupAttendance",
    "GroupSession",
    "GroupSessionCorrection",
    "GroupVote",
    "ImpactTable",
    "ImplementationTask",
    "InspectionRequest",
    "Interest",
    "Invitation",
    "IssuedDocument",
    "LastVisit",
    "LegislativeTerm",
    "Meeting",
    "MeetingDemand",
    "MeetingDocument",
    "Membership",
    "Minutes",
    "MinutesEntry",
    "MinutesObjection",
    "MinutesScan",
    "MinutesSignature",
    "NamedVote",
    "Note",
    "Notification",
    "NotificationChoice",
    "OnlineAccess",
    "Organization",
    "Paper",
    "PaperTemplate",
    "PaperType",
    "Participation",
    "Person",
    "PublicDocument",
    "PublicNotice",
    "PublicSummary",
    "ReadRecord",
    "Recusal",
    "ReferenceCounter",
    "Release",
    "Reply",
    "ResolutionObjection",
    "Seating",
    "Signature",
    "SignedUpload",
    "SigningRequest",
    "SubstituteMembership",
    "Substitution",
    "TaskReport",
    "TemplateConsultation",
    "Treatment",
    "Unit",
    "UrgentDecision",
    "User",
    "Waiver",
]
