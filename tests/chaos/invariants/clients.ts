import { cancelRefundId } from "#orders/refunds/cancel-refund-id.rules";
import { asPlaced } from "#orders/timeline/fold.rules";
import { answersInTime } from "#tests/chaos/answers";
import { BUYER_PASSWORD } from "#tests/chaos/buyer";
import type { Evidence } from "#tests/chaos/evidence";
import type { Exchange } from "#tests/chaos/journal";
import { STAFF_PASSWORD } from "#tests/chaos/staff";
import type { Json } from "#tests/system";
import { byOrder, invariant, repeated } from "./invariant";

const CANARY = /canary-(\d+)-tweets/g;
/** What no log line and no error may contain. */
const SECRETS = [
  /canary-\d+-tweets/,
  new RegExp(STAFF_PASSWORD),
  new RegExp(BUYER_PASSWORD),
  /bodega-dev/,
  /\beyJ[\w-]{20,}\./,
];

/** The share of buyers who may wait longer for the answer to one of their requests. */
const LATE_SHARE_MAX = 0.01;

const isPlacing = ({ method, path }: Exchange) => method === "POST" && path === "/v1/orders";
const isRead = ({ method, path }: Exchange) =>
  method === "GET" && /^\/v1\/orders\/[^/]+$/.test(path);

const answersOf = (exchanges: readonly Exchange[], isWanted: (one: Exchange) => boolean) =>
  exchanges.flatMap((exchange) => {
    const { answer } = exchange;
    return answer && isWanted(exchange) ? [{ exchange, ...answer }] : [];
  });

const bodiesOf = (
  exchanges: readonly Exchange[],
  status: number,
  isWanted: (one: Exchange) => boolean,
): Json[] =>
  answersOf(exchanges, isWanted)
    .filter((answer) => answer.status === status)
    .map(({ text }) => JSON.parse(text));

/** Returns an answer without what differs between two answers to the same request. */
const comparable = ({ status, text }: { status: number; text: string }) =>
  `${status} ${text.replace(/"requestId":"[^"]*"/, "")}`;

const STATUSES = ["pending", "payment_requested", "confirmed", "shipped", "delivered"];

/** Returns how far an order has come, as numbers that never fall for one reader. */
const progressOf = ({ status, shipments, refunds, returns }: Json) => [
  // An exchange lets an order be confirmed, shipped and delivered again.
  STATUSES.indexOf(status) +
    STATUSES.length * returns.filter((one: Json) => one.status === "exchanged").length,
  // A cancellation removes those that wait to be collected.
  shipments.filter(({ shippedAt }: Json) => shippedAt !== null).length,
  refunds.length,
];

interface Read {
  startedAt: number;
  endedAt: number;
  order: Json;
}

const isBehind = (read: Read, before: Read) => {
  if (before.order.status === "cancelled") return read.order.status !== "cancelled";
  if (read.order.status === "cancelled") return false;
  const earlier = progressOf(before.order);
  return progressOf(read.order).some((value, at) => value < (earlier[at] ?? 0));
};

/** Returns whether a read is behind one that had ended before it began. */
const wentBack = (reads: readonly Read[]) =>
  reads.some((read) =>
    reads.some((before) => before.endedAt <= read.startedAt && isBehind(read, before)),
  );

/** Returns how an acknowledged order differs from the stored one, as it was before its edits. */
const difference = (
  answered: Json,
  stored: Evidence["orders"][number] | undefined,
  timeline: readonly Evidence["entries"][number][],
) => {
  if (!stored) return "lost";
  const row = { ...stored, ...asPlaced(stored, timeline) };
  const units = (lines: Json) => lines.map(({ id, quantity }: Json) => [id, quantity]);
  const isSame =
    answered.number === row.number &&
    answered.email === row.email &&
    answered.totals.total.amount === row.totalMinor &&
    Bun.deepEquals(units(answered.lines), units(row.snapshot.lines));
  return isSame ? undefined : "differs";
};

const orderIn = ({ path }: Exchange) =>
  path.split("/").find((part) => part.startsWith("ord_")) ?? "";
