#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""classroom50.py SCRIPTS AUTOGRADERS LESSON CHECKOUT: grade the checkout with Classroom 50's
own runner, and take its result as its collector does (foundation50/classroom50, the folder
with runner.py and collect_scores.py). A server on this machine alone stands for the Pages
of the organisation. Prints the result that the collector keeps, or {"error": ...}."""
import functools
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import threading

SCRIPTS, AUTOGRADERS, LESSON, CHECKOUT = sys.argv[1:5]
CLASSROOM, OWNER = "cs-leaks", "ann"
TAG = "submit/2026-11-30T12-00-00Z-a1b2c3d"


def publish(folder):
    """The bundle as the workflow publish-pages makes it."""
    target = folder / CLASSROOM / "autograders"
    target.mkdir(parents=True)
    with tarfile.open(target / f"{LESSON}.tar.gz", "w:gz") as bundle:
        bundle.add(os.path.join(AUTOGRADERS, LESSON), LESSON)


def serve(folder):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    handler.func.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def run(folder, base):
    """What the workflow's step "Grade" does."""
    sha = subprocess.run(["git", "-C", CHECKOUT, "rev-parse", "HEAD"], check=True,
                         capture_output=True, text=True).stdout.strip()
    env = dict(os.environ, PAGES_BASE_URL=base, CLASSROOM=CLASSROOM, ASSIGNMENT=LESSON,
               SUBMISSION_TAG=TAG, GITHUB_SHA=sha, GITHUB_ACTOR=OWNER, MODE="individual",
               GITHUB_REPOSITORY=f"org/{CLASSROOM}-{LESSON}-{OWNER}",
               GITHUB_SERVER_URL="https://github.com", GITHUB_OUTPUT=str(folder / "output"),
               RUNNER_TEMP=str(folder / "runner"))
    env.pop("GITHUB_STEP_SUMMARY", None)
    runner = os.path.join(SCRIPTS, "runner.py")
    grading = subprocess.run([sys.executable, runner], cwd=CHECKOUT, env=env, check=False,
                             capture_output=True, text=True)
    if grading.returncode != 0:
        sys.exit(f"runner.py ended with {grading.returncode}: {grading.stdout}")
    outputs = dict(line.split("=", 1) for line in
                   (folder / "output").read_text().splitlines() if "=" in line)
    return outputs["status"]


def collect():
    """What collect_scores.py keeps of the released result."""
    sys.path.insert(0, SCRIPTS)
    import collect_scores
    payload = collect_scores.strict_json_loads(pathlib.Path(CHECKOUT, "result.json").read_text())
    collect_scores.validate_result(payload, CLASSROOM, LESSON, OWNER)
    return payload


with tempfile.TemporaryDirectory() as name:
    work = pathlib.Path(name)
    publish(work / "pages")
    status = run(work, serve(work / "pages"))
    kept = collect()
    kept["status"] = status
    body = pathlib.Path(CHECKOUT, "release-body.md")
    kept["body"] = body.read_text() if body.exists() else ""
    print(json.dumps(kept))
