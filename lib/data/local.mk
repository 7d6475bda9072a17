libyardstickcore_la_SOURCES += \
	%D%/check.c \
	%D%/check_text.c \
	%D%/column.c %D%/column.h \
	%D%/convert.c %D%/convert.h \
	%D%/convert_cell.c \
	%D%/eval.c %D%/eval.h \
	%D%/find.c %D%/find.h \
	%D%/find_text.c \
	%D%/identify.c %D%/identify.h \
	%D%/import.c %D%/import.h \
	%D%/keys.c %D%/keys.h \
	%D%/match.c %D%/match.h \
	%D%/memo.c %D%/memo.h \
	%D%/source.c %D%/source.h \
	%D%/style.c %D%/style.h \
	%D%/style_date.c
