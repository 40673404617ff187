"""Search with facets over many images, on both databases. The images are put into the database by themselves: through the API they would take an hour."""

import hashlib
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import uuid
from http.client import HTTPConnection

from result import Result
from server import folder, server

IMAGES = 100_000
PROPERTIES = 20
PROJECTS = 50
ROUNDS = 25
FACETS = "facets=status,visibility,disk_format,os_distro,tag"
DISTROS = ["ubuntu", "debian", "fedora", "centos", "rocky", "alma", "opensuse", "windows", "arch", "alpine"]
TAGS = ["lts", "prod", "test", "gold", "nightly", "arm", "gpu", "ci", "edge", "golden"]
FIRST = 1_700_000_000_000_000  # microseconds since 1970
WANTED = 150

COLUMNS = {
    "images": ["id", "name", "status", "visibility", "protected", "hidden", "owner_id", "size", "disk_format", "container_format", "checksum",
               "hash_algorithm", "hash_value", "min_disk", "min_ram", "created_at", "updated_at", "version", "search_text", "tag_set", "os_distro"],
    "image_properties": ["image_id", "name", "value", "value_start"],
    "image_tags": ["image_id", "value"],
}


def rows(own_project, id_text):
    """One image after the other as (table, values); two of a hundred belong to `own_project`, as to each of the others."""
    dice = random.Random(1)
    projects = [own_project] + [f"{dice.getrandbits(128):032x}" for _ in range(PROJECTS - 1)]
    for number in range(IMAGES):
        image_id = id_text(uuid.UUID(int=dice.getrandbits(128), version=4))
        distro = dice.choice(DISTROS)
        name = f"{distro}-{dice.choice(['server', 'desktop', 'minimal', 'cloud'])}-{number}"
        tags = sorted(dice.sample(TAGS, 2))
        data = hashlib.sha512(image_id.encode()).hexdigest()
        yield "images", (
            image_id, name, dice.choices(["Active", "Queued", "Deactivated"], [90, 7, 3])[0],
            dice.choices(["Private", "Shared", "Public", "Community"], [70, 15, 10, 5])[0], False, dice.random() < 0.02, dice.choice(projects),
            dice.randrange(1 << 33), dice.choice(["qcow2", "raw", "iso", "vmdk", "vhd"]), "bare", data[:32], "sha512", data, 0, 0,
            FIRST + number * 1_000_000, FIRST + dice.randrange(IMAGES) * 1_000_000, 1, "\n".join([name, *tags]),
            "\x1f" + "".join(tag + "\x1f" for tag in tags), distro)
        yield "image_properties", (image_id, "os_distro", distro, distro)
        for index in range(1, PROPERTIES):
            value = f"value {dice.randrange(1000)} of {index}"
            yield "image_properties", (image_id, f"property_{index}", value, value)
        for tag in tags:
            yield "image_tags", (image_id, tag)


def fill_sqlite(path, own_project):
    with sqlite3.connect(path, timeout=60) as connection:
        waiting = {table: [] for table in COLUMNS}
        for table, values in rows(own_project, lambda value: str(value).upper()):
            waiting[table].append(values)
        for table, columns in COLUMNS.items():
            marks = ",".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", waiting[table])
    connection.close()


def fill_postgres(database, own_project, path):
    """By COPY, a file for each table."""
    files = {table: open(path / table, "w") for table in COLUMNS}
    for table, values in rows(own_project, str):
        files[table].write("\t".join(str(value).replace("\\", "\\\\").replace("\n", "\\n") for value in values) + "\n")
    for table, file in files.items():
        file.close()
        columns = ",".join(COLUMNS[table])
        database.sql(f"\\copy {table} ({columns}) FROM '{file.name}'")
        os.unlink(file.name)
    # Soon after so many changes the server does it by itself.
    database.sql("VACUUM ANALYZE")


