import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, inArray, sql } from "drizzle-orm";
import type { PlacementOutcome } from "#contract/orders";
import type { PaymentState } from "#contract/payments";
import { idempotencyKeys, orders, outbox } from "#db/orders/schema";
import { reservations } from "#db/orders/stock.schema";
import { appErrorIn } from "#kernel/errors";
import { inCall } from "#kernel/testing";
import { CUTS, type Cut, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { orderHandlers } from "#orders/events";
import { stockDrift } from "#orders/stock.testing";
import { placementOf, stockedVariant } from "#orders/testing";

/**
 * Makes each call to the database or the payments Worker fail while an order is placed. A retry with the
 * same idempotency key, or the sweep alone, must bring the order to one final state, with every unit in the
 * right balance.
 */
let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(() => shop.stop());

const CASES = {
  "is paid": { payment: "authorized", units: 5, ends: "confirmed", status: 201 },
  "is declined": { payment: "failed", units: 5, ends: "cancelled", status: 402 },
  "waits for its buyer": {
    payment: "requires_action",
    units: 5,
    ends: "payment_requested",
    status: 201,
  },
  "exceeds the stock": { payment: "authorized", units: 1, ends: null, status: 409 },
} as const satisfies Record<
  string,
  { payment: PaymentState; units: number; ends: string | null; status: number }
>;
type Case = (typeof CASES)[keyof typeof CASES];
const QUANTITY = 2;

const prepared = async ({ units, payment }: Case) => {
  const variantId = await stockedVariant(shop.stock, units);
  shop.payments.decide(() => payment);
  return placementOf(variantId, QUANTITY);
};
type Placement = Awaited<ReturnType<typeof prepared>>;

/** Replays the outcome of the idempotency key, or else places the order, as the cart Worker does. */
const attempt = (placement: Placement): Promise<PlacementOutcome> =>
  inCall(
    async () =>
      (await shop.placing.replay(placement.request)) ?? (await shop.placing.place(placement)),
  );

const ordersOf = ({ request }: Placement) =>
  shop.db.write.select().from(orders).where(eq(orders.requestKey, request.key));

/**
 * Expires the lease of the request, makes its events overdue, and makes its order old enough for the sweep.
 */
const timePasses = async ({ request }: Placement) => {
  await shop.db.write
    .update(idempotencyKeys)
    .set({ leaseUntil: sql`min(${idempotencyKeys.leaseUntil}, 1)` })
    .where(eq(idempotencyKeys.key, request.key));
  const own = eq(orders.requestKey, request.key);
  const ids = shop.db.write.select({ id: orders.id }).from(orders).where(own);
  await shop.db.write.update(outbox).set({ dueAt: 1 }).where(inArray(outbox.subject, ids));
  await shop.db.write.update(orders).set({ updatedAt: 1 }).where(own);
};

const expectAccounts = async (placement: Placement, expected: Case) => {
  const [line] = placement.lines;
  const [level] = await shop.stock.levels([line?.variantId ?? ""]);
  const { units, ends } = expected;
  const reserved = ends === "payment_requested" ? QUANTITY : 0;
  const sold = ends === "confirmed" ? QUANTITY : 0;
  expect(level).toMatchObject({ available: units - reserved - sold, reserved, sold });
  expect(await stockDrift(shop.db)).toEqual([]);
};

const expectOneOrder = async (placement: Placement, { ends }: Case) => {
  const rows = await ordersOf(placement);
  expect(rows.map(({ status }) => status)).toEqual(ends === null ? [] : [ends]);
  const held = rows.length === 0 ? [] : await shop.db.write.select().from(reservations);
  const own = held.filter(({ orderId }) => orderId === rows[0]?.id);
  const state = { confirmed: "committed", cancelled: "released", payment_requested: "held" };
  expect(own.map((row) => row.state)).toEqual(ends === null ? [] : [state[ends] as "held"]);
};

/** Expects that the answer of the placement is stored before any retry. */
const expectAnswered = async ({ request }: Placement, { status }: Case) => {
  const rows = await shop.db.write
    .select()
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.key, request.key));
  expect(rows.map((row) => row.status)).toEqual(rows.map(() => status));
};

