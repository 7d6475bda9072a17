check_PROGRAMS += \
	%D%/test_base \
	%D%/test_stats

tests_unit_test_base_SOURCES = %D%/test_base.c
tests_unit_test_stats_SOURCES = %D%/test_stats.c
