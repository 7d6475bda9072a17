libyardstickcore_la_SOURCES += \
	%D%/board.c %D%/board.h \
	%D%/changes_table.c \
	%D%/chart.c %D%/chart.h \
	%D%/dashboard.c %D%/dashboard.h \
	%D%/dashboard_blocks.c \
	%D%/dashboard_data.c \
	%D%/dashboard_dictionary.c \
	%D%/dashboard_parts.c \
	%D%/dashboard_partners.c \
	%D%/dashboard_same.c \
	%D%/dashboard_scorecard.c \
	%D%/dashboard_trends.c \
	%D%/expected.c %D%/expected.h \
	%D%/export_results.c %D%/export_results.h \
	%D%/findings.c \
	%D%/package.c %D%/package.h \
	%D%/package_json.c \
	%D%/panel_table.c \
	%D%/rows.c %D%/rows.h \
	%D%/rows_csv.c \
	%D%/show.c %D%/show.h \
	%D%/sql_results.c %D%/sql_results.h \
	%D%/standing.c %D%/standing.h \
	%D%/style.c %D%/style.h \
	%D%/table.c %D%/table.h \
	%D%/table_text.c \
	%D%/template.c %D%/template.h \
	%D%/template_book.c \
	%D%/template_check.c %D%/template_check.h \
	%D%/template_parts.c %D%/template_parts.h \
	%D%/template_rule.c \
	%D%/trace.h \
	%D%/trace_fields.c \
	%D%/trace_table.c \
	%D%/trace_text.c \
	%D%/wanted.c %D%/wanted.h \
	%D%/workbook.c %D%/workbook.h

# A loadable extension for the sqlite3 shell. Two files speak to the host's SQLite, and are compiled once more for that.
pkglib_LTLIBRARIES = yardstick.la
yardstick_la_SOURCES = %D%/sql_extension.c lib/store/sql_table.c
yardstick_la_CPPFLAGS = $(AM_CPPFLAGS) -DYS_SQL_EXTENSION
yardstick_la_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
yardstick_la_LIBADD = libyardstickcore.la
yardstick_la_LDFLAGS = $(AM_LDFLAGS) -module -shared -avoid-version -no-undefined \
	-export-symbols-regex '^sqlite3_yardstick_init$$'
