import type { Evidence } from "#tests/chaos/evidence";
import { confirmedIds, invariant, repeated } from "./invariant";

const ORDER_CONFIRMED = "order-confirmed";

const outboxesOf = ({ outbox, ofPayments, ofCatalog, outboxOfUsers }: Evidence) => [
  ...outbox,
  ...ofPayments.outbox,
  ...ofCatalog.outbox,
  ...outboxOfUsers,
];

/** Returns the mails of one kind for each order, by the messages that sent them. */
const mailsByOrder = ({ messages, mails }: Evidence, kind: string) => {
  const orderOf = new Map(
    messages
      .filter((message) => message.kind === kind)
      .map(({ id, subject }) => [`mail:${id}`, subject]),
  );
  return Map.groupBy(
    mails.filter(({ idempotencyKey }) => orderOf.has(idempotencyKey ?? "")),
    ({ idempotencyKey }) => orderOf.get(idempotencyKey ?? "") ?? "",
  );
};

type Message = Evidence["messages"][number];

const keysOf = (messages: readonly Message[]) => new Set(messages.map(({ id }) => `mail:${id}`));

/**
 * Returns whether an earlier try of a message may have sent its mail although the last one had nothing to say
 * any more, as when a refund fails after the answer about its mail was lost.
 */
const mayBeSent = ({ state, reason, tries }: Message) =>
  state === "parked" && reason === "no_recipient" && tries > 1;

export const OUTSIDE = [
  invariant(
    "Q8",
    "Each confirmed order has one confirmation in its buyer's mailbox",
    (evidence) => {
      const mails = mailsByOrder(evidence, ORDER_CONFIRMED);
      const confirmed = confirmedIds(evidence);
      const emailOf = new Map(evidence.orders.map(({ id, email }) => [id, email]));
      const missing = [...confirmed].filter((id) => {
        const [mail, ...others] = mails.get(id) ?? [];
        return others.length > 0 || mail?.to[0] !== emailOf.get(id);
      });
      const wrong = [...mails.keys()].filter((id) => !confirmed.has(id));
      return [...missing, ...wrong].map((id) => `${id}: ${mails.get(id)?.length ?? 0} mails`);
    },
  ),
  invariant(
    "Q8m",
    "Every mail belongs to one message, and every message is sent once",
    (evidence) => {
      const keys = evidence.mails.map(({ idempotencyKey }) => idempotencyKey ?? "");
      const sent = evidence.messages.filter(({ state }) => state === "sent");
      const known = keysOf(sent);
      const doubted = keysOf(evidence.messages.filter(mayBeSent));
      const found = new Set(keys);
      return [
        ...repeated(keys).map((key) => `${key}: twice`),
        ...[...known.difference(found)].map((key) => `${key}: no mail`),
        ...[...found.difference(known).difference(doubted)].map((key) => `${key}: no message`),
        ...repeated(sent.map(({ kind, subject }) => `${kind} ${subject}`)),
      ];
    },
  ),
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
