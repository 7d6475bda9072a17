# Everything is compiled once, into a convenience library that the unit tests link too.
noinst_LTLIBRARIES = libyardstickcore.la
libyardstickcore_la_SOURCES =
libyardstickcore_la_CFLAGS = $(AM_CFLAGS) $(GSL_CFLAGS) $(SQLITE_CFLAGS) $(CJSON_CFLAGS) $(SODIUM_CFLAGS) \
	$(CRYPTO_CFLAGS) $(PCRE2_CFLAGS) $(WORKBOOK_CFLAGS)
libyardstickcore_la_LIBADD = $(GSL_LIBS) $(SQLITE_LIBS) $(CJSON_LIBS) $(SODIUM_LIBS) $(CRYPTO_LIBS) $(PCRE2_LIBS) \
	$(WORKBOOK_LIBS) $(XLSXWRITER_LIBS) -lpthread -lm

include %D%/base/local.mk
include %D%/formats/local.mk
include %D%/model/local.mk
include %D%/data/local.mk
include %D%/store/local.mk
include %D%/compute/local.mk
include %D%/report/local.mk

# The installed library exports ys_x and hides ys__x.
lib_LTLIBRARIES = libyardstick.la
libyardstick_la_SOURCES =
libyardstick_la_LIBADD = libyardstickcore.la
libyardstick_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info $(YS_LT_VERSION) \
	-export-symbols-regex '^ys_[a-z]'

yardstickincludedir = $(includedir)/yardstick
yardstickinclude_HEADERS =
yardstickinclude_HEADERS += %D%/yardstick/aggregate.h
yardstickinclude_HEADERS += %D%/yardstick/changes.h
yardstickinclude_HEADERS += %D%/yardstick/check.h
yardstickinclude_HEADERS += %D%/yardstick/dashboard.h
yardstickinclude_HEADERS += %D%/yardstick/error.h
yardstickinclude_HEADERS += %D%/yardstick/export.h
yardstickinclude_HEADERS += %D%/yardstick/initiative.h
yardstickinclude_HEADERS += %D%/yardstick/key.h
yardstickinclude_HEADERS += %D%/yardstick/panel.h
yardstickinclude_HEADERS += %D%/yardstick/read.h
yardstickinclude_HEADERS += %D%/yardstick/sql.h
yardstickinclude_HEADERS += %D%/yardstick/stats.h
yardstickinclude_HEADERS += %D%/yardstick/stats_compare.h
yardstickinclude_HEADERS += %D%/yardstick/stats_model.h
yardstickinclude_HEADERS += %D%/yardstick/stats_rates.h
yardstickinclude_HEADERS += %D%/yardstick/stats_regression.h
yardstickinclude_HEADERS += %D%/yardstick/stats_trend.h
yardstickinclude_HEADERS += %D%/yardstick/store.h
yardstickinclude_HEADERS += %D%/yardstick/study.h
yardstickinclude_HEADERS += %D%/yardstick/table.h
yardstickinclude_HEADERS += %D%/yardstick/template.h
yardstickinclude_HEADERS += %D%/yardstick/text.h
yardstickinclude_HEADERS += %D%/yardstick/trace.h
