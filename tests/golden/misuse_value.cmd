for n in x -1 +1 1.5 '' ' 1' 0x10 18446744073709551616 99999999999999999999; do
    wireprint stories --limit "$n"
done
wireprint stories --sort size
wireprint stories --since yesterday
wireprint stories --until 03/04/2024
wireprint stories --min-sites 4294967296
wireprint pairs --min-resemblance 1.5
wireprint pairs --min-resemblance nan
wireprint pairs --relation near-by
wireprint add --shingle 1 x
wireprint add --batch 0 x
wireprint --threads 0 stats
wireprint diff --color maybe a b
