EXTRA_DIST += \
	README.md \
	%D%/design.md \
	%D%/manual.md
