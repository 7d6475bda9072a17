s/"periods_across"/"factors": { "visits": 1000 }, "periods_across"/
