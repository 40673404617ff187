"""Runs the named benchmarks, or all, and prints each figure beside its limit."""

import os
import sys

import catalogue
import conversion
import lists
import process
import search
import transfers

BENCHMARKS = {
    "upload": transfers.upload,
    "tus": transfers.tus,
    "download": transfers.download,
    "list": catalogue.list_page,
    "lists": lists.lists,
    "show": catalogue.show,
    "create-delete": catalogue.create_delete,
    "search": search.search,
    "convert": conversion.convert,
    "memory": process.memory,
    "start": process.start,
}


def main(names):
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the first; MiB are 2^20 bytes", flush=True)
    for name in names or BENCHMARKS:
        for result in BENCHMARKS[name]():
            print(result, flush=True)


main(sys.argv[1:])
