import { z } from "zod";
import { type Account, find, newId, nowSeconds } from "./account";
import { checkAmount } from "./currencies";
import type { Call } from "./endpoint";
import { collection } from "./listing";
import type { Order, Payment } from "./objects";
import { integer, listing, notes, receipt } from "./params";
import { invalidField } from "./refusal";
import type { CaptureOptions } from "./store";

/** https://razorpay.com/docs/payments/payments/capture-settings/api */
const AUTOMATIC_EXPIRY_MIN = 12;
const MANUAL_EXPIRY_MAX = 7200;

const CaptureSettings = z.strictObject({
  capture: z.enum(["automatic", "manual"]),
  capture_options: z
    .strictObject({
      automatic_expiry_period: integer.optional(),
      manual_expiry_period: integer.optional(),
      refund_speed: z.enum(["normal", "optimum"]).optional(),
    })
    .optional(),
});

export const CreateParams = z.strictObject({
  amount: integer,
  currency: z.string(),
  receipt,
  notes: notes.optional(),
  partial_payment: z.literal(false).optional(),
  /** The older form of `payment.capture`. */
  payment_capture: z.union([z.boolean(), z.literal([0, 1])]).optional(),
  payment: CaptureSettings.optional(),
});
type CreateParams = z.infer<typeof CreateParams>;

export const UpdateParams = z.strictObject({ notes });

const expand = z.union([z.literal("payments"), z.tuple([z.literal("payments")])]).optional();
export const FetchParams = z.strictObject({ "expand[]": expand });
export const ListParams = z.strictObject({
  ...listing,
  receipt: z.string().optional(),
  authorized: z.enum(["0", "1", "true", "false"]).optional(),
  "expand[]": expand,
});

const captureOf = ({ payment, payment_capture }: CreateParams): CaptureOptions => {
  const mode =
    payment?.capture ??
    (payment_capture === false || payment_capture === 0 ? "manual" : "automatic");
  const { automatic_expiry_period, manual_expiry_period } = payment?.capture_options ?? {};
  const automaticExpiryMinutes = automatic_expiry_period ?? AUTOMATIC_EXPIRY_MIN;
  const manualExpiryMinutes = manual_expiry_period ?? MANUAL_EXPIRY_MAX;
  if (payment && mode === "automatic" && automatic_expiry_period === undefined)
    throw invalidField(
      "automatic_expiry_period",
      "The automatic expiry period field is required when capture is automatic.",
    );
  if (automaticExpiryMinutes < AUTOMATIC_EXPIRY_MIN)
    throw invalidField(
      "automatic_expiry_period",
      "The automatic expiry period must be at least 12.",
    );
  const least = mode === "automatic" ? automaticExpiryMinutes : AUTOMATIC_EXPIRY_MIN;
  if (manualExpiryMinutes < least || manualExpiryMinutes > MANUAL_EXPIRY_MAX)
    throw invalidField(
      "manual_expiry_period",
      `The manual expiry period must be between ${least} and ${MANUAL_EXPIRY_MAX}.`,
    );
  return { mode, automaticExpiryMinutes, manualExpiryMinutes };
};

/** `POST /v1/orders`. The same receipt twice makes two orders. */
export const createOrder = (account: Account, { params }: Call<CreateParams>): Order => {
  const { amount, currency } = params;
  checkAmount(amount, currency);
  const order: Order = {
    id: newId("order"),
    entity: "order",
    amount,
    amount_paid: 0,
    amount_due: amount,
    currency,
    receipt: params.receipt ?? null,
    offer_id: null,
    status: "created",
    attempts: 0,
    notes: params.notes ?? [],
    created_at: nowSeconds(account),
  };
  account.objects.insert(order, { capture: captureOf(params) });
  return order;
};

/** Returns the payments of an order, newest first. */
export const paymentsOf = ({ objects }: Account, orderId: string): Payment[] =>
  objects.select("payment", { orderId, count: 100, skip: 0 });

const withPayments = (account: Account, order: Order, isExpanded: boolean) =>
  isExpanded ? { ...order, payments: collection(paymentsOf(account, order.id)) } : order;

/** `GET /v1/orders/:id` */
export const fetchOrder = (account: Account, { id, params }: Call<z.infer<typeof FetchParams>>) =>
  withPayments(account, find(account, "order", id), params["expand[]"] !== undefined);

/** `GET /v1/orders` */
export const listOrders = (account: Account, { params }: Call<z.infer<typeof ListParams>>) => {
  const { authorized, "expand[]": expanded, ...selection } = params;
  const isAuthorized = authorized === "1" || authorized === "true";
  const orders = account.objects.select("order", selection).filter(({ id }) => {
    if (authorized === undefined) return true;
    return paymentsOf(account, id).some(({ status }) => status === "authorized") === isAuthorized;
  });
  return collection(orders.map((order) => withPayments(account, order, expanded !== undefined)));
};

/** `GET /v1/orders/:id/payments` */
export const listOrderPayments = (account: Account, { id }: Call<unknown>) =>
  collection(paymentsOf(account, find(account, "order", id).id));

/** `PATCH /v1/orders/:id` */
export const updateOrder = (
  account: Account,
  { id, params }: Call<z.infer<typeof UpdateParams>>,
) => {
  const order = { ...find(account, "order", id), notes: params.notes };
  account.objects.update(order);
  return order;
};
