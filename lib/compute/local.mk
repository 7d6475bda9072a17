libyardstickcore_la_SOURCES += \
	%D%/stats_bootstrap.c %D%/stats_bootstrap.h \
	%D%/stats_common.c %D%/stats_common.h \
	%D%/stats_compare.c \
	%D%/stats_describe.c \
	%D%/stats_distribution.c %D%/stats_distribution.h \
	%D%/stats_interval.c \
	%D%/stats_multiple.c \
	%D%/stats_rank.c \
	%D%/stats_table.c
