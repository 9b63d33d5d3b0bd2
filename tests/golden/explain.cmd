# A corrected copy; two days' market reports; one event by two agencies; a
# round-up and what it quotes; one letter on two sites; bot walls.
for pair in 'times-0305-1 ledger-0305-1' 'ledger-0304-1 times-0305-2' \
    'times-0307-1 ledger-0307-1' 'dispatch-0306-4 observer-0306-2' \
    'dispatch-0306-4 times-0305-4' 'courier-0305-1 herald-0305-1' \
    'star-0304-1 times-0306-1'; do
    echo "== $pair"
    wireprint --db sample.db explain $pair
done
