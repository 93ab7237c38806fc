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


def write(folder, name, text):
    """Write into the checkout, also where the learner has put a link of that name."""
    made = folder / name
    made.write_text(text, encoding="utf-8")
    if os.path.isdir(name) and not os.path.islink(name):
        sys.exit(f"the submission has a folder {name}")
    made.chmod(0o644)
    os.replace(made, name)


def main():
    env = os.environ
    # Below the checkout: a file is moved within one file system only.
    with tempfile.TemporaryDirectory(dir=".", prefix=".leaklab-") as name:
        folder = pathlib.Path(name).resolve()
        result = grade(folder)
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
        write(folder, "release-body.md", head + body)
        write(folder, "result.json", json.dumps(result, indent=2) + "\n")


main()
