"""wrk as the load generator, on the same machine."""

import re
import subprocess
import sys

CONNECTIONS = 8


def run(port, path, token, script, connections, threads, warm_up, seconds):
    command = ["wrk", f"-t{threads}", f"-c{connections}"]
    for name, value in (token or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    for duration in (warm_up, seconds):
        out = subprocess.run([*command, f"-d{duration}s", f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in out or "Socket errors" in out:
            sys.exit(f"wrk at {path} met errors:\n{out}")
    return out


def rate(port, path, token=None, script=None, connections=CONNECTIONS, threads=2):
    """Requests a second, after a warm-up; every answer must be a good one."""
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", run(port, path, token, script, connections, threads, 3, 10)).group(1))


def p95(port, paths, token, folder):
    """Milliseconds that 95 of 100 answers stay below, the paths in turn."""
    script = folder / "paths.lua"
    script.write_text("local paths = {" + ",".join(f"[==[{path}]==]" for path in paths) + "}\n"
                      "local next = 0\n"
                      "request = function()\n"
                      "  next = next % #paths + 1\n"
                      '  return wrk.format("GET", paths[next])\n'
                      "end\n"
                      "done = function(summary, latency, requests)\n"
                      '  io.write(string.format("p95 %d us\\n", latency:percentile(95)))\n'
                      "end\n")
    return int(re.search(r"p95 (\d+) us", run(port, "/", token, script, CONNECTIONS, 2, 1, 3)).group(1)) / 1000
