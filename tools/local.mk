bin_PROGRAMS = tools/yardstick
# Linked with the objects themselves, so that the binary in the build tree is a real one and starts at once; that the
# commands use public headers alone is checked by tests/lint/layers.sh.
tools_yardstick_LDADD = libyardstickcore.la
tools_yardstick_SOURCES = \
	%D%/main.c
