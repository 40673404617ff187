"""Records: list, show, create and delete."""

import concurrent.futures
import contextlib
import json
import sqlite3
import sys
import time

from load import rate
from result import Result
from server import folder, nginx, server

IMAGES = 10_000
PROPERTIES = {f"bench_property_{number}": f"value {number}" for number in range(10)}


def fill(portal):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda number: portal.create_image(f"image {number}", **PROPERTIES), range(IMAGES)))


@contextlib.contextmanager
def static(path, body):
    """nginx serving these very bytes: what HTTP and the load generator leave as room."""
    (path / "answer.json").write_text(json.dumps(body))
    with nginx(path, path) as port:
        yield port


def list_page():
    with folder() as path, server() as portal:
        image_ids = fill(portal)
        first = "/v2/images?limit=100"
        _, page = portal.request("GET", first, headers=portal.token)
        if len(page["images"]) != 100:
            sys.exit(f"A page of {len(page['images'])} instead of 100")
        with static(path, page) as port:
            limit = rate(port, "/answer.json")
        yield Result("list 100 of 10,000", rate(portal.port, first, portal.token), "/s", limit, "nginx, the same bytes", wanted=500)
        middle = f"{first}&marker={image_ids[IMAGES // 2]}"
        yield Result("the same, from the middle", rate(portal.port, middle, portal.token), "/s", limit, "nginx, the same bytes", wanted=500)


def show():
    with folder() as path, server() as portal:
        image_ids = [portal.create_image(f"image {number}", **PROPERTIES) for number in range(1000)]
        with static(path, portal.image(image_ids[0])) as port:
            limit = rate(port, "/answer.json")
        script = path / "show.lua"
        script.write_text("local ids = {" + ",".join(f'"{image_id}"' for image_id in image_ids) + "}\n"
                          "local next = 0\n"
                          "request = function()\n"
                          "  next = next % #ids + 1\n"
                          '  return wrk.format("GET", "/v2/images/" .. ids[next])\n'
                          "end\n")
        yield Result("show, 1,000 in turn", rate(portal.port, "/", portal.token, script), "/s", limit, "nginx, the same bytes", wanted=5000)


def commits_of_sqlite(path):
    """Pairs a second of one row inserted and removed, each a durable transaction of its own."""
    connection = sqlite3.connect(path / "limit.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE image (id INTEGER PRIMARY KEY, body TEXT)")
    body, pairs, end = json.dumps(PROPERTIES), 0, time.perf_counter() + 3
    while time.perf_counter() < end:
        connection.execute("INSERT INTO image VALUES (1, ?)", (body,))
        connection.execute("DELETE FROM image WHERE id = 1")
        pairs += 1
    connection.close()
    return pairs / 3


def create_delete():
    with folder() as path, server() as portal:
        limit = commits_of_sqlite(path)
        script = path / "pairs.lua"
        # One connection to a thread: the answer seen last is the one to this thread's last request.
        script.write_text('local id\n'
                          'request = function()\n'
                          '  if id then return wrk.format("DELETE", "/v2/images/" .. id) end\n'
                          '  return wrk.format("POST", "/v2/images", {["Content-Type"] = "application/json",\n'
                          '    ["X-Auth-Token"] = wrk.headers["X-Auth-Token"]}, \'{"name": "pair"}\')\n'
                          'end\n'
                          'response = function(status, headers, body)\n'
                          '  id = status == 201 and body:match(\'"id": *"([^"]+)"\') or nil\n'
                          'end\n')
        pairs = rate(portal.port, "/", portal.token, script, connections=4, threads=4) / 2
        yield Result("create and delete", pairs, "pairs/s", limit, "SQLite alone, two durable transactions of one row", wanted=400)
