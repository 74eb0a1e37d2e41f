import { z } from "zod";
import { type Account, find } from "./account";
import { retrieveBalance } from "./balance";
import { CancelParams, cancelIntent } from "./cancellation";
import { CaptureParams, captureIntent } from "./capture";
import { confirm } from "./confirmation";
import { CustomerParams, createCustomer, deleteCustomer, listPaymentMethods } from "./customers";
import { closeDispute, DisputeParams, updateDispute } from "./disputes";
import { type Call, type Endpoint, endpoint } from "./endpoint";
import { listEvents, retrieveEvent } from "./events";
import { ConfirmParams, CreateParams, UpdateParams } from "./intent-params";
import { createIntent, retrieveIntent, updateIntent } from "./intents";
import { ListParams, listPage, type Selection } from "./listing";
import { metadata } from "./metadata";
import type { Kind } from "./objects";
import { text } from "./params";
import { detachPaymentMethod, retrievePaymentMethod } from "./payment-methods";
import { createRefund, RefundParams, updateRefund } from "./refunds";
import { listWebhookEndpoints, PageParams, retrieveAccount } from "./settings/settings";

const NoParams = z.strictObject({});

const retrieve =
  (kind: Kind) =>
  (account: Account, { id }: Call<unknown>) =>
    find(account, kind, id);

const listOf =
  (kind: Kind) =>
  (account: Account, { params }: Call<Selection>) =>
    listPage(account, kind, params);

const { payment_intent, charge, refund, dispute, payment_method, event } = ListParams;
const WithSecret = z.strictObject({ client_secret: text().optional() });
const OnlyMetadata = z.strictObject({ metadata });

/** The route table of the API. */
// biome-ignore format: one route a line
export const ROUTES: readonly Endpoint[] = [
  endpoint("POST /v1/payment_intents", CreateParams, createIntent),
  endpoint("GET /v1/payment_intents", payment_intent, listOf("payment_intent")),
  endpoint("GET /v1/payment_intents/:id", WithSecret, retrieveIntent),
  endpoint("POST /v1/payment_intents/:id", UpdateParams, updateIntent),
  endpoint("POST /v1/payment_intents/:id/confirm", ConfirmParams, confirm),
  endpoint("POST /v1/payment_intents/:id/capture", CaptureParams, captureIntent),
  endpoint("POST /v1/payment_intents/:id/cancel", CancelParams, cancelIntent),
  endpoint("GET /v1/charges", charge, listOf("charge")),
  endpoint("GET /v1/charges/:id", NoParams, retrieve("charge")),
  endpoint("POST /v1/refunds", RefundParams, createRefund),
  endpoint("GET /v1/refunds", refund, listOf("refund")),
  endpoint("GET /v1/refunds/:id", NoParams, retrieve("refund")),
  endpoint("POST /v1/refunds/:id", OnlyMetadata, updateRefund),
  endpoint("GET /v1/disputes", dispute, listOf("dispute")),
  endpoint("GET /v1/disputes/:id", NoParams, retrieve("dispute")),
  endpoint("POST /v1/disputes/:id", DisputeParams, updateDispute),
  endpoint("POST /v1/disputes/:id/close", NoParams, closeDispute),
  endpoint("GET /v1/events", event, listEvents),
  endpoint("GET /v1/events/:id", NoParams, retrieveEvent),
  endpoint("GET /v1/payment_methods/:id", NoParams, retrievePaymentMethod),
  endpoint("POST /v1/payment_methods/:id/detach", NoParams, detachPaymentMethod),
  endpoint("POST /v1/customers", CustomerParams, createCustomer),
  endpoint("GET /v1/customers/:id", NoParams, retrieve("customer")),
  endpoint("GET /v1/customers/:id/payment_methods", payment_method, listPaymentMethods),
  endpoint("DELETE /v1/customers/:id", NoParams, deleteCustomer),
  endpoint("GET /v1/balance", NoParams, retrieveBalance),
  endpoint("GET /v1/account", NoParams, retrieveAccount),
  endpoint("GET /v1/webhook_endpoints", PageParams, listWebhookEndpoints),
];
