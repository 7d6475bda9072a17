EXTRA_DIST += \
	README.md \
	%D%/accuracy.md \
	%D%/design.md \
	%D%/manual.md \
	%D%/para-organizaciones.md \
	%D%/make-man \
	%D%/pictures/scorecard.png

# Each command has a page, made from its --help; one line for each.
man_MANS = \
	%D%/yardstick.1 \
	%D%/yardstick-aggregate.1 \
	%D%/yardstick-backup.1 \
	%D%/yardstick-check.1 \
	%D%/yardstick-close.1 \
	%D%/yardstick-dashboard.1 \
	%D%/yardstick-export.1 \
	%D%/yardstick-init.1 \
	%D%/yardstick-key.1 \
	%D%/yardstick-lint.1 \
	%D%/yardstick-log.1 \
	%D%/yardstick-reopen.1 \
	%D%/yardstick-status.1 \
	%D%/yardstick-submit.1 \
	%D%/yardstick-trace.1 \
	%D%/yardstick-verify.1
CLEANFILES += $(man_MANS)

$(man_MANS): $(top_srcdir)/doc/make-man tools/yardstick$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && name=$(@F) && name=$${name#yardstick} && name=$${name%.1} && \
	  $(SHELL) $(top_srcdir)/doc/make-man tools/yardstick$(EXEEXT) "$${name#-}" >$@.tmp && mv $@.tmp $@
