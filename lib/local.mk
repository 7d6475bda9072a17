# Everything is compiled once, into a convenience library that the unit tests link too.
noinst_LTLIBRARIES = libyardstickcore.la
libyardstickcore_la_SOURCES =
libyardstickcore_la_CFLAGS = $(AM_CFLAGS) $(GSL_CFLAGS) $(SQLITE_CFLAGS) $(CJSON_CFLAGS) $(SODIUM_CFLAGS) \
	$(CRYPTO_CFLAGS) $(PCRE2_CFLAGS)
libyardstickcore_la_LIBADD = $(GSL_LIBS) $(SQLITE_LIBS) $(CJSON_LIBS) $(SODIUM_LIBS) $(CRYPTO_LIBS) $(PCRE2_LIBS) \
	$(XLSXWRITER_LIBS) -lpthread -lm

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
yardstickinclude_HEADERS = \
	%D%/yardstick/aggregate.h \
	%D%/yardstick/check.h \
	%D%/yardstick/dashboard.h \
	%D%/yardstick/error.h \
	%D%/yardstick/initiative.h \
	%D%/yardstick/stats.h \
	%D%/yardstick/stats_compare.h \
	%D%/yardstick/stats_rates.h \
	%D%/yardstick/stats_trend.h \
	%D%/yardstick/store.h \
	%D%/yardstick/table.h \
	%D%/yardstick/text.h
