wireprint help expire
