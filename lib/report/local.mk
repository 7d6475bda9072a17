libyardstickcore_la_SOURCES += \
	%D%/table.c %D%/table.h \
	%D%/table_text.c
