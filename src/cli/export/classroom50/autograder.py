#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""autograder.py: grade lesson @NUMBER@ for Classroom 50.

The runner starts this in the learner's checkout and reads result.json and
release-body.md. A non-zero exit status tells it that the grader failed."""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

LESSON = "@NUMBER@"
EXERCISE = "@EXERCISE@"

# Submissions run isolated (`leaklab doctor` shows how). If this runner cannot isolate
# them, leaklab grades nothing, and the log says what is missing. Write
#   OPTIONS = ["--trust"]
# only if you trust every submission: without isolation it can read the solution and
# write its own result.
OPTIONS = []

HERE = pathlib.Path(__file__).resolve().parent


def grade(folder):
    """Grade the checkout; what leaklab knows of the result, as JSON."""
    result = folder / "result.json"
    # leaklab says what is missing.
    submission = EXERCISE if os.path.lexists(EXERCISE) else "."
    env = dict(os.environ, LEAKLAB_HOME=str(HERE), XDG_CACHE_HOME=str(folder / "cache"))
    run = subprocess.run(
        ["leaklab", "grade", *OPTIONS, "--lesson", LESSON, "--one", submission,
         "--format", "classroom50", "--output", str(result)],
        env=env, stdin=subprocess.DEVNULL, check=False)
    if run.returncode not in (0, 1, 2):  # passed, failed, not gradable
        sys.exit("leaklab failed to grade the submission, which is not its fault")
    return json.loads(result.read_text(encoding="utf-8"))


def remove_links():
    """Neither this nor the runner writes where a link of the learner's leads."""
    for name in ("result.json", "release-body.md"):
        if os.path.islink(name):
            os.unlink(name)
        elif os.path.isdir(name):
            sys.exit(f"the submission has a folder {name}")


def main():
    env = os.environ
    remove_links()
    with tempfile.TemporaryDirectory() as name:
        result = grade(pathlib.Path(name))
    body = result.pop("body")
    now = datetime.datetime.now(datetime.timezone.utc)
    result.update({
        "classroom": env["CLASSROOM"],
        "assignment": env["ASSIGNMENT"],
        "submission": env["SUBMISSION_TAG"],
        "commit": env["COMMIT_URL"],
        "release": env["RELEASE_URL"],
        "review": env.get("REVIEW_URL") or env["COMMIT_URL"],
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    })
    head = f"### {result['score']} of {result['max-score']} points\n\n"
    pathlib.Path("release-body.md").write_text(head + body, encoding="utf-8")
    pathlib.Path("result.json").write_text(json.dumps(result, indent=2) + "\n",
                                           encoding="utf-8")


main()
