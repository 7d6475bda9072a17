libyardstickcore_la_SOURCES +=
