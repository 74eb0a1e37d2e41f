import type { Context } from "hono";
import { z } from "zod";
import { PURGE_ALL } from "#catalog/cache.http";
import type { ImportService } from "#catalog/import/import.service";
import { FILE_BYTES_MAX, fingerprinted, tooLarge } from "#catalog/import/upload.rules";
import type { IndexingService } from "#catalog/search/indexing.service";
import { PaymentCurrency } from "#contract/payments";
import { access } from "#kernel/access";
import { requireUser } from "#kernel/actor";
import type { App } from "#kernel/app";
import { AppError } from "#kernel/errors";
import { PRIVATE } from "#kernel/etag";
import type { Idempotency, KeyedRequest } from "#kernel/idempotency";
import { keyedRequestOf, respondReplayable } from "#kernel/idempotency.http";
import { once } from "#kernel/once";
import { noBody, query } from "#kernel/validate";

interface Services {
  imports: ImportService;
  indexing: IndexingService;
  idempotency: Idempotency;
  /** The shop's own currency. */
  currency: string;
}

const HEADERS = { ...PRIVATE, ...PURGE_ALL };

const Nothing = z.strictObject({});
const ImportQuery = z.strictObject({ currency: PaymentCurrency.optional() });

/**
 * Does work that is safe to repeat, and replays its first answer for the same Idempotency-Key. The key
 * needs no lease while the work runs: doing it twice has the effect of doing it once.
 */
const replayed = async (
  idempotency: Idempotency,
  request: KeyedRequest | undefined,
  work: () => Promise<unknown>,
) => {
  const effect = async () => {
    const answer = { status: 200, body: JSON.stringify(await work()) };
    if (request) await idempotency.finished(request, answer);
    return answer;
  };
  const find = async (keyed: KeyedRequest) => (await idempotency.find(keyed))?.answer;
  return respondReplayable(await once({ request, find, effect }), HEADERS);
};

const fileOf = (c: Context) => {
  const type = c.req.header("content-type") ?? "";
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type) ?? [];
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if (!/^text\/csv\b/i.test(type) || !/^utf-?8$/i.test(charset) || !isPlain) {
    throw new AppError("unsupported_media_type", "The body must be text/csv in UTF-8.");
  }
  if (Number(c.req.header("content-length")) > FILE_BYTES_MAX) throw tooLarge();
  return c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: (stream) => stream.close() });
};

/** What staff do with the catalog as a whole. */
export const adminRoutes = (app: App, services: Services) => {
  const { imports, indexing, idempotency } = services;

  app.post("/v1/admin/products/import", access("staff", "staff"), query(ImportQuery), async (c) => {
    const { userId } = requireUser(c.var.actor);
    const currency = c.req.valid("query").currency ?? services.currency;
    const isKeyed = c.req.header("idempotency-key") !== undefined;
    // The key is bound to the file's digest, and a file of unknown length may be too large to import.
    const isReadFirst = isKeyed || c.req.header("content-length") === undefined;
    const { file, digest } = isReadFirst
      ? await fingerprinted(fileOf(c))
      : { file: fileOf(c), digest: "" };
    const request = await keyedRequestOf(c, { principal: userId, body: { currency, digest } });
    return replayed(idempotency, request, () => imports.import(file, currency));
  });

  app.post(
    "/v1/admin/search/reindex",
    access("staff", "staff"),
    query(Nothing),
    noBody,
    async (c) => {
      const { userId } = requireUser(c.var.actor);
      const request = await keyedRequestOf(c, { principal: userId, body: {} });
      return replayed(idempotency, request, () => indexing.reindex());
    },
  );

  app.get("/v1/admin/search/status", access("staff", "staff"), query(Nothing), async (c) => {
    return c.json(await indexing.status(), 200, PRIVATE);
  });
};
