import { type Context, Hono } from "hono";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Account } from "./account";
import { authorize, beginPayment, failPayment } from "./attempts";
import { DISPUTE_STEPS, disputePayment, moveDispute } from "./disputes";
import { runDueActions } from "./due";
import { METHODS } from "./objects";
import { endRefund } from "./refunds";

const Pay = z.strictObject({
  method: z.enum(METHODS),
  outcome: z.enum(["success", "failure", "none"]),
  cardNumber: z.string().optional(),
  bank: z.string().optional(),
  vpa: z.string().optional(),
});
const Outcome = z.strictObject({ outcome: z.enum(["success", "failure"]) });
const RefundEnd = z.strictObject({ status: z.enum(["processed", "failed"]) });
const Dispute = z.strictObject({});
const DisputeMove = z.strictObject({ step: z.enum(DISPUTE_STEPS) });

/** Serves what the vendor's side does by itself: buyers, banks and disputes, without a browser. */
export const devRoutes = (account: Account) => {
  const routes = new Hono<StandInEnv>();

  /** Adds a route whose work runs in one transaction. */
  const control = <T>(path: string, schema: z.ZodType<T>, work: (id: string, given: T) => object) =>
    routes.post(path, async (c: Context) => {
      const parsed = schema.safeParse(await c.req.json().catch(() => ({})));
      if (!parsed.success) return c.json({ error: parsed.error.issues }, 400);
      runDueActions(account);
      const outcome = account.db.transaction(() => work(c.req.param("id") ?? "", parsed.data))();
      runDueActions(account);
      return c.json(outcome);
    });

  const settle = (id: string, outcome: "success" | "failure") =>
    outcome === "success" ? authorize(account, id) : failPayment(account, id);

  control("/orders/:id/pay", Pay, (id, { outcome, ...choice }) => {
    const payment = beginPayment(account, id, choice);
    return outcome === "none" ? payment : settle(payment.id, outcome);
  });
  control("/payments/:id/authenticate", Outcome, (id, { outcome }) => settle(id, outcome));
  control("/payments/:id/dispute", Dispute, (id) => disputePayment(account, id));
  control("/disputes/:id", DisputeMove, (id, { step }) => moveDispute(account, id, step));
  control("/refunds/:id", RefundEnd, (id, { status }) => endRefund(account, id, status));
  return routes;
};
