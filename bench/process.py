"""Memory and start of the process."""

import threading

import transfers
from result import Result
from server import Server, folder, server

TRANSFERS = 8
SIZE = 256 << 20


class Watch:
    """The most that was resident while it was open, in MiB."""

    def __init__(self, portal):
        self.portal, self.peak, self.ended = portal, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.ended.wait(0.02):
            self.peak = max(self.peak, self.portal.resident())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def at_once(work):
    threads = [threading.Thread(target=work) for _ in range(TRANSFERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def memory():
    with server() as portal:
        portal.request("GET", "/v2/images", headers=portal.token)
        yield Result("resident at rest", portal.resident(), "MiB", 200, "the wanted bound", wanted=200, less_is_better=True)
        with transfers.random_file(SIZE) as source:
            image_id = transfers.put(portal, source)
            path = f"/v2/images/{image_id}/file"
            ways = {
                "PUT": lambda: transfers.put(portal, source),
                "tus": lambda: transfers.resumable(portal, source),
                "GET": lambda: transfers.fetch(portal.port, path, portal.token, SIZE),
            }
            for name, way in ways.items():
                way()  # once, so that compiled code counts as the program's and not as the transfers'
                before = portal.resident()
                with Watch(portal) as watch:
                    at_once(way)
                growth = max(0.0, watch.peak - before) / TRANSFERS
                yield Result(f"growth per {name} of {TRANSFERS}", growth, "MiB", 16, "the wanted bound", wanted=16, less_is_better=True)


def start():
    with folder() as path:
        for name in ("first start", "start to ready"):
            portal = Server(path / "data")
            portal.stop()
            yield Result(name, portal.ready_after, "s", 3, "the wanted bound", wanted=3, less_is_better=True)
