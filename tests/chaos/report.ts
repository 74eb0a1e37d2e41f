import { table } from "#tests/bench/table";
import { answersInTime, type Share } from "./answers";
import type { Outcome } from "./chaos";
import { type Finding, NOT_APPLICABLE } from "./invariants/all";

const SAMPLES_MAX = 5;

const findingRow = ({ id, title, violations }: Finding) => [
  `${violations.length === 0 ? "✓" : "✗"} ${id} ${title}`,
  String(violations.length),
];

/** Every invariant with the number of its violations, and those that a run cannot test. */
export const findingsTable = (findings: readonly Finding[]) =>
  [
    table([["invariant", "violations"], ...findings.map(findingRow)]),
    ...NOT_APPLICABLE.map(
      ({ id, title, why, heldBy }) => `– ${id} ${title}: not tested here, ${why}; see ${heldBy}`,
    ),
  ].join("\n");

/** The first violations of each invariant. */
export const violationLines = (findings: readonly Finding[]) =>
  findings.flatMap(({ id, violations }) =>
    violations.slice(0, SAMPLES_MAX).map((violation) => `✗ ${id}: ${violation}`),
  );

const LEVELS = new Set(["error"]);

/** Returns how often the Workers logged each event as an error. */
const errorsLogged = ({ evidence }: Outcome) => {
  const counts = new Map<string, number>();
  for (const line of evidence.logged) {
    const [, level = ""] = /"level":"(\w+)"/.exec(line) ?? [];
    const [, event = line.slice(0, 80)] = /"event":"([^"]+)"/.exec(line) ?? [];
    if (LEVELS.has(level)) counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  return [...counts].map(([event, count]) => `${event} ${count}`).join(", ") || "none";
};

const countsBy = (values: readonly string[]) =>
  [...Map.groupBy(values, (value) => value)]
    .map(([value, all]) => `${all.length} ${value}`)
    .join(", ");

const shareOf = ({ inTime, all }: Share) =>
  `${inTime} of ${all} (${((100 * inTime) / Math.max(all, 1)).toFixed(2)} %)`;

type Orders = Outcome["evidence"]["orders"];

const moneyOf = (orders: Orders) =>
  [...Map.groupBy(orders, ({ currency }) => currency)]
    .map(([currency, all]) => {
      const taken = all.reduce((sum, { capturedMinor }) => sum + capturedMinor, 0);
      const back = all.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0);
      return `${taken} ${currency} taken, ${back} refunded`;
    })
    .join("; ");

const shown = (path: string) => path.replaceAll(/\/[a-z]{3}_[^/?]+/g, "").replace("/v1", "");

/** Returns how often the changes of buyers and staff were answered with each status. */
const changesAnswered = ({ evidence }: Outcome) =>
  countsBy(
    evidence.exchanges
      .filter(({ method }) => method !== "GET")
      .map(({ path, answer }) => `${shown(path)} ${answer?.status ?? "open"}`)
      .toSorted(),
  );

/** What happened in a run, in a few lines. */
export const summaryLines = (outcome: Outcome) => {
  const { evidence, kills, faults, loadSeconds, rest } = outcome;
  const { requests, buyers } = answersInTime(evidence.exchanges);
  return [
    `${evidence.orders.length} orders: ${countsBy(evidence.orders.map(({ status }) => status))}`,
    `money in minor units: ${moneyOf(evidence.orders)}`,
    `${faults} faults and ${kills} kills in ${loadSeconds.toFixed(1)} s`,
    `a definite answer in 30 s: ${shareOf(requests)} requests of buyers, ${shareOf(buyers)} buyers for all of theirs; ${rest.unanswered} requests had none until the faults ended`,
    `at rest after ${rest.seconds.toFixed(1)} s; still open: ${JSON.stringify(rest.open)}`,
    `changes answered: ${changesAnswered(outcome)}`,
    `errors logged: ${errorsLogged(outcome)}`,
  ];
};
