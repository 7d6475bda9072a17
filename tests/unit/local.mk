check_PROGRAMS += \
	%D%/test_base \
	%D%/test_calendar \
	%D%/test_column \
	%D%/test_csv \
	%D%/test_desk \
	%D%/test_dashboard \
	%D%/test_eval \
	%D%/test_exact \
	%D%/test_expr \
	%D%/test_initiative \
	%D%/test_json \
	%D%/test_segment \
	%D%/test_stats \
	%D%/test_stats_edges \
	%D%/test_store \
	%D%/test_table

tests_unit_test_base_SOURCES = %D%/test_base.c
tests_unit_test_calendar_SOURCES = %D%/test_calendar.c
tests_unit_test_column_SOURCES = %D%/test_column.c
tests_unit_test_csv_SOURCES = %D%/test_csv.c
tests_unit_test_desk_SOURCES = %D%/test_desk.c
tests_unit_test_dashboard_SOURCES = %D%/test_dashboard.c
tests_unit_test_expr_SOURCES = %D%/test_expr.c
tests_unit_test_initiative_SOURCES = %D%/test_initiative.c
tests_unit_test_json_SOURCES = %D%/test_json.c
tests_unit_test_segment_SOURCES = %D%/test_segment.c
tests_unit_test_stats_SOURCES = %D%/test_stats.c
tests_unit_test_stats_edges_SOURCES = %D%/test_stats_edges.c
tests_unit_test_store_SOURCES = %D%/test_store.c
tests_unit_test_table_SOURCES = %D%/test_table.c
tests_unit_test_eval_SOURCES = %D%/test_eval.c
tests_unit_test_exact_SOURCES = %D%/test_exact.c