/** Returns a function that returns the ids of an order's parts that were answered. */
const answeredIds = (exchanges: readonly Exchange[], ending: string) => {
  const made = answersOf(exchanges, ({ path }) => path.endsWith(ending)).filter(
    ({ status }) => status === 201,
  );
  const byOrder = Map.groupBy(made, ({ exchange }) => orderIn(exchange));
  return (orderId: string) =>
    new Set(byOrder.get(orderId)?.map(({ text }) => JSON.parse(text).id as string));
};

/** Returns the ids of the refunds that staff asked for by themselves. */
const askedRefunds = (
  { id: orderId, afterSale }: Evidence["orders"][number],
  fromConsole: ReadonlySet<string>,
) => {
  const ofReturns = new Set(afterSale?.returns.map(({ refundId }) => refundId));
  const others = new Set([...fromConsole, ...ofReturns]);
  // The refunds of a whole cancellation have ids of their own, and that of cancelled units a reason.
  const isOfCancel = (id: string) => id.startsWith(cancelRefundId(orderId));
  const refunds = afterSale?.refunds ?? [];
  // Money of several payments goes back in parts, of which the answer names the first.
  const isPart = (id: string) =>
    refunds.some((first) => id !== first.id && /^p\d+$/.test(id.replace(first.id, "")));
  const asked = refunds.filter(
    ({ id, reason }) => !others.has(id) && !isOfCancel(id) && !isPart(id) && reason === null,
  );
  return idsOf(asked);
};

/** Returns a difference between the edits of each order and the answers to its edits. */
const unexplainedEdits = ({ orders, exchanges, entries }: Evidence) => {
  const answered = answersOf(exchanges, ({ path }) => path.endsWith("/edits")).filter(
    ({ status }) => status === 201,
  );
  const asked = Map.groupBy(answered, ({ exchange }) => orderIn(exchange));
  const edited = byOrder(
    entries.filter(({ type, data }) => type === "edited" && data.returnId === undefined),
  );
  return orders.flatMap(({ id }) => {
    const [wanted, found] = [asked.get(id)?.length ?? 0, edited.get(id)?.length ?? 0];
    return wanted === found ? [] : [`${id}: ${found} edits of ${wanted}`];
  });
};

/** Returns relocations that no answered request explains, and answers without a relocation. */
const unexplainedRelocations = ({ relocations, exchanges }: Evidence) => {
  const sent = bodiesOf(exchanges, 201, ({ path }) => path === "/v1/admin/relocations");
  return [...idsOf(sent).symmetricDifference(idsOf(relocations))];
};

const idsOf = (items: readonly { id: string }[] = []) => new Set(items.map(({ id }) => id));

/** Returns the effects of an order that no answered request explains, and answers without effect. */
const unexplained = ({ orders, exchanges, entries, ofPayments }: Evidence) => {
  const shipments = Map.groupBy(
    entries.filter(({ type }) => type === "shipped" || type === "ready_for_pickup"),
    ({ orderId }) => orderId,
  );
  const answered = {
    shipments: answeredIds(exchanges, "/shipments"),
    refunds: answeredIds(exchanges, "/refunds"),
    returns: answeredIds(exchanges, "/returns"),
  };
  const fromConsole = idsOf(ofPayments.refunds.filter(({ origin }) => origin === "provider"));
  return orders.flatMap((order) => {
    const effects = {
      shipments: new Set(
        shipments.get(order.id)?.map(({ data }) => String(Object(data).shipmentId)),
      ),
      refunds: askedRefunds(order, fromConsole),
      returns: idsOf(order.afterSale?.returns),
    };
    return (["shipments", "refunds", "returns"] as const).flatMap((kind) =>
      [...effects[kind].symmetricDifference(answered[kind](order.id))].map(
        (id) => `${order.id}: ${id}`,
      ),
    );
  });
};

