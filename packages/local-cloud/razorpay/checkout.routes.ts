import { type Context, Hono } from "hono";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { type Account, find, hmac } from "./account";
import { authorize, beginPayment, checkPayable, failPayment } from "./attempts";
import { bankPage, checkoutPage, donePage, returnPage } from "./checkout.page";
import { runDueActions } from "./due";
import { METHODS, type Method, type Notes, type Payment } from "./objects";
import { readParams } from "./params";
import { invalidField, Refusal } from "./refusal";

const httpUrl = z.url({ protocol: /^https?$/ });

/** https://razorpay.com/docs/payments/payment-gateway/web-integration/hosted/integration-steps */
const CheckoutParams = z.looseObject({
  key_id: z.string(),
  order_id: z.string(),
  name: z.string(),
  amount: z.string().optional(),
  currency: z.string().optional(),
  description: z.string().optional(),
  method: z.enum(METHODS).optional(),
  callback_url: httpUrl.optional(),
  cancel_url: httpUrl.optional(),
});

/** The fields that the pages of the checkout send on. */
const PaymentParams = z.looseObject({
  key_id: z.string(),
  order_id: z.string(),
  method: z.enum(METHODS),
  description: z.string().optional(),
  "card[number]": z.string().optional(),
  bank: z.string().optional(),
  "upi[vpa]": z.string().optional(),
  callback_url: httpUrl.optional(),
  cancel_url: httpUrl.optional(),
});

const Outcome = z.looseObject({ outcome: z.enum(["success", "failure"]) });

type Fields = Record<string, string>;

/** Returns the notes in fields such as `notes[order_id]`. */
const notesIn = (fields: Fields): Notes => {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const key = /^notes\[(.+)\]$/.exec(name)?.[1];
    return key ? [[key, value] as const] : [];
  });
  return entries.length === 0 ? [] : Object.fromEntries(entries);
};

const formIn = async (c: Context): Promise<Fields> => {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
};

const checkKeyId = ({ keyId }: Account, given: string) => {
  if (given !== keyId)
    throw new Refusal(401, {
      code: "BAD_REQUEST_ERROR",
      description: "The api key provided is invalid",
    });
};

/** Returns what the checkout posts to the callback URL about a payment. */
const callbackFields = (account: Account, payment: Payment): Fields => {
  const { id, order_id: orderId } = payment;
  if (payment.status === "failed") {
    return {
      "error[code]": payment.error_code ?? "",
      "error[description]": payment.error_description ?? "",
      "error[source]": payment.error_source ?? "",
      "error[step]": payment.error_step ?? "",
      "error[reason]": payment.error_reason ?? "",
      "error[metadata]": JSON.stringify({ payment_id: id, order_id: orderId }),
    };
  }
  return {
    razorpay_payment_id: id,
    razorpay_order_id: orderId,
    razorpay_signature: hmac(account.keySecret, `${orderId}|${id}`),
  };
};

const offered = (currency: string, method: Method | undefined) =>
  METHODS.filter((one) => (one === "card" || currency === "INR") && one === (method ?? one));

/** Serves the hosted checkout, and the page of the buyer's bank. */
export const checkoutRoutes = (account: Account) => {
  const routes = new Hono<StandInEnv>();

  const showCheckout = (c: Context, fields: Fields) => {
    runDueActions(account);
    const params = readParams(CheckoutParams, fields);
    checkKeyId(account, params.key_id);
    const order = find(account, "order", params.order_id);
    checkPayable(order, params.method);
    if (params.amount !== undefined && Number(params.amount) !== order.amount)
      throw invalidField("amount", "Payment amount must be equal to the order amount");
    const methods = offered(order.currency, params.method);
    const { name, cancel_url: cancelUrl } = params;
    const { name: _name, amount: _amount, currency: _currency, method: _method, ...kept } = fields;
    return c.html(checkoutPage({ order, name, methods, fields: kept, cancelUrl }));
  };

  // The documented form posts its fields. The page also opens from a link with the same fields.
  routes.get("/checkout/embedded", (c) => showCheckout(c, c.req.query()));
  routes.post("/checkout/embedded", async (c) => showCheckout(c, await formIn(c)));

  routes.post("/payments/create/checkout", async (c) => {
    runDueActions(account);
    const fields = await formIn(c);
    const params = readParams(PaymentParams, fields);
    checkKeyId(account, params.key_id);
    const { method, bank, description } = params;
    const choice = {
      method,
      bank,
      description,
      notes: notesIn(fields),
      cardNumber: params["card[number]"],
      vpa: params["upi[vpa]"],
      callbackUrl: params.callback_url,
      cancelUrl: params.cancel_url,
    };
    const payment = account.db.transaction(() => beginPayment(account, params.order_id, choice))();
    return c.redirect(`/v1/payments/${payment.id}/authenticate`, 303);
  });

  const finish = (c: Context, payment: Payment) => {
    const { callbackUrl } = account.objects.hidden("payment", payment.id);
    return c.html(
      callbackUrl ? returnPage(callbackUrl, callbackFields(account, payment)) : donePage(payment),
    );
  };

  routes.get("/payments/:id/authenticate", (c) => {
    const payment = find(account, "payment", c.req.param("id"));
    return payment.status === "created" ? c.html(bankPage(payment)) : finish(c, payment);
  });
  routes.post("/payments/:id/authenticate", async (c) => {
    const { outcome } = readParams(Outcome, await formIn(c));
    const id = c.req.param("id");
    // A second submission changes nothing and returns to the same page.
    const payment = account.db.transaction(() =>
      outcome === "success" ? authorize(account, id) : failPayment(account, id),
    )();
    runDueActions(account);
    return finish(c, payment);
  });
  return routes;
};
