# A test is one file of the same name; tests/lint/layers.sh sees to it that each stands here.
check_PROGRAMS += %D%/test_base
check_PROGRAMS += %D%/test_calendar
check_PROGRAMS += %D%/test_column
check_PROGRAMS += %D%/test_csv
check_PROGRAMS += %D%/test_dashboard
check_PROGRAMS += %D%/test_desk
check_PROGRAMS += %D%/test_eval
check_PROGRAMS += %D%/test_exact
check_PROGRAMS += %D%/test_expr
check_PROGRAMS += %D%/test_initiative
check_PROGRAMS += %D%/test_json
check_PROGRAMS += %D%/test_segment
check_PROGRAMS += %D%/test_select
check_PROGRAMS += %D%/test_stats
check_PROGRAMS += %D%/test_stats_edges
check_PROGRAMS += %D%/test_store
check_PROGRAMS += %D%/test_table
