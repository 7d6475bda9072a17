libyardstickcore_la_SOURCES += \
	%D%/stats_common.c %D%/stats_common.h \
	%D%/stats_describe.c \
	%D%/stats_distribution.c %D%/stats_distribution.h \
	%D%/stats_interval.c
