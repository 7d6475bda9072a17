libyardstickcore_la_SOURCES += \
	%D%/eval.c %D%/eval.h
