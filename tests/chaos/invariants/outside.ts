import type { Evidence } from "#tests/chaos/evidence";
import { invariant } from "./invariant";

const outboxesOf = ({ outbox, ofPayments, ofCatalog, ...others }: Evidence) => [
  ...outbox,
  ...ofPayments.outbox,
  ...ofCatalog.outbox,
  ...others.outboxOfUsers,
  ...others.outboxOfNotifications,
];

export const OUTSIDE = [
  invariant("Q9", "Every event is acknowledged", (evidence) =>
    outboxesOf(evidence)
      .filter(({ acknowledgedAt }) => acknowledgedAt === null)
      .map(({ id, type, deadAt }) => `${type} ${id}: ${deadAt === null ? "open" : "dead"}`),
  ),
  invariant("Q11", "The search index has every published product in its version", (evidence) => {
    const { ofCatalog, searchVersions } = evidence;
    const published = new Map(
      ofCatalog.products
        .filter(({ status }) => status === "published")
        .map(({ id, version }) => [id, version]),
    );
    const ids = new Set([...published.keys(), ...searchVersions.keys()]);
    return [...ids]
      .filter((id) => published.get(id) !== searchVersions.get(id))
      .map((id) => `${id}: index ${searchVersions.get(id)}, catalog ${published.get(id)}`);
  }),
  invariant("Q11s", "The catalog shows as in stock what has units", ({ ofCatalog, stock }) => {
    const available = new Map(stock.map((row) => [row.variantId, row.available]));
    return ofCatalog.variants
      .filter(({ id, tracked }) => tracked && available.has(id))
      .filter(({ id, inStock }) => inStock !== (available.get(id) ?? 0) > 0)
      .map(({ id, inStock }) => `${id}: ${available.get(id)} units, shown as ${inStock}`);
  }),
  invariant("Q16", "No request is left in progress", ({ requests }) =>
    requests.filter(({ status }) => status === null).map(({ scope, key }) => `${scope} ${key}`),
  ),
  invariant("Q17", "What the queue gave up, the cron has handed over", (evidence) => {
    const done = outboxesOf(evidence).filter(({ acknowledgedAt }) => acknowledgedAt !== null);
    const ids = new Set(done.map(({ id }) => id));
    return evidence.deadLetters
      .map(({ body }) => (JSON.parse(body) as { id: string }).id)
      .filter((id) => !ids.has(id));
  }),
  invariant(
    "Q17r",
    "Delivering every event again changes nothing",
    ({ afterReplay }) => afterReplay,
  ),
  invariant("Q18", "Two further sweeps change nothing", ({ afterSweeps }) => afterSweeps),
  invariant("break", "The reconciliation finds no difference", ({ ofPayments }) =>
    ofPayments.breaks.map(({ kind, providerRef }) => `${kind} ${providerRef}`),
  ),
];