/** Expects that every further attempt gets the same final answer. */
const expectDefinitive = async (placement: Placement, { status }: Case) => {
  const first = await attempt(placement);
  expect(first.answer.status).toBe(status);
  const again = await attempt(placement);
  expect(again).toEqual({ ...first, replayed: true });
};

const NEVER = Number.POSITIVE_INFINITY;
const callsOf = async (expected: Case) => {
  const placement = await prepared(expected);
  return shop.during(NEVER, CUTS["was never sent"], () => attempt(placement));
};

/** Places the order while its n-th call fails. Returns the outcome, if there is one. */
const cutAttempt = async (placement: Placement, at: number, cut: Cut) => {
  let given: PlacementOutcome | undefined;
  await shop.during(at, cut, async () => {
    given = await attempt(placement).catch((err) => {
      expect([at, appErrorIn(err)?.code]).toEqual([at, "dependency_unavailable"]);
      return undefined;
    });
  });
  return given;
};

const expectAllWell = async (
  placement: Placement,
  expected: Case,
  given: PlacementOutcome | undefined,
) => {
  await expectDefinitive(placement, expected);
  await expectOneOrder(placement, expected);
  await expectAccounts(placement, expected);
  if (given) expect((await attempt(placement)).answer).toEqual(given.answer);
};

/** Makes each call fail in turn, runs `repair` afterwards, and checks the final state. */
const cutEverywhere = async (
  expected: Case,
  cut: Cut,
  repair: (placement: Placement) => Promise<unknown>,
) => {
  const count = await callsOf(expected);
  expect(count).toBeGreaterThan(2);
  for (let at = 1; at <= count + 1; at += 1) {
    const placement = await prepared(expected);
    const given = await cutAttempt(placement, at, cut);
    await repair(placement);
    await expectAllWell(placement, expected, given);
  }
};

const deliver = async (types: readonly string[]) => {
  const { published } = shop.queue;
  const handlers = orderHandlers(shop).filter(({ type }) => types.includes(type));
  for (const event of published.splice(0)) {
    for (const { type, handle } of handlers) {
      if (type === event.type) await inCall(() => handle(event));
    }
  }
};

describe.each(Object.entries(CASES))("an order that %s", (_, expected) => {
  describe.each(Object.entries(CUTS))("when a call %s", (_, cut) => {
    test("brings the order to its final state by a retry with the same key, after its lease if its process died", async () => {
      await cutEverywhere(expected, cut, async (placement) => {
        if (cut.dies) await timePasses(placement);
        await attempt(placement);
      });
    });

    test("brings the order to its final state by the sweep alone", async () => {
      await cutEverywhere(expected, cut, async (placement) => {
        await timePasses(placement);
        await inCall(() => shop.sweep());
        await expectAnswered(placement, expected);
      });
    });

    test("brings the order to its final state by its event alone, late and twice", async () => {
      await cutEverywhere(expected, cut, async (placement) => {
        await timePasses(placement);
        const overdue = await shop.outbox.claimOverdue();
        for (const _ of ["first", "second"]) {
          shop.queue.published.push(...overdue);
          await deliver(["payment.requested"]);
        }
        await expectAnswered(placement, expected);
      });
    });
  });

  test("brings the order to its final state when the first retry also dies, at any call", async () => {
    const cut = CUTS["was applied and the process died"];
    const count = await callsOf(expected);
    for (let again = 1; again <= count + 1; again += 1) {
      await cutEverywhere(expected, cut, async (placement) => {
        await timePasses(placement);
        await cutAttempt(placement, again, cut);
        await timePasses(placement);
      });
    }
  });
});
