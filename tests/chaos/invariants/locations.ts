import type { Evidence } from "#tests/chaos/evidence";
import { invariant, sumBy } from "./invariant";

type Level = Evidence["stockLevels"][number];
type Transfer = Evidence["transfers"][number];

/** Each balance with its account of the ledger. Units that orders wait for are owed, so they are subtracted. */
const BALANCES = {
  available: { account: "available", sign: 1 },
  reserved: { account: "reserved", sign: 1 },
  sold: { account: "sold", sign: 1 },
  inTransit: { account: "in_transit", sign: 1 },
  backordered: { account: "backorder", sign: -1 },
} as const;
type Balance = keyof typeof BALANCES;
const NAMES = Object.keys(BALANCES) as Balance[];

const placeOf = ({ variantId, locationId }: { variantId: string; locationId: string }) =>
  `${variantId} at ${locationId}`;

/** Returns the units that entered an account at each place, minus those that left it. */
const foldedAt = (transfers: readonly Transfer[], account: string) => {
  const moved = transfers.flatMap((transfer) => {
    const { variantId, locationId, toLocationId, quantity, fromAccount, toAccount } = transfer;
    const to = { variantId, locationId: toLocationId ?? locationId };
    return [
      ...(fromAccount === account ? [{ place: placeOf(transfer), units: -quantity }] : []),
      ...(toAccount === account ? [{ place: placeOf(to), units: quantity }] : []),
    ];
  });
  return sumBy(
    moved,
    ({ place }) => place,
    ({ units }) => units,
  );
};

const differs = (what: string, found: number, expected = 0) =>
  found === expected ? [] : [`${what} ${found}, not ${expected}`];

const variantOf = ({ variantId }: Level) => variantId;

export const LOCATIONS = [
  invariant("I1l", "No balance at a location is negative", ({ stockLevels }) =>
    stockLevels.filter((level) => NAMES.some((name) => level[name] < 0)).map(placeOf),
  ),
  invariant("I3l", "Each balance at a location is the fold of the stock ledger", (evidence) =>
    NAMES.flatMap((name) => {
      const { account, sign } = BALANCES[name];
      const sums = foldedAt(evidence.transfers, account);
      return evidence.stockLevels.flatMap((level) => {
        const place = placeOf(level);
        return differs(`${place}: ${name}`, level[name], sign * (sums.get(place) ?? 0));
      });
    }),
  ),
  invariant("I3s", "The balances of a variant are the sums of its locations", (evidence) =>
    NAMES.flatMap((name) => {
      const sums = sumBy(evidence.stockLevels, variantOf, (level) => level[name]);
      return evidence.stock.flatMap((row) =>
        differs(`${row.variantId}: ${name}`, row[name], sums.get(row.variantId)),
      );
    }),
  ),
  invariant("I5l", "What a location reserves or has sold is allocated to orders", (evidence) => {
    const allocated = sumBy(evidence.allocations, placeOf, ({ quantity }) => quantity);
    const waiting = sumBy(evidence.allocations, placeOf, (row) => row.waiting);
    return evidence.stockLevels.flatMap((level) => {
      const place = placeOf(level);
      return [
        ...differs(`${place}: held`, level.reserved + level.sold, allocated.get(place)),
        ...differs(`${place}: backordered`, level.backordered, waiting.get(place)),
      ];
    });
  }),
  invariant("loc", "Orders take units of every location", ({ allocations, stockLevels }) => {
    const used = new Set(allocations.map(({ locationId }) => locationId));
    const stocked = new Set(stockLevels.map(({ locationId }) => locationId));
    return [...stocked].filter((locationId) => !used.has(locationId));
  }),
];
