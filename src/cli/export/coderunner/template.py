# SPDX-License-Identifier: MIT
"""Grade an answer to lesson @NUMBER@ with leaklab.

CodeRunner puts the answer in below, runs this on the Jobe server, and takes what it
prints for the mark. It prints nothing but leaklab's own JSON."""
import json
import os
import subprocess
import tarfile
import tempfile

ANSWER = """{{ STUDENT_ANSWER | e('py') }}"""

# Submissions run isolated (`leaklab doctor` shows how). If the Jobe server cannot isolate
# them, leaklab grades nothing, and the answer says what is missing. Write
#   OPTIONS = ["--trust"]
# only if you trust every submission: without isolation it can read the solution and
# print its own mark. --disposable: Jobe ends all processes of a job at its end.
OPTIONS = ["--disposable"]


def grade(folder):
    """What leaklab says of the answer: JSON."""
    home = os.path.join(folder, "home")
    answer = os.path.join(folder, "@EXERCISE@")
    result = os.path.join(folder, "result.json")
    with tarfile.open("leaklab-lesson.tar.gz") as lesson:
        # Without it, some versions of Python warn, and Jobe takes that for a failure.
        lesson.extraction_filter = getattr(tarfile, "data_filter", None)
        lesson.extractall(home)
    with open(answer, "w", encoding="utf-8", newline="") as file:
        file.write(ANSWER)
    env = dict(os.environ, LEAKLAB_HOME=home, HOME=home, LC_ALL="C.UTF-8",
               XDG_CACHE_HOME=os.path.join(folder, "cache"))
    subprocess.run(
        ["leaklab", "grade", *OPTIONS, "--lesson", "@NUMBER@", "--one", answer,
         "--format", "coderunner", "--output", result],
        env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=False)
    with open(result, encoding="utf-8") as file:
        return json.dumps(json.load(file))


try:
    with tempfile.TemporaryDirectory(dir=".") as name:
        said = grade(os.path.abspath(name))
except (OSError, ValueError) as error:
    # Without a fraction: CodeRunner shows this as an error of the question.
    said = json.dumps({"prologuehtml": "The grader failed, not the answer: leaklab did "
                       "not finish: " + type(error).__name__})
print(said)
