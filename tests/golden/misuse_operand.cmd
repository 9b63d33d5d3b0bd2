wireprint show
wireprint show 1 2
wireprint show one
wireprint show 0
wireprint log first
wireprint stories extra
wireprint add
wireprint diff one
wireprint remove
wireprint expire
wireprint explain one
wireprint furniture one two
