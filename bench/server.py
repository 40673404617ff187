"""The published program as a process with a data directory of its own, and nginx beside it for comparison."""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

APP = os.environ["GLANCEPORTAL_BENCH_APP"]
DIRECTORY = pathlib.Path(os.environ["GLANCEPORTAL_BENCH_DIRECTORY"])
PASSWORD = "bench-" + base64.b32encode(os.urandom(10)).decode()
READY_WITHIN = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def folder():
    """A fresh folder on the disk of the checkout; temporary files may be in memory."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    path = pathlib.Path(tempfile.mkdtemp(dir=DIRECTORY))
    try:
        yield path
    finally:
        shutil.rmtree(path)


class Server:
    """Starts the program; `ready_after` is how long it took to say so, in seconds."""

    def __init__(self, data, settings=()):
        self.port = free_port()
        self.data = data
        self.log = data.parent / f"{data.name}.log"
        started = time.perf_counter()
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["dotnet", APP, f"--Urls=http://127.0.0.1:{self.port}", f"--DataDirectory={data}",
                 f"--Identity:Bootstrap:AdminPassword={PASSWORD}", *settings],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.tail = []
        for line in self.process.stdout:
            self.tail.append(line)
            if b"GlancePortal ready on" in line:
                break
        else:
            sys.exit(f"The server ended before it was ready:\n{b''.join(self.tail[-20:]).decode()}{self.log.read_text()}")
        self.ready_after = time.perf_counter() - started
        # Nobody reads the rest: a full pipe would stop the server.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        self.process.stdout.close()
        self.drain.wait(10)
        self.log.unlink()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.status >= 400:
            sys.exit(f"{method} {path} was answered {answer.status}: {data[:500].decode(errors='replace')}")
        return answer, json.loads(data) if data and "json" in answer.headers.get("Content-Type", "") else data

    def token_of(self, user, password, project):
        """The header with a token of the user in the project."""
        user = {"name": user, "domain": {"id": "default"}, "password": password}
        scope = {"project": {"name": project, "domain": {"id": "default"}}}
        answer, _ = self.request("POST", "/v3/auth/tokens", {
            "auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}})
        return {"X-Auth-Token": answer.headers["X-Subject-Token"]}

    def sign_in(self):
        self.token = self.token_of("admin", PASSWORD, "admin")
        return self

    def create_image(self, name, **properties):
        _, image = self.request("POST", "/v2/images", {
            "name": name, "disk_format": "raw", "container_format": "bare", **properties}, self.token)
        return image["id"]

    def image(self, image_id):
        return self.request("GET", f"/v2/images/{image_id}", headers=self.token)[1]

    def wait_until_active(self, image_id):
        deadline = time.monotonic() + 300
        while (status := self.image(image_id)["status"]) != "active":
            if time.monotonic() > deadline:
                sys.exit(f"Image {image_id} is still {status}")
            time.sleep(0.02)

    def resident(self):
        """MiB in memory now."""
        with open(f"/proc/{self.process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextlib.contextmanager
def server(settings=()):
    with folder() as path:
        running = Server(path / "data", settings)
        try:
            yield running.sign_in()
        finally:
            running.stop()


@contextlib.contextmanager
def nginx(root, path):
    """nginx serving the files of `root`, in its usual configuration; yields the port."""
    port = free_port()
    (path / "nginx.conf").write_text(f"""
        user root; worker_processes auto; daemon off; pid {path}/nginx.pid; error_log {path}/error.log;
        events {{ worker_connections 512; }}
        http {{
            access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream; keepalive_requests 1000000;
            client_body_temp_path {path}/b; proxy_temp_path {path}/p; fastcgi_temp_path {path}/f; uwsgi_temp_path {path}/u; scgi_temp_path {path}/s;
            server {{ listen 127.0.0.1:{port}; root {root}; }}
        }}""")
    process = subprocess.Popen(["nginx", "-p", str(path), "-c", str(path / "nginx.conf"), "-e", str(path / "error.log")])
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    sys.exit((path / "error.log").read_text())
                time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait(10)
