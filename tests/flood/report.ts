import { table } from "#tests/bench/table";
import { type Check, spread } from "./bounds";
import type { Purchases } from "./buyer";
import type { Cores } from "./cores";
import type { Tally } from "./crowd";
import type { Holdings } from "./holdings";

const count = (number: number) => Math.round(number).toLocaleString("en");

export const checksTable = (checks: readonly Check[]) =>
  table([
    ["", "found", "at most"],
    ...checks.map(({ what, found, atMost }) => [
      `${found <= atMost ? "✓" : "✗"} ${what}`,
      ...[count(found), count(atMost)],
    ]),
  ]);

export const purchasesLine = (when: string, { latenciesMs, failures }: Purchases) => {
  const { p50, p99, max } = spread(latenciesMs);
  return `${when}: ${latenciesMs.length} honest purchases, p50 ${count(p50)} ms, p99 ${count(p99)} ms, max ${count(max)} ms; ${failures.length} failed`;
};

/** The answers to strangers, by act and status. */
export const tallyTable = ({ statuses }: Tally) => {
  const columns = [...new Set(Object.values(statuses).flatMap((counts) => Object.keys(counts)))];
  const rows = Object.entries(statuses).map(([act, counts]) => [
    act,
    ...columns.toSorted().map((status) => count(counts[status] ?? 0)),
  ]);
  return table([["act", ...columns.toSorted()], ...rows]);
};

/** Each table and each Redis before the flood, after it, and later. */
export const holdingsTable = (readings: Readonly<Record<string, Holdings>>) => {
  const all = Object.values(readings);
  const names = Object.keys(all[0]?.tables ?? {}).filter(
    (name) => new Set(all.map(({ tables }) => tables[name]?.rows ?? 0)).size > 1,
  );
  const cell = ({ rows, bytes }: { rows: number; bytes: number }) =>
    `${count(rows)} (${count(bytes / 1024)} KiB)`;
  const none = { rows: 0, bytes: 0 };
  return table([
    ["rows (bytes)", ...Object.keys(readings)],
    ...names.map((name) => [name, ...all.map(({ tables }) => cell(tables[name] ?? none))]),
    ...(["carts", "counters"] as const).map((name) => [
      `Redis of ${name}, keys`,
      ...all.map(({ redis }) => cell({ rows: redis[name].keys, bytes: redis[name].bytes })),
    ]),
  ]);
};

/** The cores that each process and all other programs used during the flood. */
export const coresLine = ({ used, others, ofMachine }: Cores) => {
  const parts = Object.entries(used).map(([name, cores]) => `${name} ${cores.toFixed(2)}`);
  return `Cores of ${ofMachine}: ${parts.join(", ")}, other programs ${others.toFixed(2)}`;
};
