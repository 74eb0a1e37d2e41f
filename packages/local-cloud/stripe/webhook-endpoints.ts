import type Stripe from "stripe";
import { z } from "zod";
import { type Account, find, nowSeconds, randomText } from "./account";
import type { Receiver } from "./deliveries";
import type { Call } from "./endpoint";
import { API_VERSION } from "./events";
import { mergeMetadata, metadata } from "./metadata";
import { emptyable, flag, httpUrl, list, text } from "./params";
import type { ObjectStore } from "./store";

export type WebhookEndpoint = Stripe.WebhookEndpoint;

const eventName = z.string().regex(/^(\*|[a-z_]+(\.[a-z_]+)+)$/);

const shared = {
  description: emptyable(text()).optional(),
  metadata,
};
export const NewEndpointParams = z.strictObject({
  ...shared,
  enabled_events: list(eventName),
  url: httpUrl,
});
export const EndpointParams = z.strictObject({
  ...shared,
  disabled: flag.optional(),
  enabled_events: list(eventName).optional(),
  url: httpUrl.optional(),
});

/** `POST /v1/webhook_endpoints`: the only answer that shows the signing secret. */
export const createWebhookEndpoint = (
  account: Account,
  { params }: Call<z.infer<typeof NewEndpointParams>>,
): WebhookEndpoint => {
  const endpoint: WebhookEndpoint = {
    id: `we_1${randomText(23)}`,
    object: "webhook_endpoint",
    api_version: API_VERSION,
    application: null,
    created: nowSeconds(account),
    description: params.description ?? null,
    enabled_events: params.enabled_events,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    status: "enabled",
    url: params.url,
  };
  const secret = `whsec_${randomText(32)}`;
  account.objects.insert(endpoint, { secret });
  return { ...endpoint, secret };
};

/** `POST /v1/webhook_endpoints/:id` */
export const updateWebhookEndpoint = (
  account: Account,
  { id, params }: Call<z.infer<typeof EndpointParams>>,
): WebhookEndpoint => {
  const endpoint = find(account, "webhook_endpoint", id);
  const { disabled, metadata: change, ...fields } = params;
  const next = {
    ...endpoint,
    ...(fields as Partial<WebhookEndpoint>),
    metadata: mergeMetadata(endpoint.metadata, change),
    ...(disabled !== undefined && { status: disabled ? "disabled" : "enabled" }),
  };
  account.objects.update(next);
  return next;
};

/** `DELETE /v1/webhook_endpoints/:id` */
export const deleteWebhookEndpoint = (account: Account, { id }: Call<unknown>) => {
  find(account, "webhook_endpoint", id);
  account.objects.remove(id);
  return { id, object: "webhook_endpoint", deleted: true };
};

/** The registered endpoints that are sent to, with what they are sent. */
export const enabledEndpoints = (objects: ObjectStore): Receiver[] =>
  objects
    .all("webhook_endpoint")
    .filter(({ object }) => object.status === "enabled")
    .map(({ object: { id, url, enabled_events: enabledEvents }, hidden: { secret = "" } }) => ({
      id,
      url,
      secret,
      enabledEvents,
    }));
