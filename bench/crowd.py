"""100,000 images of 20 properties on both databases. They are put into the database directly: through the API they would take an hour."""

import contextlib
import hashlib
import os
import pathlib
import random
import sqlite3
import subprocess
import uuid

from server import folder, server

IMAGES = 100_000
PROPERTIES = 20
PROJECTS = 50
DISTROS = ["ubuntu", "debian", "fedora", "centos", "rocky", "alma", "opensuse", "windows", "arch", "alpine"]
TAGS = ["lts", "prod", "test", "gold", "nightly", "arm", "gpu", "ci", "edge", "golden"]
FIRST = 1_700_000_000_000_000  # microseconds since 1970

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


def member_of_a_project(portal):
    """A new project and a token of its only member."""
    _, made = portal.request("POST", "/v3/projects", {"project": {"name": "searchers"}}, portal.token)
    project = made["project"]["id"]
    password = uuid.uuid4().hex
    _, made = portal.request("POST", "/v3/users", {"user": {"name": "searcher", "password": password}}, portal.token)
    _, roles = portal.request("GET", "/v3/roles?name=member", headers=portal.token)
    portal.request("PUT", f"/v3/projects/{project}/users/{made['user']['id']}/roles/{roles['roles'][0]['id']}", headers=portal.token)
    return project, portal.token_of("searcher", password, "searchers")


@contextlib.contextmanager
def crowded_server(database):
    """The program on "SQLite" or "PostgreSQL" with all these images, and a token of a member of one of the projects."""
    with contextlib.ExitStack() as parts:
        settings = []
        if database == "PostgreSQL":
            postgres, path = parts.enter_context(Postgres()), parts.enter_context(folder())
            settings = ["--Database:Provider=PostgreSql", f"--Database:ConnectionString={postgres.connection}"]
        portal = parts.enter_context(server(settings))
        project, token = member_of_a_project(portal)
        if database == "PostgreSQL":
            fill_postgres(postgres, project, path)
        else:
            fill_sqlite(portal.data / "portal.db", project)
        yield portal, token
