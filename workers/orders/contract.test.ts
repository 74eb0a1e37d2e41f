import { qstashStandIn } from "#cloud/qstash";
import { serveStandIn } from "#cloud/stand-in";
import type { PaymentState } from "#contract/payments";
import { shippingRates, taxRates } from "#db/orders/schema";
import { type ScriptedOutcome, testOrdersContract } from "./contract.testing";
import Orders from "./index";
import { GERMANY } from "./terms.testing";
import { placementOf, stockedVariant, testOrders } from "./testing";

const PAYMENT_FOR: Record<Exclude<ScriptedOutcome, "unavailable">, PaymentState> = {
  confirmed: "authorized",
  declined: "failed",
  action: "requires_action",
};

const startQueue = () =>
  serveStandIn(
    qstashStandIn({
      dataDir: ":memory:",
      token: "bodega-dev",
      currentSigningKey: "bodega-dev-current",
      nextSigningKey: "bodega-dev-next",
    }),
    0,
  );

testOrdersContract("the Worker", async () => {
  const { env, db, stock, payments, stop } = await testOrders();
  const queue = startQueue();
  const context = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const bindings = { ...env, QSTASH_URL: queue.url };
  const place = { country: "DE", currency: "EUR" };
  await db.write
    .insert(shippingRates)
    .values(GERMANY.shippingRates.map((rate, position) => ({ ...rate, ...place, position })));
  await db.write.insert(taxRates).values({ country: "DE", ratePpm: GERMANY.taxRatePpm });

  return {
    rpc: new Orders(context, bindings),
    async placementFor(outcome) {
      if (outcome === "unavailable") return placementOf(await stockedVariant(stock, 0));
      payments.answerWith(PAYMENT_FOR[outcome]);
      return placementOf(await stockedVariant(stock, 10));
    },
    stocked: (units) => stockedVariant(stock, units),
    stop: () => Promise.all([stop(), queue.stop()]),
  };
});
