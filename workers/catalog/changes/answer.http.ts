import { PURGING } from "#catalog/cache.http";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { entityTag } from "#kernel/routes/etag";

interface Versioned {
  id: string;
  /** Of a product. */
  version?: number;
  /** Of a variant. */
  productVersion?: number;
}

/**
 * Responds with the answer of a change, and the `ETag` of the product, which a client sends with its next change. Makes
 * the gateway drop the cached answers of the catalog, because a change may move products in any list.
 */
export const respondChanged = async (answer: ReplayableAnswer) => {
  if (answer.body === "") return respondReplayable(answer, PURGING);
  const { id, version, productVersion } = JSON.parse(answer.body) as Versioned;
  const headers = {
    ...PURGING,
    ETag: await entityTag(answer.body, version ?? productVersion),
    ...(answer.status === 201 && version !== undefined
      ? { Location: `/v1/admin/products/${id}` }
      : {}),
  };
  return respondReplayable(answer, headers);
};
