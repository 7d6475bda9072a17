bin_PROGRAMS = tools/yardstick
# Linked with the objects themselves, so that the binary in the build tree is a real one and starts at once; that the
# commands use public headers alone is checked by tests/lint/layers.sh.
tools_yardstick_LDADD = libyardstickcore.la
tools_yardstick_SOURCES = \
	%D%/cmd.h \
	%D%/cmd_aggregate.c \
	%D%/cmd_backup.c \
	%D%/cmd_check.c \
	%D%/cmd_dashboard.c \
	%D%/cmd_key.c \
	%D%/cmd_lint.c \
	%D%/cmd_log.c \
	%D%/cmd_status.c \
	%D%/cmd_submit.c \
	%D%/cmd_trace.c \
	%D%/cmd_verify.c \
	%D%/main.c \
	%D%/opt.c %D%/opt.h \
	%D%/tool.c %D%/tool.h \
	%D%/tool_finding.c \
	%D%/tool_open.c \
	%D%/tool_print.c
