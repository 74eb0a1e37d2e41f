import { z } from "zod";
import { type Account, find } from "./account";
import { CaptureParams, capturePayment } from "./capture";
import { type Call, type Endpoint, endpoint } from "./endpoint";
import { collection } from "./listing";
import type { Kind } from "./objects";
import * as orders from "./orders";
import { listing, notes } from "./params";
import * as refunds from "./refunds";
import { createUpiPayment, UpiParams } from "./upi";

const NoParams = z.strictObject({});
const Listing = z.strictObject(listing);
const OnlyNotes = z.strictObject({ notes });

const fetchOne =
  (kind: Kind) =>
  (account: Account, { id }: Call<unknown>) =>
    find(account, kind, id);

const listOf =
  (kind: Kind) =>
  (account: Account, { params }: Call<z.infer<typeof Listing>>) =>
    collection(account.objects.select(kind, params));

const updatePayment = (account: Account, { id, params }: Call<z.infer<typeof OnlyNotes>>) => {
  const payment = { ...find(account, "payment", id), notes: params.notes };
  account.objects.update(payment);
  return payment;
};

/** The route table of the API. */
// biome-ignore format: one route a line
export const ROUTES: readonly Endpoint[] = [
  endpoint("POST /v1/orders", orders.CreateParams, orders.createOrder),
  endpoint("GET /v1/orders", orders.ListParams, orders.listOrders),
  endpoint("GET /v1/orders/:id", orders.FetchParams, orders.fetchOrder),
  endpoint("PATCH /v1/orders/:id", orders.UpdateParams, orders.updateOrder),
  endpoint("GET /v1/orders/:id/payments", NoParams, orders.listOrderPayments),
  endpoint("POST /v1/payments/create/upi", UpiParams, createUpiPayment),
  endpoint("GET /v1/payments", Listing, listOf("payment")),
  endpoint("GET /v1/payments/:id", NoParams, fetchOne("payment")),
  endpoint("PATCH /v1/payments/:id", OnlyNotes, updatePayment),
  endpoint("POST /v1/payments/:id/capture", CaptureParams, capturePayment),
  endpoint("POST /v1/payments/:id/refund", refunds.CreateParams, refunds.createRefund),
  endpoint("GET /v1/payments/:id/refunds", refunds.ListParams, refunds.listPaymentRefunds),
  endpoint("GET /v1/payments/:id/refunds/:otherId", NoParams, refunds.fetchPaymentRefund),
  endpoint("GET /v1/refunds", refunds.ListParams, refunds.listRefunds),
  endpoint("GET /v1/refunds/:id", NoParams, fetchOne("refund")),
  endpoint("PATCH /v1/refunds/:id", refunds.UpdateParams, refunds.updateRefund),
  endpoint("GET /v1/disputes", Listing, listOf("dispute")),
  endpoint("GET /v1/disputes/:id", NoParams, fetchOne("dispute")),
];
