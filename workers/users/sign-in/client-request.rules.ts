import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { HumanProof } from "#kernel/vendors/turnstile.client";

/** The data about the client that a request contains besides its body. */
export interface ClientRequest {
  request: KeyedRequest | undefined;
  userAgent: string | undefined;
  /** The client's network, whose attempts share a bucket; undefined if the IP address is unknown. */
  network: string | undefined;
  /** The token of the page's Turnstile widget, and the client's whole IP address. */
  human: Pick<HumanProof, "token" | "address">;
}