class Postgres:
    """A database of its own on the server that the tests use."""

    script = pathlib.Path(__file__).parent.parent / "test/services/postgres.sh"

    def __enter__(self):
        self.started = subprocess.run([self.script, "status"], stdout=subprocess.DEVNULL).returncode != 0
        if self.started:
            subprocess.run([self.script, "start"], check=True, stdout=subprocess.DEVNULL)
        setting = subprocess.run([self.script, "env"], check=True, capture_output=True, text=True).stdout.strip().split("=", 1)[1]
        self.parts = dict(part.split("=", 1) for part in setting.split(";"))
        self.name = f"bench_{uuid.uuid4().hex}"
        self.sql(f"CREATE DATABASE {self.name}", database="postgres")
        self.connection = setting.replace("Database=postgres", f"Database={self.name}")
        return self

    def sql(self, text, database=None):
        environment = {**os.environ, "PGPASSWORD": self.parts["Password"]}
        subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.parts["Host"], "-p", self.parts["Port"], "-U", self.parts["Username"],
             "-d", database or self.name, "-c", text], check=True, env=environment, stdout=subprocess.DEVNULL)

    def __exit__(self, *_):
        self.sql(f"DROP DATABASE {self.name} WITH (FORCE)", database="postgres")
        if self.started:
            subprocess.run([self.script, "stop"], check=True, stdout=subprocess.DEVNULL)


def searches(number):
    """What people look for, each time with other words."""
    dice = random.Random(number)
    prop = f"property_{dice.randrange(1, PROPERTIES)}"
    yield ""
    yield f"q={dice.choice(DISTROS)}"
    yield f"q=server-{dice.randrange(IMAGES)}"
    yield f"q={dice.choice(DISTROS)[:3]}&status=active&disk_format=qcow2,raw"
    yield f"tag={dice.choice(TAGS)}&os_distro={dice.choice(DISTROS)}&sort=name:asc"
    yield "property=" + urllib.parse.quote(f"{prop}=value {dice.randrange(1000)} of {prop[9:]}")
    yield f"visibility=public&size_min={1 << 32}&sort=size:desc"
    yield f"created_after={time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(FIRST / 1e6 + dice.randrange(IMAGES)))}&offset=50"


def p95(port, token):
    """Milliseconds that 95 of 100 searches stay below, one after the other."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for number in range(ROUNDS + 2):
        for search in searches(number):
            started = time.perf_counter()
            connection.request("GET", f"/api/v1/images?{FACETS}&{search}", headers=token)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                sys.exit(f"{search} was answered {answer.status}: {body[:500]!r}")
            if number >= 2:  # the first ones compile the way
                times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return sorted(times)[int(len(times) * 0.95)]


def member_of_a_project(portal):
    """A new project and a token of its only member."""
    _, made = portal.request("POST", "/v3/projects", {"project": {"name": "searchers"}}, portal.token)
    project = made["project"]["id"]
    password = uuid.uuid4().hex
    _, made = portal.request("POST", "/v3/users", {"user": {"name": "searcher", "password": password}}, portal.token)
    _, roles = portal.request("GET", "/v3/roles?name=member", headers=portal.token)
    portal.request("PUT", f"/v3/projects/{project}/users/{made['user']['id']}/roles/{roles['roles'][0]['id']}", headers=portal.token)
    return project, portal.token_of("searcher", password, "searchers")


def measure(name, settings, fill):
    with server(settings) as portal:
        project, token = member_of_a_project(portal)
        fill(portal, project)
        yield Result(f"search {name}, all", p95(portal.port, portal.token), "ms p95", WANTED, "the wanted bound", wanted=WANTED, less_is_better=True)
        yield Result(f"search {name}, member", p95(portal.port, token), "ms p95", WANTED, "the wanted bound", wanted=WANTED, less_is_better=True)


def search():
    yield from measure("SQLite", [], lambda portal, project: fill_sqlite(portal.data / "portal.db", project))
    with Postgres() as database, folder() as path:
        settings = ["--Database:Provider=PostgreSql", f"--Database:ConnectionString={database.connection}"]
        yield from measure("PostgreSQL", settings, lambda _, project: fill_postgres(database, project, path))
