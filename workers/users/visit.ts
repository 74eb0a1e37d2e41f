import type { KeyedRequest } from "#kernel/idempotency";

/** How a request came in, besides its body. */
export interface Visit {
  request: KeyedRequest | undefined;
  userAgent: string | undefined;
  /** Whose tries are counted together; undefined where the shop does not know addresses. */
  network: string | undefined;
}
