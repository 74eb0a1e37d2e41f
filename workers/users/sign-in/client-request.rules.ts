import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { HumanProof } from "#kernel/vendors/turnstile.client";

/** What a request says about its client, beside the body. */
export interface ClientRequest {
  request: KeyedRequest | undefined;
  userAgent: string | undefined;
  /** The client's network, whose attempts share a bucket. Undefined if the address is unknown. */
  network: string | undefined;
  /** The token of the page's Turnstile widget, and the whole address of the client. */
  human: Pick<HumanProof, "token" | "address">;
}
