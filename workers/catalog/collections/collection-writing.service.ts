import { tooManyLocales } from "#catalog/translations/locale.rules";
import { collectionChanged, collectionProductsDue, productRelisted } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { Result } from "#kernel/result";
import { matchedVersion } from "#kernel/routes/etag";
import { collectionWithProducts, type PickedRow } from "./collection.rules";
import type { CollectionChangesStore } from "./collection-changes.store";
import { invalid } from "./collection-kind.rules";
import { COLLECTIONS_MAX } from "./collections.contract";
import type { CollectionsStore } from "./collections.store";

export interface Dependencies {
  store: CollectionsStore;
  changes: CollectionChangesStore;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  clock: Clock;
  /** The shop's own language. */
  locale: string;
}

/** The headers of a change by staff. */
export interface Request {
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
}

/** Products that one event names. */
const RELISTED_MAX = 250;

type Effects = Parameters<CollectionChangesStore["create"]>[1];
type Written = Awaited<ReturnType<CollectionChangesStore["create"]>>;
type Refusal = Extract<Written, { ok: false }>["refusal"];

interface Decided {
  status: 200 | 201 | 204;
  row: PickedRow;
  /** Whether products have to be compared with new rules, or to leave. */
  productsFollow: boolean;
  /** The products whose search documents follow. */
  relisted?: readonly string[];
  /** The slug that is written, if it is a translated one. */
  slug?: string | undefined;
  commit: (done: Effects) => Promise<Result<unknown, Refusal>>;
}

const chunksOf = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / RELISTED_MAX) }, (_, at) =>
    ids.slice(at * RELISTED_MAX, (at + 1) * RELISTED_MAX),
  );

/** Writes one change of a collection: reads it, and commits what was decided with its answer and events. */
export const collectionWritingService = ({
  store,
  changes,
  outbox,
  idempotency,
  clock,
}: Dependencies) => {
  const eventsOf = ({ row, productsFollow, relisted = [] }: Decided) => {
    const { id, version, rulesVersion } = row;
    const about = { source: "catalog", subject: id, sequence: version, nowMs: clock.now() };
    const due = { collectionId: id, rulesVersion, after: "" };
    return [
      newEvent(collectionChanged, { ...about, data: { collectionId: id } }),
      ...(productsFollow ? [newEvent(collectionProductsDue, { ...about, data: due })] : []),
      ...chunksOf(relisted).map((productIds) =>
        newEvent(productRelisted, { ...about, data: { productIds } }),
      ),
    ];
  };

  /** @throws 404 `not_found`, 412 `precondition_failed` */
  const required = async (id: string, ifMatch?: string): Promise<PickedRow> => {
    const row = await store.byId(id);
    if (!row) throw new AppError("not_found", "No collection has this id.");
    const expected = matchedVersion(ifMatch);
    if (expected !== undefined && expected !== row.version)
      throw new AppError("precondition_failed", "The collection was changed since it was read.");
    return row;
  };

  /** Throws what the caller has to correct. Returns for a conflict, after which it is decided again. */
  const refuse = async (refusal: Refusal, slug: string, productIds: readonly string[] = []) => {
    if (refusal === "slug_taken")
      throw new AppError("slug_taken", `Another collection or translation has the slug ${slug}.`);
    if (refusal === "too_many")
      throw invalid("", "too_many", `A shop has at most ${COLLECTIONS_MAX} collections.`);
    if (refusal === "too_many_locales") throw tooManyLocales();
    if (refusal !== "product_unknown") return;
    const [missing] = await store.missing(productIds);
    const at = productIds.indexOf(missing ?? "");
    if (at >= 0) throw invalid(`/productIds/${at}`, "unknown_product", "No product has this id.");
  };

  /** Writes a decided change, with its answer and events. */
  const write = async ({ request }: Request, decided: Decided) => {
    const { status, row, commit } = decided;
    const body = status === 204 ? "" : JSON.stringify(collectionWithProducts(row));
    const answer = { status, body };
    const events = eventsOf(decided);
    const finished = request && idempotency.insertFinished(request, answer);
    const written = await commit({ events, finished });
    if (written.ok) {
      outbox.kick(events);
      return answer;
    }
    await refuse(written.refusal, decided.slug ?? row.slug, row.productIds);
    return CONFLICT;
  };

  /** Answers a change that changes nothing. */
  const keep = async ({ request }: Request, row: PickedRow) => {
    const answer = { status: 200, body: JSON.stringify(collectionWithProducts(row)) };
    if (request) await changes.finish(idempotency.insertFinished(request, answer));
    return answer;
  };

  const changeOnce = (
    { request }: Request,
    effect: () => Promise<{ status: number; body: string } | typeof CONFLICT>,
  ): Promise<ReplayableAnswer> =>
    once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: () => retryOnConflict(effect),
    });

  return { required, write, keep, changeOnce };
};
