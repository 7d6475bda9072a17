libyardstickcore_la_SOURCES += \
	%D%/calendar.c %D%/calendar.h \
	%D%/expr.h \
	%D%/label.c \
	%D%/missing.c %D%/missing.h \
	%D%/model.h
