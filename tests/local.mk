# Every test speaks TAP. Unit tests link the convenience library, so the objects tested are the objects shipped.
TEST_EXTENSIONS = .sh

# Make would build a file x from x.sh by itself, also into the distribution where x is a folder beside its driver.
%: %.sh

TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	LC_ALL=C.UTF-8; export LC_ALL; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	CC='$(CC)'; export CC; \
	PYTHON="$${PYTHON-/usr/bin/python3}"; export PYTHON; \
	ASAN_OPTIONS=exitcode=86; UBSAN_OPTIONS=exitcode=86:print_stacktrace=1; export ASAN_OPTIONS UBSAN_OPTIONS; \
	YARDSTICK_SANITIZED='$(SANITIZE_FLAGS)'; export YARDSTICK_SANITIZED;

check_PROGRAMS =
TESTS = $(check_PROGRAMS)
EXTRA_DIST += %D%/unit/tap.h %D%/run.sh %D%/distcheck.sh
LDADD = libyardstickcore.la

include %D%/unit/local.mk
include %D%/lint/local.mk
include %D%/cli/local.mk
include %D%/conformance/local.mk
include %D%/accuracy/local.mk
include %D%/fuzz/local.mk

# The folders beside the drivers hold what they work with.
TESTS += \
	%D%/install.sh \
	%D%/run-dashboard.sh \
	%D%/run-example.sh \
	%D%/run-faults.sh \
	%D%/run-filled.sh \
	%D%/run-findings.sh \
	%D%/run-fuzz.sh \
	%D%/run-large.sh \
	%D%/run-layouts.sh \
	%D%/run-libraries.sh \
	%D%/run-memory.sh \
	%D%/run-participants.sh \
	%D%/run-panel.sh \
	%D%/run-peak.sh \
	%D%/run-planted.sh \
	%D%/run-twin.sh \
	%D%/run-variants.sh
EXTRA_DIST += \
	%D%/bench/run.sh \
	%D%/bench/stats.sh \
	%D%/dashboard/check.py \
	%D%/dashboard/recalculate.xcu \
	%D%/faults \
	%D%/filled \
	%D%/install.sh \
	%D%/layouts/layouts.py \
	%D%/libraries \
	%D%/participants \
	%D%/planted \
	%D%/run-dashboard.sh \
	%D%/run-example.sh \
	%D%/run-faults.sh \
	%D%/run-filled.sh \
	%D%/run-findings.sh \
	%D%/run-fuzz.sh \
	%D%/run-large.sh \
	%D%/run-layouts.sh \
	%D%/run-libraries.sh \
	%D%/run-memory.sh \
	%D%/run-participants.sh \
	%D%/run-panel.sh \
	%D%/run-peak.sh \
	%D%/run-planted.sh \
	%D%/run-twin.sh \
	%D%/run-variants.sh \
	%D%/twin/panel.py \
	%D%/twin/twin.py \
	%D%/variants/variants.py

# The unit tests and the command line once more, each program under valgrind, which makes it fail where it finds fault.
VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
	--show-leak-kinds=definite --child-silent-after-fork=yes
.PHONY: check-valgrind
check-valgrind:
	$(MAKE) $(AM_MAKEFLAGS) check LOG_COMPILER='$(VALGRIND)' YARDSTICK_WRAP='$(VALGRIND)' \
	  TESTS='$(check_PROGRAMS) tests/run-cli.sh'

clean-local:
	chmod -R u+w tests/*-work 2>/dev/null; rm -rf tests/*-work
