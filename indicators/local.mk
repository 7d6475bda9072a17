catalogdir = $(pkgdatadir)/indicators
dist_catalog_DATA = \
	%D%/job-seekers.json