export const CLIENTS = [
  invariant("I12", "Two answers for one key are equal", ({ exchanges }) => {
    const keyed = answersOf(exchanges, ({ key }) => key !== null);
    const groups = Map.groupBy(
      keyed,
      ({ exchange: { actor, method, path, key } }) => `${actor} ${method} ${path} ${key}`,
    );
    return [...groups]
      .filter(([, answers]) => new Set(answers.map(comparable)).size > 1)
      .map(([request, answers]) => `${request}: ${answers.map(({ status }) => status)}`);
  }),
  invariant("I13", "No answer contains data of another buyer", ({ exchanges }) =>
    answersOf(exchanges, ({ actor }) => actor.startsWith("buyer-")).flatMap(
      ({ exchange, text }) => {
        const found = new Set([...text.matchAll(CANARY)].map(([, n]) => `buyer-${n}`));
        found.delete(exchange.actor);
        return found.size > 0 ? [`${exchange.actor} reads ${[...found]}`] : [];
      },
    ),
  ),
  invariant("I14", "A buyer can read an acknowledged order at once", ({ exchanges }) =>
    answersOf(exchanges, isRead)
      .filter(({ status }) => status !== 200)
      .map(({ exchange, status }) => `${exchange.path}: ${status}`),
  ),
  invariant("I15", "No reader sees an order go back", ({ exchanges }) => {
    const reads = Map.groupBy(
      answersOf(exchanges, isRead).filter(({ status }) => status === 200),
      ({ exchange }) => `${exchange.actor} ${exchange.path}`,
    );
    return [...reads]
      .filter(([, answers]) =>
        wentBack(
          answers.map(({ exchange: { startedAt }, afterMs, text }) => ({
            startedAt,
            endedAt: startedAt + afterMs,
            order: JSON.parse(text),
          })),
        ),
      )
      .map(([reader]) => reader);
  }),
  invariant("I16", "No log line and no error contains a secret or personal data", (evidence) => {
    const errors = answersOf(evidence.exchanges, () => true)
      .filter(({ status }) => status >= 400)
      .map(({ text }) => text);
    return [...evidence.logged, ...errors].filter((line) =>
      SECRETS.some((secret) => secret.test(line)),
    );
  }),
  invariant(
    "Q1",
    "Every acknowledged order exists as it was acknowledged",
    ({ orders, entries, exchanges }) => {
      const rows = new Map(orders.map((row) => [row.id, row]));
      const timelines = byOrder(entries);
      return bodiesOf(exchanges, 201, isPlacing).flatMap((answered) => {
        const timeline = timelines.get(answered.id) ?? [];
        const found = difference(answered, rows.get(answered.id), timeline);
        return found ? [`${answered.id} ${found}`] : [];
      });
    },
  ),
  invariant("Q2", "Every keyed request is answered, and its effect happened once", (evidence) => [
    ...evidence.exchanges
      .filter(({ key, answer }) => key !== null && answer === null)
      .map(({ actor, method, path }) => `${actor} ${method} ${path}: no answer`),
    ...unexplained(evidence),
    ...unexplainedEdits(evidence),
    ...unexplainedRelocations(evidence),
  ]),
  invariant(
    "Q3",
    "Each key places one order, and each order has a key",
    ({ orders, exchanges }) => {
      const keys = new Set(exchanges.filter(isPlacing).map(({ key }) => key));
      const living = orders.filter(({ status }) => status !== "cancelled");
      return [
        ...repeated(orders.map(({ requestKey }) => requestKey)),
        ...repeated(living.map(({ cartId }) => cartId)),
        ...orders.filter(({ requestKey }) => !keys.has(requestKey)).map(({ id }) => id),
      ];
    },
  ),
  invariant("30s", "99 % of buyers have a definite answer in 30 seconds", ({ exchanges }) => {
    const { inTime, all } = answersInTime(exchanges).buyers;
    return all - inTime <= Math.ceil(all * LATE_SHARE_MAX)
      ? []
      : [`${all - inTime} of ${all} buyers waited longer for an answer`];
  }),
  invariant("5xx", "A failure is a 503 that says when to come back", ({ exchanges }) =>
    exchanges.flatMap(({ method, path, tries }) =>
      tries
        .filter(({ status }) => status !== null && status >= 500)
        .filter(({ status, retryAfter }) => status !== 503 || retryAfter === null)
        .map(({ status, text }) => `${method} ${path}: ${status} ${text.slice(0, 120)}`),
    ),
  ),
];
