"""Was einen Schlüssel unerreichbar macht: one exception for file, token and remote service."""


class KeyUnavailable(Exception):
    """Der Schlüssel ist gerade nicht zu öffnen; the message says what to do, and it is tried again."""


class KeyRefused(KeyUnavailable):
    """PIN oder Zugang wurden abgewiesen; a card locks after a few tries, so nobody but a person tries again."""
