import { qstashStandIn } from "#cloud/qstash";
import { serveStandIn } from "#cloud/stand-in";
import { type ScriptedState, testPaymentsContract } from "./contract.testing";
import Payments from "./index";
import { orderOf, testPayments } from "./testing";

const TOKEN_FOR: Record<Exclude<ScriptedState, "awaiting_money">, string> = {
  authorized: "pm_card_visa",
  requires_action: "pm_card_threeDSecure2Required",
  failed: "pm_card_chargeDeclinedInsufficientFunds",
};

testPaymentsContract("the Worker", async () => {
  const { env, stop } = await testPayments();
  const queue = serveStandIn(
    qstashStandIn({
      dataDir: ":memory:",
      token: "bodega-dev",
      currentSigningKey: "bodega-dev-current",
      nextSigningKey: "bodega-dev-next",
    }),
    0,
  );
  const context = { waitUntil: () => undefined } as unknown as ExecutionContext;
  return {
    rpc: new Payments(context, { ...env, QSTASH_URL: queue.url }),
    requestFor: (state) =>
      state === "awaiting_money"
        ? { ...orderOf(null), method: "manual" }
        : orderOf(TOKEN_FOR[state]),
    stop: () => Promise.all([stop(), queue.stop()]),
  };
});
