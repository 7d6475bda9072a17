libyardstickcore_la_SOURCES += \
	%D%/csv.c %D%/csv.h \
	%D%/csv_scan.c %D%/csv_scan.h \
	%D%/encoding.c %D%/encoding.h \
	%D%/json.c %D%/json.h \
	%D%/layout.c %D%/layout.h \
	%D%/pattern.c %D%/pattern.h
