"""Dateiablage in einem S3-kompatiblen Speicher: a private bucket that nobody reads but through our own pages.

No address of the store is ever handed out (``url`` stays refused): each file goes through the permission check of
the row that owns it. A stored hash is compared before the first byte leaves (I9).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage

from motions.rules.files import FileDamaged, StoreDown, digest_in

log = logging.getLogger(__name__)

_IN_MEMORY = 1 << 20
_CHUNK = 1 << 18
_ATTEMPTS = 3


class ObjectStore(Storage):
    """Ein Behälter (Bucket); its client is made at the first use, for each process its own."""

    def __init__(
        self, *, bucket: str, endpoint: str, key: str, secret: str, region: str, seconds: int
    ) -> None:
        self.bucket, self.endpoint, self.region, self.seconds = bucket, endpoint, region, seconds
        self._key, self._secret = key, secret

    @cached_property
    def client(self) -> Any:
        """Time limits and few attempts: a page waits for the store no longer than for the database."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint or None,
            aws_access_key_id=self._key,
            aws_secret_access_key=self._secret,
            region_name=self.region,
            config=Config(
                connect_timeout=self.seconds,
                read_timeout=self.seconds,
                retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"},
                signature_version="s3v4",
                s3={"addressing_style": "path"},
            ),
        )

    def put(self, name: str, content: File[bytes], *, sha256: str = "", once: bool = False) -> None:
        """Store an object whole; with its hash the store refuses other bytes, ``once`` leaves a known name alone."""
        options: dict[str, Any] = {}
        if sha256:
            options["ChecksumSHA256"] = base64.b64encode(bytes.fromhex(sha256)).decode()
        if once:
            options["IfNoneMatch"] = "*"
        content.seek(0)
        with _in_german():
            try:
                self.client.put_object(Bucket=self.bucket, Key=name, Body=content.file, **options)
            except ClientError as refusal:
                # It is there already, or somebody puts the same bytes there at this moment.
                if not (once and _status(refusal) in (409, 412) and self.exists(name)):
                    raise

    def exists(self, name: str) -> bool:
        """Whether there is an object; a folder is one as long as something lies in it."""
        if not name:
            return True
        try:
            with _in_german():
                self.client.head_object(Bucket=self.bucket, Key=name)
        except FileNotFoundError:
            return self._has_below(name)
        return True

    def delete(self, name: str) -> None:
        """Away with an object, if there is one."""
        with _in_german():
            self.client.delete_object(Bucket=self.bucket, Key=name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and files right below, page by page."""
        start = f"{path}/" if path else ""
        folders: list[str] = []
        names: list[str] = []
        with _in_german():
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=start, Delimiter="/"):
                folders += [row["Prefix"][len(start) : -1] for row in page.get("CommonPrefixes", [])]
                names += [row["Key"][len(start) :] for row in page.get("Contents", [])]
        return folders, [name for name in names if name]

    def size(self, name: str) -> int:
        """Bytes."""
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> dt.datetime:
        """When it was stored."""
        found: dt.datetime = self._head(name)["LastModified"]
        return found

    def _head(self, name: str) -> Any:
        with _in_german():
            return self.client.head_object(Bucket=self.bucket, Key=name)

    def _has_below(self, name: str) -> bool:
        with _in_german():
            found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=f"{name}/", MaxKeys=1)
        return bool(found.get("KeyCount"))

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Fetched whole to a temporary file, in memory only while small, and compared with its hash."""
        kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever reads closes it
        found = hashlib.sha256()
        try:
            with _in_german():
                body = self.client.get_object(Bucket=self.bucket, Key=name)["Body"]
                for chunk in body.iter_chunks(_CHUNK):
                    found.update(chunk)
                    kept.write(chunk)
            expected = digest_in(name)
            if expected and found.hexdigest() != expected:
                raise FileDamaged(expected)
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return File(kept, name=name)

    def _save(self, name: str, content: File[bytes]) -> str:
        self.put(name, content)
        return name


@contextmanager
def _in_german() -> Iterator[None]:
    """What is missing is missing; what does not answer, or not to us, is a store that is down."""
    try:
        yield
    except ClientError as refusal:
        status = _status(refusal)
        if status == 404 and refusal.response.get("Error", {}).get("Code") != "NoSuchBucket":
            raise FileNotFoundError(str(refusal)) from None
        log.error("the store refuses with status %s: %s", status, refusal)
        raise StoreDown from refusal
    except BotoCoreError as failure:
        raise StoreDown from failure


def _status(refusal: ClientError) -> int:
    return int(refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
