bin_PROGRAMS = tools/yardstick
# Linked with the objects themselves, so that the binary in the build tree is a real one and starts at once; that the
# commands use public headers alone is checked by tests/lint/layers.sh.
tools_yardstick_LDADD = libyardstickcore.la
tools_yardstick_SOURCES =
tools_yardstick_SOURCES += %D%/cmd.h
tools_yardstick_SOURCES += %D%/cmd_aggregate.c
tools_yardstick_SOURCES += %D%/cmd_backup.c
tools_yardstick_SOURCES += %D%/cmd_check.c
tools_yardstick_SOURCES += %D%/cmd_close.c
tools_yardstick_SOURCES += %D%/cmd_dashboard.c
tools_yardstick_SOURCES += %D%/cmd_export.c
tools_yardstick_SOURCES += %D%/cmd_key.c
tools_yardstick_SOURCES += %D%/cmd_lint.c
tools_yardstick_SOURCES += %D%/cmd_log.c
tools_yardstick_SOURCES += %D%/cmd_reopen.c
tools_yardstick_SOURCES += %D%/cmd_status.c
tools_yardstick_SOURCES += %D%/cmd_submit.c
tools_yardstick_SOURCES += %D%/cmd_trace.c
tools_yardstick_SOURCES += %D%/cmd_verify.c
tools_yardstick_SOURCES += %D%/main.c
tools_yardstick_SOURCES += %D%/opt.c
tools_yardstick_SOURCES += %D%/opt.h
tools_yardstick_SOURCES += %D%/tool.c
tools_yardstick_SOURCES += %D%/tool.h
tools_yardstick_SOURCES += %D%/tool_finding.c
tools_yardstick_SOURCES += %D%/tool_open.c
tools_yardstick_SOURCES += %D%/tool_print.c
