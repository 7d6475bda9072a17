catalogdir = $(pkgdatadir)/indicators
dist_catalog_DATA =
