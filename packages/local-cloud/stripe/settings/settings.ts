import { z } from "zod";
import type { Account } from "#cloud/stripe/account";
import type { Call } from "#cloud/stripe/endpoint";
import { API_VERSION } from "#cloud/stripe/objects";
import { integer, text } from "#cloud/stripe/params";
import type { Receiver } from "./receiver";

export const PageParams = z.strictObject({
  ending_before: text().optional(),
  limit: integer.optional(),
  starting_after: text().optional(),
});

/** Returns an endpoint as lists show it, without its secret. */
const webhookEndpoint = ({ id, url, enabledEvents, status }: Receiver) => ({
  id,
  object: "webhook_endpoint",
  api_version: API_VERSION,
  application: null,
  created: 0,
  description: null,
  enabled_events: enabledEvents,
  livemode: false,
  metadata: {},
  status,
  url,
});

/** `GET /v1/webhook_endpoints`: the configured endpoint, on the first page. */
export const listWebhookEndpoints = (
  { receivers }: Account,
  { params }: Call<z.infer<typeof PageParams>>,
) => ({
  object: "list",
  data: params.starting_after || params.ending_before ? [] : receivers.map(webhookEndpoint),
  has_more: false,
  url: "/v1/webhook_endpoints",
});

/** `GET /v1/account`: the account of the key, which may charge cards unless the options say otherwise. */
export const retrieveAccount = ({ chargesEnabled }: Account) => ({
  id: "acct_1bodega",
  object: "account",
  charges_enabled: chargesEnabled,
  payouts_enabled: chargesEnabled,
  details_submitted: chargesEnabled,
  country: "DE",
  default_currency: "eur",
  type: "standard",
});
