#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run.sh: PrairieLearn starts this in the grader's container for every submission;
# results.json is what it reads. One that says "not graded" is written first, so that
# there is one whatever happens to the grader.
set -uo pipefail
lesson=@NUMBER@
exercise=@EXERCISE@
grade=${GRADE:-/grade}
results=$grade/results/results.json

# Submissions run isolated (`leaklab doctor` shows by what). Where this container cannot do
# that, leaklab grades nothing, and the result says what is missing. Write
#   options=(--trust)
# only if you would run every submission on a machine of yours as it is: it may then read
# the solution, and write its own result.
options=()

mkdir -p "${results%/*}"
cat >"$results" <<'END'
{"gradable": false, "format_errors": ["The grader failed, not the submission: leaklab did not come to its end."]}
END

file=$grade/student/$exercise
[ -e "$file" ] || file=$grade/student # leaklab says what is missing
leaklab grade "${options[@]}" --lesson "$lesson" --one "$file" --format prairielearn --output "$results"
exit 0 # a fault of the submission is no failure of the grader
