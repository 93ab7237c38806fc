#!/bin/bash
# SPDX-License-Identifier: MIT
#
# vpl_evaluate.sh: VPL runs this first. It makes vpl_execution, which grades lesson
# @NUMBER@ and prints the comment and the mark. VPL takes the last line that begins with
# "Grade :=>>"; leaklab lets no line of a submission begin so.

# Submissions run isolated (`leaklab doctor` shows how). If this execution server cannot
# isolate them, leaklab grades nothing, and the comment says what is missing. Write
#   options='--trust'
# only if you trust every submission: without isolation it can read the solution and
# print its own mark. --disposable: VPL ends all processes of a job at its end.
options='--disposable'

# The range of marks of this activity; leaklab's points are scaled to it.
# shellcheck source=/dev/null
[ ! -f vpl_environment.sh ] || . ./vpl_environment.sh
least=${VPL_GRADEMIN:-0} most=${VPL_GRADEMAX:-@MOST@}

rm -rf .leaklab vpl_execution
mkdir .leaklab
base64 -d >.leaklab/lesson.tar.gz <<'END'
@LESSON_BASE64@
END
tar -xzf .leaklab/lesson.tar.gz -C .leaklab

{
  printf '#!/bin/bash\noptions=%q least=%q most=%q\n' "$options" "$least" "$most"
  cat <<'END'
result=.leaklab/result
export LC_ALL=C.UTF-8 LEAKLAB_HOME=$PWD/.leaklab XDG_CACHE_HOME=$PWD/.leaklab/cache
file=@EXERCISE@
[ -e "$file" ] || file=. # leaklab says what is missing
# shellcheck disable=SC2086 # options are words
leaklab grade $options --lesson @NUMBER@ --one "$file" \
  --format vpl --output "$result" >.leaklab/log 2>&1 </dev/null
if [ ! -s "$result" ]; then # without a mark
  printf '<|--\n-Not graded\n>The grader failed, not the submission:\n'
  sed 's/^/>/' .leaklab/log
  printf '%s\n' '>leaklab did not finish.' '--|>'
  exit
fi
awk -v least="$least" -v most="$most" '
  /^Grade :=>>/ {
    sub(/^Grade :=>>/, "")
    printf "Grade :=>>%.10g\n", least + $0 * (most - least) / @MOST@
    next
  }
  { print }' "$result"
END
} >vpl_execution
chmod +x vpl_execution
