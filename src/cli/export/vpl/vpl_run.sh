#!/bin/bash
# SPDX-License-Identifier: MIT
#
# vpl_run.sh: makes vpl_execution, which shows learners what `leaklab lesson @NUMBER@` shows
# them at home. The lesson is as they get it, without its solution: here their program
# runs with all rights of this job.
rm -rf .leaklab vpl_execution
mkdir .leaklab
base64 -d >.leaklab/lesson.tar.gz <<'END'
@HANDOUT_BASE64@
END
tar -xzf .leaklab/lesson.tar.gz -C .leaklab
if [ -f '@EXERCISE@' ]; then
  cp '@EXERCISE@' '.leaklab/lessons/@FOLDER@/@EXERCISE@'
fi
cat >vpl_execution <<'END'
#!/bin/bash
export LC_ALL=C.UTF-8 LEAKLAB_HOME=$PWD/.leaklab XDG_CACHE_HOME=$PWD/.leaklab/cache
leaklab lesson @NUMBER@ @EXERCISE@
END
chmod +x vpl_execution
