import type { Purchases } from "./buyer";
import type { Tally } from "./crowd";
import type { Holdings } from "./holdings";

const MIB = 1024 * 1024;

/**
 * The maximum cost of a flood. docs/security.md bounds single objects, such as one cart; these sums
 * belong to this command, with room above what ten minutes were measured to leave.
 */
export const FLOOD_BOUNDS = {
  honestPurchaseMs: 2000,
  cartsRedisBytes: 512 * MIB,
  countersRedisBytes: 64 * MIB,
  /** All databases together. */
  databaseBytes: 512 * MIB,
  /** All nine Workers share one process here; an isolate may have 128 MiB. */
  residentBytes: 7 * 128 * MIB,
  auditRows: 50_000,
} as const;

export interface Check {
  what: string;
  found: number;
  atMost: number;
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Returns median, 99th percentile and maximum of latencies; 0 if there are none. */
export const spread = (latenciesMs: readonly number[]) => {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const [p50, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
  return { p50, p99, max: sorted.at(-1) ?? 0 };
};

const totalBytes = ({ tables }: Holdings) =>
  Object.values(tables).reduce((sum, { bytes }) => sum + bytes, 0);

export interface Outcome {
  tally: Tally;
  purchases: Purchases;
  /** All readings during the flood, with the one after it last. */
  held: readonly Holdings[];
}

/** Compares the results of a flood with its bounds. */
export const checksOf = ({ tally, purchases, held }: Outcome): Check[] => {
  const bounds = FLOOD_BOUNDS;
  const most = (of: (holdings: Holdings) => number) => Math.max(0, ...held.map(of));
  return [
    {
      what: "the longest honest purchase, ms",
      found: spread(purchases.latenciesMs).max,
      atMost: bounds.honestPurchaseMs,
    },
    { what: "honest purchases that failed", found: purchases.failures.length, atMost: 0 },
    {
      what: "5xx other than 503 with Retry-After, connections broken off",
      found: tally.faultCount,
      atMost: 0,
    },
    {
      what: "bytes in the Redis of carts",
      found: most(({ redis }) => redis.carts.bytes),
      atMost: bounds.cartsRedisBytes,
    },
    {
      what: "bytes in the Redis of counters",
      found: most(({ redis }) => redis.counters.bytes),
      atMost: bounds.countersRedisBytes,
    },
    { what: "bytes in all databases", found: most(totalBytes), atMost: bounds.databaseBytes },
    {
      what: "resident bytes of the Workers' process",
      found: most(({ residentBytes }) => residentBytes ?? 0),
      atMost: bounds.residentBytes,
    },
    {
      what: "audit rows",
      found: most(({ tables }) => tables["users.audit_entries"]?.rows ?? 0),
      atMost: bounds.auditRows,
    },
  ];
};

/** Returns whether every bound held and there were honest purchases. */
export const hasHeld = (checks: readonly Check[], purchases: Purchases) =>
  purchases.latenciesMs.length > 0 && checks.every(({ found, atMost }) => found <= atMost);
