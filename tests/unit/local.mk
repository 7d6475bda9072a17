check_PROGRAMS += \
	%D%/test_base

tests_unit_test_base_SOURCES = %D%/test_base.c
