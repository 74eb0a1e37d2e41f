import type { Context } from "hono";
import type { AppEnv } from "#kernel/app";
import { addressBy, clientNetwork } from "#kernel/client-address";
import { TURNSTILE_HEADER } from "#kernel/turnstile.client";
import { keyOf } from "#users/replay/idempotency-request.http";
import type { Visit } from "./client-request.rules";

/** How a request came in. */
export const visitsBy = (addressHeader: string | undefined) => ({
  async of(c: Context<AppEnv>, input: unknown): Promise<Visit> {
    const address = addressBy(addressHeader)(c.req.raw.headers);
    return {
      request: await keyOf(c, input),
      userAgent: c.req.header("user-agent"),
      network: clientNetwork(address),
      human: { token: c.req.header(TURNSTILE_HEADER), address },
    };
  },
});
export type Visits = ReturnType<typeof visitsBy>;
