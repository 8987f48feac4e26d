"""Ein echter S3-Speicher für die Tests: SeaweedFS on this computer, gone when the tests are."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

KEY, SECRET, BUCKET = "ratsinfo", "nur-fuer-tests", "ratsinfo"
_SECONDS = 60


def options(port: int) -> dict[str, Any]:
    """What the settings would hand to the store."""
    endpoint = f"http://127.0.0.1:{port}"
    return {
        "bucket": BUCKET,
        "endpoint": endpoint,
        "key": KEY,
        "secret": SECRET,
        "region": "eu",
        "seconds": 2,
    }


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """The port of a store with an empty private bucket."""
    ports = _free_ports(8)
    config = folder / "s3.json"
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    identity = {"name": "ratsinfo", "credentials": credentials, "actions": ["Admin", "Read", "Write", "List"]}
    config.write_text(json.dumps({"identities": [identity]}))
    names = ("master", "volume", "filer", "s3")
    chosen = [f"-{name}.port={port}" for name, port in zip(names, ports, strict=False)]
    chosen += [f"-{name}.port.grpc={port}" for name, port in zip(names, ports[4:], strict=True)]
    weed = Path(sys.executable).parent / "weed"
    fixed = [
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-filer",
        "-s3",
        "-s3.iam=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    small = ["-volume.max=4", "-master.volumeSizeLimitMB=64", "-master.telemetry=false"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [weed, "server", f"-dir={folder}", f"-s3.config={config}", *fixed, *small, *chosen],
            stdout=log,
            stderr=log,
        )
    try:
        _make_bucket(ports[3])
        yield ports[3]
    finally:
        running.kill()
        running.wait()


def client(port: int) -> Any:
    """Past our own code: to look at what really lies there, and to damage it."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="eu",
        config=Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 1}),
    )


def _make_bucket(port: int) -> None:
    """Up means that it takes a file, not that it answers."""
    until = time.monotonic() + _SECONDS
    found = client(port)
    while True:
        try:
            if not found.list_buckets()["Buckets"]:
                found.create_bucket(Bucket=BUCKET)
            found.put_object(Bucket=BUCKET, Key="ready", Body=b"")
            found.delete_object(Bucket=BUCKET, Key="ready")
            return
        except (BotoCoreError, ClientError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [place.getsockname()[1] for place in taken]
    for place in taken:
        place.close()
    return ports
