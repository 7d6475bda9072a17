libyardstickcore_la_SOURCES += \
	%D%/check.c %D%/check.h \
	%D%/closed.c \
	%D%/closing.c %D%/closing.h \
	%D%/db.c %D%/db.h \
	%D%/desk.c %D%/desk.h \
	%D%/desk_file.c \
	%D%/due.c \
	%D%/export_sqlite.c \
	%D%/key.c \
	%D%/ledger.c %D%/ledger.h \
	%D%/listing.c %D%/listing.h \
	%D%/log.c %D%/log.h \
	%D%/packed.c %D%/packed.h \
	%D%/parts.c %D%/parts.h \
	%D%/past.c %D%/past.h \
	%D%/plain.c %D%/plain.h \
	%D%/seal.c %D%/seal.h \
	%D%/segment.c %D%/segment.h %D%/store.h \
	%D%/sql.c %D%/sql_extra.h \
	%D%/sql_table.c %D%/sql_table.h \
	%D%/statement.c \
	%D%/submit.c \
	%D%/supersede.c %D%/supersede.h \
	%D%/total.c \
	%D%/verify.c \
	%D%/view.c

# The tables stand in a file of their own, embedded as bytes.
EXTRA_DIST += %D%/schema.sql
BUILT_SOURCES += lib/store/schema.sql.inc
CLEANFILES += lib/store/schema.sql.inc

lib/store/schema.sql.inc: $(top_srcdir)/lib/store/schema.sql
	$(AM_V_GEN)$(MKDIR_P) lib/store && sh $(top_srcdir)/build-aux/embed-mo $(top_srcdir)/lib/store/schema.sql >$@
