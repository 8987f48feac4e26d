"""Die Demo-Stadt: invented people and ten Vorlagen, made by the rules, so that only lawful states exist."""

from .cards import grouped_cast, people
from .town import load, make_documents

__all__ = ["grouped_cast", "load", "make_documents", "people"]
