"""Hochladen mit Grenze: a file over the limit is cut off while it arrives, never stored and then measured."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

_REST_OF_FORM = 1_000_000


class BoundedUploadHandler(FileUploadHandler):
    """Nimmt nichts an, was die Grenze überschreitet; the page then answers 413 (is_too_large)."""

    received = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: str, encoding: Any = None
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """Refuse by the announced length: an empty form, and not one byte is read."""
        if content_length <= settings.MAX_UPLOAD_BYTES + _REST_OF_FORM:
            return None
        self._note_excess()
        return QueryDict(encoding=encoding), MultiValueDict()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives; several files together are one amount."""
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            self._note_excess()
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler stores the file."""
        return

    def _note_excess(self) -> None:
        if self.request is not None:
            self.request.upload_too_large = True  # type: ignore[attr-defined]


def is_too_large(request: HttpRequest) -> bool:
    """The body was cut off, so that nothing of it may be used."""
    return getattr(request, "upload_too_large", False)
