import { type SQL, sql } from "drizzle-orm";
import { products } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** A product whose planned publication, or the end of it, is due. */
export interface DueProduct {
  id: string;
  slug: string;
  version: number;
  status: "draft" | "published" | "archived";
  publishedAt: number | null;
}

/** Reads what the schedules of products ask for. */
export const scheduleStore = ({ read }: Database) => {
  const due = (condition: SQL, limit: number) =>
    read.all<DueProduct>(sql`
      select p.id, p.slug, p.version, p.status, p.published_at as publishedAt
      from ${products} p where ${condition} limit ${limit}`);

  return {
    /** Returns products that are to be published by now. */
    toPublish: (nowMs: number, limit: number) =>
      due(sql`p.publish_at <= ${nowMs} and p.publish_at is not null`, limit),
    /** Returns products that are to become drafts by now. */
    toUnpublish: (nowMs: number, limit: number) =>
      due(sql`p.unpublish_at <= ${nowMs} and p.unpublish_at is not null`, limit),
  };
};
export type ScheduleStore = ReturnType<typeof scheduleStore>;
