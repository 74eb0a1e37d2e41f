import type { ChangesService } from "#catalog/changes/changes.service";
import {
  eventOf,
  type ProductChange,
  type ProductContent,
} from "#catalog/changes/product-change.rules";
import type { DueProduct, ScheduleStore } from "#catalog/changes/schedule.store";
import type { Clock } from "#kernel/clock";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";

interface Dependencies {
  store: ScheduleStore;
  changes: Pick<ChangesService, "write">;
  clock: Clock;
}

/** Products of one batch. */
const BATCH_PRODUCTS = 50;

const PUBLISHED = { status: "published", publishAt: null } as const;
const UNPUBLISHED = { status: "draft", unpublishAt: null } as const;

const changeOf = (
  { id, slug, version, status, publishedAt }: DueProduct,
  content: ProductContent & Pick<typeof PUBLISHED | typeof UNPUBLISHED, "status">,
): ProductChange => ({
  id,
  fromVersion: version,
  content: { slug, ...content },
  attributes: {},
  variants: [],
  removedIds: [],
  event: eventOf(
    { published: status === "published", everPublished: publishedAt !== null },
    content.status === "published",
  ),
});

/** Publishes products and ends their publication when their schedules say so. */
export const scheduleService = ({ store, changes, clock }: Dependencies) => {
  const writeDue = (
    read: (nowMs: number, limit: number) => Promise<DueProduct[]>,
    content: typeof PUBLISHED | typeof UNPUBLISHED,
  ) =>
    retryOnConflict(async () => {
      const nowMs = clock.now();
      const due = await read(nowMs, BATCH_PRODUCTS);
      if (due.length === 0) return 0;
      const batch = due.map((product) => changeOf(product, content));
      const written = await changes.write({ changes: batch, nowMs });
      return written.ok ? due.length : CONFLICT;
    });

  const writeAll = async (...step: Parameters<typeof writeDue>) => {
    for (let total = 0; ; ) {
      const written = await writeDue(...step);
      total += written;
      if (written < BATCH_PRODUCTS) return total;
    }
  };

  return {
    /** Applies what is due. A product whose publication began and ended meanwhile becomes a draft. */
    applyDue: async () => ({
      productsPublished: await writeAll(store.toPublish, PUBLISHED),
      productsUnpublished: await writeAll(store.toUnpublish, UNPUBLISHED),
    }),
  };
};
