"""Tables, constraints, sets and facts of one row; what decides stands in motions/rules."""

from .bylaw import Bylaw
from .co_signature import CoSignature, Participation
from .consultation import Consultation
from .document import Attachment, IssuedDocument, Release
from .event import Event, ReadRecord, Waiver
from .organization import LegislativeTerm, Membership, Organization, Person, Seating, SubstituteMembership
from .paper import FinancialRow, Paper, ReferenceCounter
from .paper_type import PaperTemplate, PaperType, TemplateConsultation
from .unit import Unit
from .user import Appointment, Substitution, User

__all__ = [
    "Appointment",
    "Attachment",
    "Bylaw",
    "CoSignature",
    "Consultation",
    "Event",
    "FinancialRow",
    "IssuedDocument",
    "LegislativeTerm",
    "Membership",
    "Organization",
    "Paper",
    "PaperTemplate",
    "PaperType",
    "Participation",
    "Person",
    "ReadRecord",
    "ReferenceCounter",
    "Release",
    "Seating",
    "SubstituteMembership",
    "Substitution",
    "TemplateConsultation",
    "Unit",
    "User",
    "Waiver",
]
