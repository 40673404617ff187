"""Bytes in and out. The client is as cheap as one can be, since it shares the processors with the server."""

import base64
import contextlib
import hashlib
import os
import socket
import struct
import statistics
import sys
import threading
import time

from result import Result
from server import folder, nginx, server

SIZE = 1 << 30
PIECE = 1 << 20
RUNS = 3


@contextlib.contextmanager
def random_file(size):
    """Random bytes in memory, so that reading the source costs no disk."""
    path = f"/dev/shm/glanceportal-bench-{os.getpid()}"
    piece = os.urandom(64 * PIECE)
    try:
        with open(path, "wb") as file:
            for start in range(0, size, len(piece)):
                file.write(piece[:min(len(piece), size - start)])
        yield path
    finally:
        os.unlink(path)


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def rate(times, size=SIZE):
    return size / PIECE / statistics.median(times)


def hash_in_memory():
    """md5 and sha512 side by side, each on a thread; hashlib lets go of the interpreter while it works."""
    data = memoryview(os.urandom(64 * PIECE))

    def run(algorithm):
        digest = hashlib.new(algorithm)
        for _ in range(SIZE // len(data)):
            for start in range(0, len(data), PIECE):
                digest.update(data[start:start + PIECE])

    threads = [threading.Thread(target=run, args=(name,)) for name in ("md5", "sha512")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def write_and_sync(path):
    data = os.urandom(64 * PIECE)
    with open(path, "wb", buffering=0) as file:
        for _ in range(SIZE // len(data)):
            for start in range(0, len(data), PIECE):
                file.write(data[start:start + PIECE])
        os.fsync(file.fileno())
    os.unlink(path)


def upload_limit():
    hashing = rate([seconds(hash_in_memory) for _ in range(RUNS)])
    with folder() as path:
        writing = rate([seconds(lambda: write_and_sync(path / "file")) for _ in range(RUNS)])
    return min(hashing, writing), f"lower of md5+sha512 side by side {hashing:,.0f}, write with fsync {writing:,.0f} MiB/s"


def send_file(port, method, path, headers, file):
    """Sends the file as the request's body and returns status and head of the answer."""
    size = os.fstat(file.fileno()).st_size
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", port)) as connection:
        # Time limits of the socket itself: with Python's the socket would not block, and sendfile would fail when it is full.
        for limit in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            connection.setsockopt(socket.SOL_SOCKET, limit, struct.pack("ll", 300, 0))
        connection.sendall(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {size}\r\n{head}\r\n".encode())
        sent = 0
        while sent < size:
            sent += os.sendfile(connection.fileno(), file.fileno(), sent, PIECE)
        answer = connection.recv(65536).decode("latin-1")
    status = int(answer.split(" ", 2)[1])
    if status != 204:
        sys.exit(f"{method} {path} was answered: {answer[:600]}")


def put(portal, source):
    image_id = portal.create_image("put")
    with open(source, "rb") as file:
        send_file(portal.port, "PUT", f"/v2/images/{image_id}/file",
                  {**portal.token, "Content-Type": "application/octet-stream"}, file)
    return image_id


def resumable(portal, source, when_received=lambda: None):
    size = os.path.getsize(source)
    metadata = {"name": "tus", "disk_format": "raw", "container_format": "bare"}
    encoded = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())
    answer, _ = portal.request("POST", "/uploads", headers={
        **portal.token, "Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": encoded})
    address = answer.headers["Location"]
    path = "/uploads/" + address.rstrip("/").rsplit("/", 1)[1]
    with open(source, "rb") as file:
        send_file(portal.port, "PATCH", path, {
            **portal.token, "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}, file)
    when_received()
    image_id = answer.headers["X-Image-Id"]
    portal.wait_until_active(image_id)
    return image_id


def measure_uploads(portal, source, way):
    """Seconds of each run; the first one, which compiles the way, is not counted."""
    times = []
    for run in range(RUNS + 1):
        image_ids = []
        took = seconds(lambda: image_ids.append(way(portal, source)))
        if run:
            times.append(took)
        portal.request("DELETE", f"/v2/images/{image_ids[0]}", headers=portal.token)
    return times


def upload():
    limit, limit_is = upload_limit()
    with random_file(SIZE) as source, server() as portal:
        figure = rate(measure_uploads(portal, source, put))
    yield Result("upload 1 GiB, PUT", figure, "MiB/s", limit, limit_is, wanted=0.55, by_ratio=True)


def tus():
    received = []
    with random_file(SIZE) as source, server() as portal:
        by_put = rate(measure_uploads(portal, source, put))

        def way(portal, source):
            started = time.perf_counter()
            return resumable(portal, source, lambda: received.append(time.perf_counter() - started))

        until_active = rate(measure_uploads(portal, source, way))
    yield Result("upload 1 GiB, tus", rate(received[1:]), "MiB/s", by_put, "PUT, until the last byte is acknowledged", wanted=0.9, by_ratio=True)
    yield Result("the same until active", until_active, "MiB/s", by_put, "PUT, which answers when the image is active", wanted=0.9, by_ratio=True)


def fetch(port, path, headers, size):
    """Reads an answer to its end, and insists on its length."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    buffer = bytearray(PIECE)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        # Time limits of the socket itself: with Python's the socket would not block, and sendfile would fail when it is full.
        for limit in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            connection.setsockopt(socket.SOL_SOCKET, limit, struct.pack("ll", 300, 0))
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{head}\r\n".encode())
        received = connection.recv_into(buffer)
        start = bytes(buffer[:received])
        while b"\r\n\r\n" not in start:
            start += connection.recv(4096)
            received = len(start)
        body = received - start.index(b"\r\n\r\n") - 4
        if not start.startswith(b"HTTP/1.1 200") or b"chunked" in start.lower():
            sys.exit(f"GET {path} was answered: {start[:600]!r}")
        while piece := connection.recv_into(buffer):
            body += piece
    if body != size:
        sys.exit(f"GET {path} gave {body} of {size} bytes")


def download():
    with random_file(SIZE) as source, folder() as path, server() as portal:
        image_id = put(portal, source)
        stored = path / "file"
        with open(source, "rb") as original, open(stored, "wb") as copy:
            while piece := original.read(PIECE):
                copy.write(piece)
        with nginx(path, path) as port:
            ways = {"portal": lambda: fetch(portal.port, f"/v2/images/{image_id}/file", portal.token, SIZE),
                    "nginx": lambda: fetch(port, "/file", {}, SIZE)}
            times = {name: [] for name in ways}
            for run in range(2 * RUNS + 1):
                for name, way in ways.items():
                    took = seconds(way)
                    if run:
                        times[name].append(took)
    yield Result("download 1 GiB", rate(times["portal"]), "MiB/s", rate(times["nginx"]),
                 "nginx, the same file, same client, unverified", wanted=0.8, by_ratio=True)
