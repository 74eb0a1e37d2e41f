import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { orderConfirmed } from "#events/orders";
import { paymentSucceeded } from "#events/payments";
import type { Binding } from "#gateway/env";
import { quietServices } from "#gateway/testing";
import { type Envelope, type EventDefinition, messagesOf, newEvent } from "#kernel/events/events";
import type { HandlingReport } from "#kernel/events/handling";
import { newId } from "#kernel/ids";
import { handOver } from "./handover.service";

const eventOf = (definition: EventDefinition<never>, source: string) =>
  newEvent<object>(definition as EventDefinition<object>, {
    source,
    subject: newId("order"),
    sequence: 1,
    data: {},
    nowMs: Date.now(),
  });
const confirmedOrder = () =>
  messagesOf(eventOf(orderConfirmed as EventDefinition<never>, "orders")) as [Envelope, Envelope];

const ALL_HANDLED: HandlingReport = { failed: [], unreached: [] };

/** Returns services with overdue events, and a record of every call of the hand-over. */
const shopWith = (
  overdue: Partial<Record<Binding, Envelope[] | Error>>,
  answers: Partial<Record<Binding, (events: Envelope[]) => HandlingReport>> = {},
) => {
  const calls: [string, Binding, string[]][] = [];
  const note = (what: string, name: Binding, ids: string[]) => void calls.push([what, name, ids]);
  const service = (name: Binding) => ({
    claimOverdue: async () => {
      const claimed = overdue[name] ?? [];
      if (claimed instanceof Error) throw claimed;
      return claimed;
    },
    receiveAll: async (events: Envelope[]) => {
      note(
        "receive",
        name,
        events.map(({ id }) => id),
      );
      return (answers[name] ?? (() => ALL_HANDLED))(events);
    },
    acknowledge: async (ids: string[]) => note("acknowledge", name, ids),
    giveBack: async (ids: string[]) => note("giveBack", name, ids),
  });
  const names: Binding[] = ["USERS", "CATALOG", "CART", "ORDERS", "PAYMENTS", "NOTIFICATIONS"];
  const services = quietServices(Object.fromEntries(names.map((name) => [name, service(name)])));
  return { run: handOver(services), of: (what: string) => calls.filter(([kind]) => kind === what) };
};

let silenced: { mockRestore(): void }[] = [];
beforeEach(() => {
  silenced = (["info", "warn", "error"] as const).map((level) =>
    spyOn(console, level).mockImplementation(() => undefined),
  );
});
afterEach(() => {
  for (const spy of silenced) spy.mockRestore();
});

test("hands each handler one list, and acknowledges one list to each owner", async () => {
  const orders = [confirmedOrder(), confirmedOrder()];
  const paid = eventOf(paymentSucceeded as EventDefinition<never>, "payments");
  const shop = shopWith({ ORDERS: orders.flat(), PAYMENTS: [paid] });
  await shop.run();
  const [prompt, mail] = [orders.map(([event]) => event.id), orders.map(([, event]) => event.id)];
  expect(shop.of("receive").toSorted()).toEqual([
    ["receive", "CART", prompt],
    ["receive", "NOTIFICATIONS", mail],
    ["receive", "ORDERS", [paid.id]],
    ["receive", "PAYMENTS", prompt],
  ]);
  const acknowledged = shop.of("acknowledge");
  expect(acknowledged).toHaveLength(3);
  expect(acknowledged).toContainEqual(["acknowledge", "ORDERS", prompt]);
  expect(acknowledged).toContainEqual(["acknowledge", "ORDERS", mail]);
  expect(acknowledged).toContainEqual(["acknowledge", "PAYMENTS", [paid.id]]);
});

test("acknowledges the other events when one fails at one of its handlers", async () => {
  const [bad, good] = [confirmedOrder()[0], confirmedOrder()[0]];
  const shop = shopWith(
    { ORDERS: [bad, good] },
    { CART: () => ({ ...ALL_HANDLED, failed: [{ eventId: bad.id, code: "internal" }] }) },
  );
  await shop.run();
  expect(shop.of("acknowledge")).toEqual([["acknowledge", "ORDERS", [good.id]]]);
  expect(shop.of("giveBack")).toEqual([]);
});

test("gives back the events that were not reached in time, unless another handler failed", async () => {
  const [late, bad] = [confirmedOrder()[0], confirmedOrder()[0]];
  const shop = shopWith(
    { ORDERS: [late, bad] },
    {
      PAYMENTS: () => ({ ...ALL_HANDLED, unreached: [late.id, bad.id] }),
      CART: () => ({ ...ALL_HANDLED, failed: [{ eventId: bad.id, code: "internal" }] }),
    },
  );
  await shop.run();
  expect(shop.of("giveBack")).toEqual([["giveBack", "ORDERS", [late.id]]]);
  expect(shop.of("acknowledge")).toEqual([]);
});

test("hands over the other events when a handler or an owner does not answer", async () => {
  const [prompt, mail] = confirmedOrder();
  const shop = shopWith(
    { ORDERS: [prompt, mail], CATALOG: new Error("down") },
    {
      PAYMENTS: () => {
        throw new Error("exceeded CPU time");
      },
    },
  );
  await shop.run();
  expect(shop.of("acknowledge")).toEqual([["acknowledge", "ORDERS", [mail.id]]]);
});

test("leaves an event with its owner when it names a handler of another version", async () => {
  const [known] = confirmedOrder();
  const unknown = { ...confirmedOrder()[0], handlers: "cart,warehouse" };
  const shop = shopWith({ ORDERS: [unknown, known] });
  await shop.run();
  expect(shop.of("receive").flatMap(([, , ids]) => ids)).not.toContain(unknown.id);
  expect(shop.of("acknowledge")).toEqual([["acknowledge", "ORDERS", [known.id]]]);
});
