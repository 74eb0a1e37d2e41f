import {
  requireLocale,
  requireTranslation,
  tooManyLocales,
} from "#catalog/translations/locale.rules";
import type { CategoryTranslation } from "#catalog/translations.contract";
import { categoryChanged, categoryProductsDue } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type {
  AdminCategory,
  CategoryCreation,
  CategoryMove,
  CategoryPatch,
} from "./categories.contract";
import { adminCategories } from "./category.rules";
import type { CategoryChangesStore } from "./category-changes.store";
import {
  bodyOf,
  created,
  type Decided,
  moved,
  newRow,
  patched,
  removed,
  required,
  slugTaken,
  translated,
  versioned,
} from "./category-decision.rules";
import { changedRows, inTreeOrder, type Tree } from "./tree-change.rules";

interface Dependencies {
  store: CategoryChangesStore;
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

/** Changes the tree of categories. Decides on the whole tree, which stays as it was read until the write. */
export const categoryChangesService = (deps: Dependencies) => {
  const { store, outbox, idempotency, clock, locale: own } = deps;

  const eventsOf = ({ row, productsFollow }: Decided, nowMs: number): Envelope[] => {
    const subject = { source: "catalog", subject: row.id, sequence: row.version + 1, nowMs };
    return [
      newEvent(categoryChanged, { ...subject, data: { categoryId: row.id } }),
      ...(productsFollow
        ? [newEvent(categoryProductsDue, { ...subject, data: { categoryId: row.id, after: null } })]
        : []),
    ];
  };

  const write = async (request: KeyedRequest | undefined, decide: (tree: Tree) => Decided) => {
    const nowMs = clock.now();
    const before = await store.tree();
    const decided = decide(before.tree);
    const tree = versioned(before.tree, decided, nowMs);
    const answer = { status: decided.status, body: bodyOf(tree, decided) };
    const rows = changedRows(before.tree, tree);
    const events = rows.length > 0 || decided.deletedId ? eventsOf(decided, nowMs) : [];
    const written = await store.write({
      fromVersion: before.version,
      rows,
      formerSlug: decided.formerSlug,
      deletedId: decided.deletedId,
      translation: decided.translation && { ...decided.translation, categoryId: decided.row.id },
      events,
      finished: request && idempotency.insertFinished(request, answer),
      nowMs,
    });
    if (written.ok) {
      if (events.length > 0) outbox.kick(events);
      return answer;
    }
    if (written.refusal === "slug_taken")
      throw slugTaken(decided.translation?.content?.slug ?? decided.row.slug);
    if (written.refusal === "too_many_locales") throw tooManyLocales();
    return CONFLICT;
  };

  const change = (
    request: KeyedRequest | undefined,
    decide: (tree: Tree) => Decided,
  ): Promise<ReplayableAnswer> =>
    once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: () => retryOnConflict(() => write(request, decide)),
    });

  return {
    /** Returns all categories in the order of the tree. */
    list: async (): Promise<AdminCategory[]> =>
      adminCategories(inTreeOrder((await store.tree()).tree)),

    /** @throws 409 `slug_taken`, 422 `category_invalid` */
    create: (input: CategoryCreation, { request }: Request) => {
      const nowMs = clock.now();
      return change(request, (tree) =>
        created(tree, newRow(newId("category", nowMs), input, nowMs)),
      );
    },

    /** Applies a merge patch. @throws 404 `not_found`, 409 `slug_taken`, 412 `precondition_failed` */
    change: (id: string, patch: CategoryPatch, { request, ifMatch }: Request) =>
      change(request, (tree) => patched(tree, required(tree, id, ifMatch), patch)),

    /** @throws 404 `not_found`, 412 `precondition_failed`, 422 `category_invalid` */
    move: (id: string, move: CategoryMove, { request, ifMatch }: Request) =>
      change(request, (tree) => moved(tree, required(tree, id, ifMatch), move)),

    /** Deletes a category without children. @throws 404 `not_found`, 409 `category_in_use`, 412 `precondition_failed` */
    remove: (id: string, { request, ifMatch }: Request) =>
      change(request, (tree) => removed(tree, required(tree, id, ifMatch))),

    /** Replaces the texts of a category in a locale. @throws 400, 404, 409 `slug_taken`, 412 */
    translate: (id: string, tag: string, text: CategoryTranslation, given: Request) =>
      change(given.request, (tree) => {
        const row = required(tree, id, given.ifMatch);
        return translated(tree, row, requireLocale(tag, own), text);
      }),

    /** @throws 400, 404 `not_found`, 412 `precondition_failed` */
    deleteTranslation: (id: string, tag: string, given: Request) =>
      change(given.request, (tree) => {
        const row = required(tree, id, given.ifMatch);
        const locale = requireLocale(tag, own);
        requireTranslation(row.translations, locale);
        return translated(tree, row, locale, null);
      }),
  };
};
export type CategoryChangesService = ReturnType<typeof categoryChangesService>;
