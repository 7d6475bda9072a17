# Statistics against certified values and R. The reference tables are committed: the tests need no R, `make ref` makes
# them anew (Debian: r-base-core and the packages each script names).
check_PROGRAMS += %D%/certified %D%/grid %D%/reference %D%/speed

tests_accuracy_certified_SOURCES = %D%/certified.c

tests_accuracy_grid_SOURCES = %D%/grid.c

tests_accuracy_speed_SOURCES = %D%/speed.c

tests_accuracy_reference_SOURCES = \
	%D%/ref.c %D%/ref.h \
	%D%/ref_compare.c \
	%D%/ref_describe.c \
	%D%/ref_interval.c \
	%D%/ref_model.c \
	%D%/ref_rates.c \
	%D%/ref_regression.c \
	%D%/ref_trend.c

accuracy_csv = \
	%D%/r/bootstrap.csv \
	%D%/r/chart.csv \
	%D%/r/compare.csv \
	%D%/r/describe.csv \
	%D%/r/forecast.csv \
	%D%/r/grid.csv \
	%D%/r/interval.csv \
	%D%/r/model.csv \
	%D%/r/rates.csv \
	%D%/r/regression.csv \
	%D%/r/table.csv \
	%D%/r/trend.csv

accuracy_r = \
	%D%/r/compare.R \
	%D%/r/describe.R \
	%D%/r/grid.R \
	%D%/r/interval.R \
	%D%/r/model.R \
	%D%/r/rates.R \
	%D%/r/regression.R \
	%D%/r/trend.R

EXTRA_DIST += %D%/r/common.R $(accuracy_r) $(accuracy_csv)

.PHONY: ref
ref:
	cd $(top_srcdir)/tests/accuracy/r && for script in $(accuracy_r); do Rscript "$${script##*/}" . || exit 1; done
