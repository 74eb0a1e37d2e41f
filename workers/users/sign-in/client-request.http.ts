import type { Context } from "hono";
import { addressBy, clientNetwork } from "#kernel/client-address";
import type { AppEnv } from "#kernel/routes/app";
import { TURNSTILE_HEADER } from "#kernel/vendors/turnstile.client";
import { idempotencyRequest } from "#users/replay/idempotency-request.http";
import type { ClientRequest } from "./client-request.rules";

/** Reads the data about the client from an HTTP request. */
export const clientRequestsBy = (addressHeader: string | undefined) => ({
  async of(c: Context<AppEnv>, input: unknown): Promise<ClientRequest> {
    const address = addressBy(addressHeader)(c.req.raw.headers);
    return {
      request: await idempotencyRequest(c, input),
      userAgent: c.req.header("user-agent"),
      network: clientNetwork(address),
      human: { token: c.req.header(TURNSTILE_HEADER), address },
    };
  },
});
export type ClientRequests = ReturnType<typeof clientRequestsBy>;
