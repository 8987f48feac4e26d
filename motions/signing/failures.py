"""Was einen Schlüssel unerreichbar macht: one exception for file, token and remote service."""


class KeyUnavailable(Exception):
    """Der Schlüssel ist gerade nicht zu öffnen; the message says what to do, and it is tried again."""
