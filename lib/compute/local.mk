libyardstickcore_la_SOURCES += \
	%D%/aggregate.c \
	%D%/coverage.c %D%/coverage.h \
	%D%/cube.c %D%/cube.h \
	%D%/exact.c %D%/exact.h \
	%D%/figure.c %D%/figure.h \
	%D%/finish.c %D%/finish.h \
	%D%/formula.c %D%/formula.h \
	%D%/job.c \
	%D%/join.c %D%/join.h \
	%D%/note.c %D%/note.h \
	%D%/people.c %D%/people.h \
	%D%/places.c %D%/places.h \
	%D%/plan.c %D%/plan.h \
	%D%/results.c %D%/results.h \
	%D%/rows.c %D%/rows.h \
	%D%/run.c %D%/run.h \
	%D%/scan.c %D%/scan.h \
	%D%/select.c %D%/select.h \
	%D%/stats_bootstrap.c %D%/stats_bootstrap.h \
	%D%/stats_chart.c \
	%D%/stats_common.c %D%/stats_common.h \
	%D%/stats_compare.c \
	%D%/stats_describe.c \
	%D%/stats_distribution.c %D%/stats_distribution.h \
	%D%/stats_equity.c \
	%D%/stats_forecast.c %D%/stats_forecast.h \
	%D%/stats_funnel.c \
	%D%/stats_interval.c \
	%D%/stats_multiple.c \
	%D%/stats_outlier.c \
	%D%/stats_rank.c \
	%D%/stats_rates.c \
	%D%/stats_table.c \
	%D%/stats_trend.c
