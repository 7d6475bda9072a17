TESTS += \
	%D%/example.sh \
	%D%/exports.sh \
	%D%/headers.sh \
	%D%/layers.sh \
	%D%/man.sh \
	%D%/manual.sh \
	%D%/po.sh \
	%D%/schema.sh \
	%D%/size.sh
EXTRA_DIST += \
	%D%/example.sh \
	%D%/exports.sh \
	%D%/headers.sh \
	%D%/layers.sh \
	%D%/man.sh \
	%D%/manual.sh \
	%D%/po.sh \
	%D%/schema \
	%D%/schema.py \
	%D%/schema.sh \
	%D%/size.sh
