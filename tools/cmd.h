/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_H
#define CMD_H

#include "tool.h"

/* One line for each cmd_NAME.c; main.c lists them in the order of help. */
extern const command cmd_aggregate;
extern const command cmd_backup;
extern const command cmd_changes;
extern const command cmd_check;
extern const command cmd_close;
extern const command cmd_dashboard;
extern const command cmd_export;
extern const command cmd_init;
extern const command cmd_key;
extern const command cmd_lint;
extern const command cmd_log;
extern const command cmd_read;
extern const command cmd_reopen;
extern const command cmd_sql;
extern const command cmd_stats;
extern const command cmd_status;
extern const command cmd_submit;
extern const command cmd_template;
extern const command cmd_trace;
extern const command cmd_verify;

#endif
