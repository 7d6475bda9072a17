# Statistics against certified values and R.
