# Every test speaks TAP. Unit tests link the convenience library, so the objects tested are the objects shipped.
TEST_EXTENSIONS = .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	LC_ALL=C.UTF-8; export LC_ALL; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	YARDSTICK_SANITIZED='$(SANITIZE_FLAGS)'; export YARDSTICK_SANITIZED;

check_PROGRAMS =
TESTS = $(check_PROGRAMS)
EXTRA_DIST += %D%/unit/tap.h
LDADD = libyardstickcore.la

include %D%/unit/local.mk
include %D%/lint/local.mk
include %D%/cli/local.mk
include %D%/accuracy/local.mk
