"""Search with facets over many images, on both databases."""

import random
import sys
import time
import urllib.parse
from http.client import HTTPConnection

from crowd import DISTROS, FIRST, IMAGES, PROPERTIES, TAGS, crowded_server
from result import Result

ROUNDS = 25
FACETS = "facets=status,visibility,disk_format,os_distro,tag"
WANTED = 150


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


def search():
    for database in ("SQLite", "PostgreSQL"):
        with crowded_server(database) as (portal, member):
            for who, token in (("all", portal.token), ("member", member)):
                yield Result(f"search {database}, {who}", p95(portal.port, token), "ms p95", WANTED, "the wanted bound", wanted=WANTED, less_is_better=True)
