"""Pages of the list among 100,000 images, with filters, markers and orders, at 8 clients and on both databases."""

import random
import time
import urllib.parse

import load
from crowd import FIRST, IMAGES, PROPERTIES, TAGS, crowded_server
from result import Result
from server import folder

WANTED = 50
SORT_KEYS = ["name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at"]


def queries(markers, names):
    """By what is measured: the queries that are sent in turn."""
    dice = random.Random(2)
    numbers = [dice.randrange(1, PROPERTIES) for _ in range(50)]
    yield "first page", [""]
    yield "a property", [f"property_{number}=" + urllib.parse.quote(f"value {dice.randrange(1000)} of {number}") for number in numbers]
    yield "a frequent property", ["os_distro=debian", "os_distro=ubuntu"]
    yield "a tag", [f"tag={tag}" for tag in TAGS]
    yield "two tags, a property", [f"tag={tag}&tag=lts&os_distro=debian" for tag in TAGS]
    yield "name", [f"name={name}" for name in names]
    yield "in: of names", ["name=in:" + ",".join(dice.sample(names, 10)) for _ in range(20)]
    yield "in: of ids", ["id=in:" + ",".join(dice.sample(markers, 10)) for _ in range(20)]
    yield "in: of statuses", ["status=in:active,queued", "status=in:deactivated,queued", "status=in:deactivated,killed"]
    yield "in: of formats", ["disk_format=in:raw,iso", "disk_format=in:vmdk,vhd&container_format=in:bare,ovf"]
    yield "a deep marker", [f"marker={marker}" for marker in markers]
    for key in SORT_KEYS:
        yield f"by {key}", [f"sort={key}:asc", f"sort={key}:desc"]
        yield f"by {key}, deep marker", [f"sort={key}:{way}&marker={marker}" for marker in markers[:10] for way in ("asc", "desc")]


def places(portal, token):
    """Ids and names from all over what the token's owner sees."""
    found = []
    for number in range(0, IMAGES - 1000, IMAGES // 40):
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(FIRST // 1_000_000 + number))
        _, page = portal.request("GET", f"/v2/images?limit=1&sort=created_at:asc&created_at=gte:{since}", headers=token)
        found += page["images"]
    return [image["id"] for image in found], [image["name"] for image in found]


def lists():
    for database in ("SQLite", "PostgreSQL"):
        with folder() as path, crowded_server(database) as (portal, member):
            for who, token in (("all", portal.token), ("member", member)):
                for name, parameters in queries(*places(portal, token)):
                    figure = load.p95(portal.port, [f"/v2/images?{text}" for text in parameters], token, path)
                    yield Result(f"{database}, {who}: {name}", figure, "ms p95", WANTED, "the wanted bound", wanted=WANTED, less_is_better=True)
