libyardstickcore_la_SOURCES += \
	%D%/db.c %D%/db.h \
	%D%/due.c \
	%D%/ledger.c %D%/ledger.h \
	%D%/log.c %D%/log.h \
	%D%/seal.c %D%/seal.h \
	%D%/segment.c %D%/store.h \
	%D%/supersede.c %D%/supersede.h \
	%D%/verify.c

# The tables stand in a file of their own, embedded as bytes.
EXTRA_DIST += %D%/schema.sql
BUILT_SOURCES += lib/store/schema.sql.inc
CLEANFILES += lib/store/schema.sql.inc

lib/store/schema.sql.inc: $(top_srcdir)/lib/store/schema.sql
	$(AM_V_GEN)$(MKDIR_P) lib/store && sh $(top_srcdir)/build-aux/embed-mo $(top_srcdir)/lib/store/schema.sql >$@
