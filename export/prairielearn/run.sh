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

mkdir -p "${results%/*}"
cat >"$results" <<'END'
{"gradable": false, "format_errors": ["The grader failed, not the submission: leaklab did not come to its end."]}
END

file=$grade/student/$exercise
[ -e "$file" ] || file=$grade/student # leaklab says what is missing
leaklab grade --lesson "$lesson" --one "$file" --format prairielearn --output "$results"
exit 0 # a fault of the submission is no failure of the grader
