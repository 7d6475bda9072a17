libyardstickcore_la_SOURCES += \
	%D%/calendar.c %D%/calendar.h \
	%D%/due.c %D%/due.h \
	%D%/expr.h \
	%D%/expr_check.c \
	%D%/expr_lex.c \
	%D%/expr_parse.c \
	%D%/expr_parts.h \
	%D%/find.c \
	%D%/label.c \
	%D%/measure.c \
	%D%/missing.c %D%/missing.h \
	%D%/model.h
