libyardstickcore_la_SOURCES += \
	%D%/arena.c %D%/arena.h \
	%D%/buffer.c %D%/buffer.h \
	%D%/date.c %D%/date.h \
	%D%/error.c %D%/error.h \
	%D%/file.c %D%/file.h \
	%D%/hash.c %D%/hash.h \
	%D%/i18n.c %D%/i18n.h \
	%D%/number.c %D%/number.h \
	%D%/text.c %D%/text.h \
	%D%/vector.c %D%/vector.h
