libyardstickcore_la_SOURCES += \
	%D%/analysis.c \
	%D%/bridge.c \
	%D%/calendar.c %D%/calendar.h \
	%D%/catalog.c %D%/catalog.h \
	%D%/constraint.c \
	%D%/create.c \
	%D%/due.c %D%/due.h \
	%D%/expr.h \
	%D%/expr_check.c \
	%D%/expr_lex.c \
	%D%/expr_name.c \
	%D%/expr_parse.c \
	%D%/expr_parts.h \
	%D%/field.c \
	%D%/find.c \
	%D%/form.c \
	%D%/form_layout.c \
	%D%/formula.c \
	%D%/goals.c \
	%D%/indicator.c \
	%D%/initiative.c \
	%D%/label.c \
	%D%/load.c %D%/load.h \
	%D%/mapping.c %D%/mapping.h \
	%D%/mapping_value.c \
	%D%/measure.c \
	%D%/missing.c %D%/missing.h \
	%D%/model.h \
	%D%/partner.c \
	%D%/partner_csv.c \
	%D%/period_words.c \
	%D%/reader.c %D%/reader.h \
	%D%/reader_find.c \
	%D%/reader_value.c \
	%D%/records.c \
	%D%/schema.c %D%/schema.h
libyardstickcore_la_SOURCES += %D%/show.c %D%/show.h
libyardstickcore_la_SOURCES += %D%/words.c %D%/words.h
