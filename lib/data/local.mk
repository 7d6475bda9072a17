libyardstickcore_la_SOURCES += \
	%D%/column.c %D%/column.h \
	%D%/eval.c %D%/eval.h
