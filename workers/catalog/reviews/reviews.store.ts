import { and, desc, eq, getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import { isNamed } from "#catalog/products/product-slug.statements";
import { refreshRatings } from "#catalog/products/rating.statements";
import type { AdminReviewQuery } from "#catalog/reviews.contract";
import { products } from "#db/catalog/product.schema";
import { erasedAuthors, reviews } from "#db/catalog/review.schema";
import type { Database, Statement } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import type { BoughtLine } from "#orders/order-line.contract";
import type { ReviewRow } from "./review.rules";

/** What commits with each change. */
interface Effects {
  events: readonly Envelope[];
  /** Stores the answer under its Idempotency-Key. */
  finished: Statement | undefined;
}

interface Step {
  limit: number;
  /** The id of the last review of the previous page. */
  before: string | undefined;
}

/** A published product that reviews are about. */
export interface ReviewedProduct {
  id: string;
  slug: string;
  version: number;
}

/** Reads and writes reviews. */
export const reviewsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;

  const page = (condition: SQL | undefined, { limit, before }: Step) =>
    read
      .select()
      .from(reviews)
      .where(and(condition, before === undefined ? undefined : lt(reviews.id, before)))
      .orderBy(desc(reviews.id))
      .limit(limit);

  const published = (idOrSlug: string) => sql`from ${products} p
    where ${isNamed(idOrSlug)} and p.status = 'published'`;

  const productStatement = (idOrSlug: string) =>
    read.all<ReviewedProduct>(sql`select p.id, p.slug, p.version ${published(idOrSlug)}`);

  const effects = ({ events, finished }: Effects): Statement[] => [
    ...(finished ? [finished] : []),
    ...(events.length > 0 ? [outbox.announce(events)] : []),
  ];

  return {
    /** Returns a published product by its id, slug or former slug. */
    async product(idOrSlug: string): Promise<ReviewedProduct | undefined> {
      const [product] = await productStatement(idOrSlug);
      return product;
    },

    /** Returns a published product and up to `limit` of its approved reviews, newest first, in one read. */
    async approved(idOrSlug: string, step: Step) {
      const ofProduct = sql`${reviews.productId} = (select p.id ${published(idOrSlug)})`;
      const [[product], rows] = await read.batch([
        productStatement(idOrSlug),
        page(and(ofProduct, eq(reviews.status, "approved")), step),
      ]);
      return { product, rows };
    },

    /** Returns up to `limit` reviews in any or one status, newest first. */
    page: async (status: AdminReviewQuery["status"], step: Step): Promise<ReviewRow[]> =>
      page(status && eq(reviews.status, status), step),

    /** Returns a review with the version of its product. */
    async byId(id: string): Promise<{ row: ReviewRow; productVersion: number } | undefined> {
      const [found] = await write
        .select({ row: getTableColumns(reviews), productVersion: products.version })
        .from(reviews)
        .innerJoin(products, eq(products.id, reviews.productId))
        .where(eq(reviews.id, id));
      return found;
    },

    /** Returns the first of some order lines that has no review. */
    async unreviewed(lines: readonly BoughtLine[]): Promise<BoughtLine | undefined> {
      const reviewed = await write.all<{ nth: number }>(sql`
        select line.key as nth from json_each(${JSON.stringify(lines)}) line
        where exists (select 1 from ${reviews} r
          where r.order_id = line.value ->> 'orderId' and r.line_id = line.value ->> 'lineId')`);
      const taken = new Set(reviewed.map(({ nth }) => nth));
      return lines.find((_, nth) => !taken.has(nth));
    },

    /** Refuses with `reviewed` if the line has a review, with `erased` if the account was erased. */
    submit: (row: ReviewRow, done: Effects) =>
      commitGuarded<"reviewed" | "erased">(db, [
        guard(
          "erased",
          write.run(
            raiseUnless(sql`not exists (select 1 from ${erasedAuthors} e
              where e.customer_id = ${row.customerId})`),
          ),
        ),
        guard({ "reviews.order_id": "reviewed" }, write.insert(reviews).values(row)),
        ...effects(done),
      ]),

    /** Replaces a review that is still as it was read, and the rating of its product. */
    change: (row: ReviewRow, set: Partial<ReviewRow>, done: Effects & { nowMs: number }) =>
      commitGuarded<"changed">(db, [
        write
          .update(reviews)
          .set({ ...set, version: row.version + 1, updatedAt: done.nowMs })
          .where(and(eq(reviews.id, row.id), eq(reviews.version, row.version))),
        guard("changed", write.run(expectChanges())),
        ...refreshRatings(db, { of: sql`select ${row.productId}` }, done.nowMs),
        ...effects(done),
      ]),
  };
};
export type ReviewsStore = ReturnType<typeof reviewsStore>;
