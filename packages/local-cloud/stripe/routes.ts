import { z } from "zod";
import { type Account, find } from "./account";
import { retrieveBalance } from "./balance";
import { CancelParams, cancelIntent } from "./cancellation";
import { CaptureParams, captureIntent } from "./capture";
import { confirm } from "./confirmation";
import { CustomerParams, createCustomer, deleteCustomer } from "./customers";
import { type Call, type Endpoint, endpoint } from "./endpoint";
import { listEvents, retrieveEvent } from "./events";
import {
  ConfirmParams,
  CreateParams,
  createIntent,
  retrieveIntent,
  UpdateParams,
  updateIntent,
} from "./intents";
import { ListParams, listPage, type Selection } from "./listing";
import { metadata } from "./metadata";
import { text } from "./params";
import { retrievePaymentMethod } from "./payment-methods";
import { createRefund, RefundParams, updateRefund } from "./refunds";
import type { Kind } from "./store";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  EndpointParams,
  NewEndpointParams,
  updateWebhookEndpoint,
} from "./webhook-endpoints";

const NoParams = z.strictObject({});

const retrieve =
  (kind: Kind) =>
  (account: Account, { id }: Call<unknown>) =>
    find(account, kind, id);

const listOf =
  (kind: Kind) =>
  (account: Account, { params }: Call<Selection>) =>
    listPage(account, kind, params);

const { payment_intent, charge, refund, event, webhook_endpoint } = ListParams;
const WithSecret = z.strictObject({ client_secret: text().optional() });
const OnlyMetadata = z.strictObject({ metadata });

/** The API, line by line. */
// biome-ignore format: one route a line
export const ROUTES: readonly Endpoint[] = [
  endpoint("POST /v1/payment_intents", "payment_intent", CreateParams, createIntent),
  endpoint("GET /v1/payment_intents", "list of payment_intent", payment_intent, listOf("payment_intent")),
  endpoint("GET /v1/payment_intents/:id", "payment_intent", WithSecret, retrieveIntent),
  endpoint("POST /v1/payment_intents/:id", "payment_intent", UpdateParams, updateIntent),
  endpoint("POST /v1/payment_intents/:id/confirm", "payment_intent", ConfirmParams, confirm),
  endpoint("POST /v1/payment_intents/:id/capture", "payment_intent", CaptureParams, captureIntent),
  endpoint("POST /v1/payment_intents/:id/cancel", "payment_intent", CancelParams, cancelIntent),
  endpoint("GET /v1/charges", "list of charge", charge, listOf("charge")),
  endpoint("GET /v1/charges/:id", "charge", NoParams, retrieve("charge")),
  endpoint("POST /v1/refunds", "refund", RefundParams, createRefund),
  endpoint("GET /v1/refunds", "list of refund", refund, listOf("refund")),
  endpoint("GET /v1/refunds/:id", "refund", NoParams, retrieve("refund")),
  endpoint("POST /v1/refunds/:id", "refund", OnlyMetadata, updateRefund),
  endpoint("GET /v1/events", "list of event", event, listEvents),
  endpoint("GET /v1/events/:id", "event", NoParams, retrieveEvent),
  endpoint("GET /v1/payment_methods/:id", "payment_method", NoParams, retrievePaymentMethod),
  endpoint("POST /v1/customers", "customer", CustomerParams, createCustomer),
  endpoint("GET /v1/customers/:id", "customer", NoParams, retrieve("customer")),
  endpoint("DELETE /v1/customers/:id", "customer", NoParams, deleteCustomer),
  endpoint("POST /v1/webhook_endpoints", "webhook_endpoint", NewEndpointParams, createWebhookEndpoint),
  endpoint("GET /v1/webhook_endpoints", "list of webhook_endpoint", webhook_endpoint, listOf("webhook_endpoint")),
  endpoint("GET /v1/webhook_endpoints/:id", "webhook_endpoint", NoParams, retrieve("webhook_endpoint")),
  endpoint("POST /v1/webhook_endpoints/:id", "webhook_endpoint", EndpointParams, updateWebhookEndpoint),
  endpoint("DELETE /v1/webhook_endpoints/:id", "webhook_endpoint", NoParams, deleteWebhookEndpoint),
  endpoint("GET /v1/balance", "balance", NoParams, retrieveBalance),
];
