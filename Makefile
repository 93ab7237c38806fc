# SPDX-License-Identifier: MIT
#
# The front door. It drives CMake and leaklab, and does nothing itself.
#
#   make            build leaklab: build/leaklab
#   make lesson3    lesson 3: the wrong half, the right half, your exercise
#                   (on a busy machine: make lesson3 TIMEOUT=60, seconds for each run;
#                   "make lesson 3" and, in the lesson's folder, "make" do the same)
#   make pair3      the same with the pair, which lesson3 shows once
#   make picture3   the memory of the wrong half, step by step, as a page for a browser
#   make watch3     its exercises, judged each time that you save one (make watch: go on)
#   make hint3      a hint for its exercise
#   make reset3     its exercises as they were handed out; yours are kept beside them
#   make next       where to go on
#   make bench25    what lesson 25 measures, on this machine
#   make lessons    which lessons there are, and how far you are
#   make check      the tests of single rooms, in less than two minutes
#   make test       every test
#   make soak       what takes too long for that: longer sweeps, every suite sanitized,
#                   each fuzzer for an hour
#   make fuzz       the fuzzers, each for some seconds
#   make slurm      a class on a real Slurm of this machine, one of whose nodes dies
#   make fresh SUITE=trixie   the README's commands on a new minimal Debian trixie
#   make systems    the same on five systems, with the quick tests, as a table
#   make package    Debian's packages, in build-package
#   make check-package     the same, installed and used in a new minimal system
#   make check-container   the image of scripts/Containerfile, built and used
#   make matrix     docs/detection-matrix.md and .csv, from fresh runs
#   make screenshots   the pictures of pages in docs/pictures, made anew
#   make bench      speed, as ratios
#   make format     format the C sources
#   make clean      remove what was built

SHELL := /bin/bash
build := build
# One more than processors: some tests wait, for a limit or for a process.
jobs := $(shell echo $$(($$(nproc 2>/dev/null || echo 2) + 1)))

all: program
	@echo 'leaklab is built. Next: make lesson1, or make lessons for a list'

# Quiet unless it fails; V=1 shows everything.
program:
	@scripts/build $(build)

# "make lesson 4", with a blank, is make lesson4: the number is a goal of its own, for
# which nothing is to be done. "make hint 4 2" is make hint4.2.
numbered := lesson pair picture watch reset hint
goal := $(filter $(firstword $(MAKECMDGOALS)),$(numbered))
others := $(wordlist 2,9,$(MAKECMDGOALS))
digits := 0% 1% 2% 3% 4% 5% 6% 7% 8% 9%
empty :=
number := $(if $(filter-out $(digits),$(others)),,$(subst $(empty) ,.,$(others)))
ifneq ($(and $(goal),$(number)),)
$(goal): $(goal)$(number)
$(others): ; @:
else
lesson pair picture reset hint:
	@echo 'Which one? For example: make $@1 (make lessons lists them)' >&2; exit 2

watch: program
	@LEAKLAB_FRONT=make $(build)/leaklab watch $(timeout)
endif

# Seconds for each run, where they were given.
timeout = $(if $(TIMEOUT),--timeout '$(TIMEOUT)')

# A fault left in the exercise (exit status 1) is no failure of make's.
lesson%: program
	@LEAKLAB_FRONT=make $(build)/leaklab lesson $* $(timeout) || [ $$? -eq 1 ]

# On a terminal, lesson3 shows the pair once.
pair%: program
	@LEAKLAB_FRONT=make $(build)/leaklab lesson $* --pair $(timeout) || [ $$? -eq 1 ]

# The page stays in the build folder: build/lesson3.picture.html.
picture%: program
	@LEAKLAB_FRONT=make $(build)/leaklab picture --lesson $* --output $(build)/lesson$*.picture.html

watch%: program
	@LEAKLAB_FRONT=make $(build)/leaklab watch $* $(timeout)

reset%: program
	@LEAKLAB_FRONT=make $(build)/leaklab reset $*

next: program
	@LEAKLAB_FRONT=make $(build)/leaklab next

# make hint3 is the first hint, make hint3.2 the second.
hint%: program
	@LEAKLAB_FRONT=make $(build)/leaklab hint $(subst ., ,$*)

# For the lessons that measure something.
bench%: program
	@scripts/bench-lesson $(build) $*

lessons: program
	@LEAKLAB_FRONT=make $(build)/leaklab list

check: program
	@scripts/test $(build) $(jobs) -L '^unit$$'

test: program
	@scripts/test $(build) $(jobs)

soak: program
	@scripts/soak $(build) $(jobs)

fuzz:
	@scripts/fuzz || [ $$? -eq 77 ]

slurm: program
	@scripts/check-slurm $(build) || [ $$? -eq 77 ]

fresh:
	@scripts/check-fresh $(SUITE)

systems:
	@scripts/check-systems

package:
	@scripts/package

check-package: package
	@scripts/check-package

check-container:
	@scripts/check-container || [ $$? -eq 77 ]

# Which tool sees which fault: docs/detection-matrix.md and .csv, made anew.
matrix: program
	@$(build)/leaklab matrix --write docs

screenshots: program
	@scripts/need tests python3 chromium chromedriver
	@scripts/need pages esbuild
	@scripts/screenshots $(build)

bench: program
	@scripts/bench $(build)

format:
	@scripts/need tests git clang-format
	@git ls-files -co --exclude-standard '*.c' '*.h' ':!tests/*/data/*' | xargs clang-format -i

install: program
	@cmake --install $(build)

clean:
	@rm -rf $(build) build-asan build-clang build-coverage build-fuzz build-package

.PHONY: all program lesson pair hint picture watch reset next lessons check test soak fuzz slurm fresh matrix screenshots bench format systems package check-package check-container install clean
