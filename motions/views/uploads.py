"""Hochladen mit Grenze: a file over the limit is cut off while it arrives, never stored and then measured."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload




class BoundedUploadHandler(FileUploadHandler):
    """Bricht ab, sobald die Anfrage oder eine Datei die Grenze überschreitet (413)."""

    received = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: bytes, encoding: Any = None) -> None:
        """Refuse by the announced length before reading a byte."""
        if self.request is not None and content_length > settings.MAX_UPLOAD_BYTES + 1_000_000:
            self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives; lengths that lie are stopped here."""
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler stores the file."""
        return None
