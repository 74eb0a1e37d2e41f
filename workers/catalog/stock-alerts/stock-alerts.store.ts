import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { isAvailable } from "#catalog/products/availability.statements";
import { isNamed } from "#catalog/products/product-slug.statements";
import { ALERTS_MAX } from "#catalog/stock-alerts.contract";
import { products, variants } from "#db/catalog/product.schema";
import { stockAlerts } from "#db/catalog/stock-alert.schema";
import type { Database } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";

export type StockAlertRow = typeof stockAlerts.$inferSelect;

/** Alerts that one batch announces. */
const ANNOUNCED_MAX = 100;

/** What the mail of an alert says. */
export interface AnnouncedAlert {
  email: string;
  slug: string;
  title: string;
  variantTitle: string;
  /** Whether the product has several variants. */
  hasOptions: number;
}

/** A row `p` and a row `v` that shoppers see, and can buy. */
const canBeBought = sql`p.status = 'published' and v.removed_at is null and ${isAvailable}`;

/** The addresses that wait for variants. */
export const stockAlertsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;

  return {
    /** Returns a variant of a published product, and whether it can be bought. */
    async find(idOrSlug: string, variantId: string) {
      const [row] = await read.all<{ productId: string; available: number }>(sql`
        select p.id as productId, ${isAvailable} as available from ${products} p
        join ${variants} v on v.product_id = p.id and v.id = ${variantId} and v.removed_at is null
        where ${isNamed(idOrSlug)} and p.status = 'published'`);
      return row && { productId: row.productId, isAvailable: row.available === 1 };
    },

    /** Inserts an alert, unless the address waits for the variant already, or for as many as it may. */
    async insert({
      id,
      productId,
      variantId,
      email,
      createdAt,
    }: Omit<StockAlertRow, "announcedAt">) {
      await write.run(sql`
        insert into ${stockAlerts} (id, product_id, variant_id, email, created_at)
        select ${id}, ${productId}, ${variantId}, ${email}, ${createdAt}
        where (select count(*) from ${stockAlerts} w
          where w.email = ${email} and w.announced_at is null) < ${ALERTS_MAX}
        on conflict do nothing`);
    },

    /** Returns some of the alerts of a product whose variants can be bought. */
    async due(productId: string): Promise<string[]> {
      const rows = await write.all<{ id: string }>(sql`
        select w.id from ${stockAlerts} w
        join ${products} p on p.id = w.product_id join ${variants} v on v.id = w.variant_id
        where w.product_id = ${productId} and w.announced_at is null and ${canBeBought}
        limit ${ANNOUNCED_MAX}`);
      return rows.map(({ id }) => id);
    },

    /** Ends alerts and announces their mails. Refuses if another process has announced one of them. */
    announce: (ids: readonly string[], events: readonly Envelope[], nowMs: number) =>
      commitGuarded<"announced">(db, [
        write
          .update(stockAlerts)
          .set({ announcedAt: nowMs })
          .where(and(inArray(stockAlerts.id, [...ids]), isNull(stockAlerts.announcedAt))),
        guard("announced", write.run(expectChanges(ids.length))),
        outbox.announce(events),
      ]),

    /** Returns what the mail of an announced alert says; undefined if the variant is sold out again. */
    async announced(id: string): Promise<AnnouncedAlert | undefined> {
      const [row] = await write.all<AnnouncedAlert>(sql`
        select w.email, p.slug, p.title, v.title as variantTitle, p.options <> '[]' as hasOptions
        from ${stockAlerts} w
        join ${products} p on p.id = w.product_id join ${variants} v on v.id = w.variant_id
        where w.id = ${id} and w.announced_at is not null and ${canBeBought}`);
      return row;
    },

    /** Deletes all alerts of the address that an alert belongs to. */
    async unsubscribe(id: string) {
      const ofAlert = write
        .select({ email: stockAlerts.email })
        .from(stockAlerts)
        .where(eq(stockAlerts.id, id));
      await write.delete(stockAlerts).where(inArray(stockAlerts.email, ofAlert));
    },
  };
};
export type StockAlertsStore = ReturnType<typeof stockAlertsStore>;
