#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run.sh: PrairieLearn starts this in the grader's container for every submission and reads
# results.json. A result that says "not graded" is written first, so that there is one even
# if the grader crashes.
set -uo pipefail
lesson=@NUMBER@
exercise=@EXERCISE@
grade=${GRADE:-/grade}
results=$grade/results/results.json

# Submissions run isolated (`leaklab doctor` shows how). If this container cannot isolate
# them, leaklab grades nothing, and the result says what is missing. Write
#   options=(--trust)
# only if you trust every submission: without isolation it can read the solution and write
# its own result.
options=()

mkdir -p "${results%/*}"
cat >"$results" <<'END'
{"gradable": false, "format_errors": ["The grader failed, not the submission: leaklab did not finish."]}
END

file=$grade/student/$exercise
[ -e "$file" ] || file=$grade/student # leaklab says what is missing
leaklab grade "${options[@]}" --lesson "$lesson" --one "$file" --format prairielearn --output "$results"
exit 0 # a faulty submission is not a failure of the grader
