wireprint --db sample.db diff nobody noone
