wireprint help remove
