import type { KeyedRequest } from "#kernel/idempotency";
import type { HumanProof } from "#kernel/turnstile.client";

/** How a request came in, besides its body. */
export interface Visit {
  request: KeyedRequest | undefined;
  userAgent: string | undefined;
  /** Whose tries are counted together; undefined where the shop does not know addresses. */
  network: string | undefined;
  /** The token of the page's Turnstile widget, and the whole address of the client. */
  human: Pick<HumanProof, "token" | "address">;
}
