import { type SQL, sql } from "drizzle-orm";
import { localesJson } from "#catalog/texts/texts.statements";
import { LOCALES_MAX, type TranslatedKind } from "#catalog/translations.contract";
import { categories, categoryRedirects } from "#db/catalog/category.schema";
import { collectionRedirects, collections } from "#db/catalog/collection.schema";
import { productRedirects, products } from "#db/catalog/product.schema";
import { translations } from "#db/catalog/translation.schema";
import type { Database, Statement } from "#db/client";
import { type BatchStep, guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";

type Row = typeof translations.$inferInsert;

/** The columns that staff write. Null falls back. */
export type TranslationContent = Pick<Row, "title"> &
  Partial<
    Pick<
      Row,
      "description" | "descriptionHtml" | "slug" | "options" | "seoTitle" | "seoDescription"
    >
  >;

/** A new translation in one locale, or null to delete it. */
export interface TranslationChange {
  locale: string;
  content: TranslationContent | null;
}

interface OwnedChange extends TranslationChange {
  kind: TranslatedKind;
  ownerId: string;
  nowMs: number;
}

export type TranslationRefusal = "slug_taken" | "too_many_locales";

/** Where slugs of owners are, and where former ones redirect. */
const OWNERS = {
  product: { table: products, redirects: productRedirects, owner: sql`product_id` },
  category: { table: categories, redirects: categoryRedirects, owner: sql`category_id` },
  collection: { table: collections, redirects: collectionRedirects, owner: sql`collection_id` },
};

/** Makes the slug of a translation redirect if it gets another one or none, and is not in use elsewhere. */
const keepFormerSlug = ({ kind, ownerId, locale, content, nowMs }: OwnedChange) => {
  const { table, redirects, owner } = OWNERS[kind];
  return sql`
    insert into ${redirects} (slug, ${owner}, created_at)
    select t.slug, t.owner_id, ${nowMs} from ${translations} t
    where t.owner_id = ${ownerId} and t.locale = ${locale} and t.slug is not null
      and t.slug is not ${content?.slug ?? null}
      and not exists (select 1 from ${table} own where own.slug = t.slug)
    on conflict (slug) do update set ${owner} = excluded.${owner}, created_at = excluded.created_at`;
};

const isFreeSlug = ({ kind, ownerId }: OwnedChange, slug: string) => sql`not exists (
  select 1 from ${OWNERS[kind].table} own where own.slug = ${slug} and own.id <> ${ownerId})`;

const writtenRow = ({ write }: Database, change: OwnedChange, content: TranslationContent) => {
  const { kind, ownerId, locale, nowMs } = change;
  const written = {
    ...{ description: null, descriptionHtml: null, slug: null, options: null },
    ...{ seoTitle: null, seoDescription: null },
    ...content,
    updatedAt: nowMs,
  };
  return write
    .insert(translations)
    .values({ ...{ kind, ownerId, locale, createdAt: nowMs }, ...written })
    .onConflictDoUpdate({ target: [translations.ownerId, translations.locale], set: written });
};

/** Writes or deletes a translation. Its former slug redirects. */
export const translationSteps = (
  db: Database,
  change: OwnedChange,
): BatchStep<TranslationRefusal>[] => {
  const { write } = db;
  const { kind, ownerId, locale, content } = change;
  const former = write.run(keepFormerSlug(change));
  if (content === null)
    return [
      former,
      write.run(
        sql`delete from ${translations} where owner_id = ${ownerId} and locale = ${locale}`,
      ),
    ];
  const { slug } = content;
  return [
    former,
    ...(slug
      ? [
          guard<TranslationRefusal>("slug_taken", write.run(raiseUnless(isFreeSlug(change, slug)))),
          write.run(sql`delete from ${OWNERS[kind].redirects} where slug = ${slug}`),
        ]
      : []),
    guard<TranslationRefusal>(
      { "translations.kind": "slug_taken" },
      writtenRow(db, change, content),
    ),
    guard<TranslationRefusal>(
      "too_many_locales",
      write.run(raiseUnless(sql`json_array_length(${localesJson}) <= ${LOCALES_MAX}`)),
    ),
  ];
};

/** Fails the batch if a slug in the shop's own language belongs to a translation of another owner. */
export const requireUntranslatedSlugs = (
  { write }: Database,
  kind: TranslatedKind,
  owners: readonly { id: string; slug: string }[],
): Statement =>
  write.run(
    raiseUnless(sql`not exists (
      select 1 from json_each(${JSON.stringify(owners.map(({ id, slug }) => [id, slug]))}) named
      cross join ${translations} t on t.kind = ${kind} and t.slug = named.value ->> 1
      where t.owner_id <> named.value ->> 0)`),
  );

/** Deletes the translations of an owner, whose slugs are free at once. */
export const deleteTranslations = ({ write }: Database, ownerId: string): Statement =>
  write.run(sql`delete from ${translations} where owner_id = ${ownerId}`);

/** Builds an object of translations by locale, each with these members of a row `t`. */
export const translationsJson = (owner: SQL, members: SQL) => sql<string>`(
  select json_group_object(t.locale, json_object(${members}) order by t.locale)
  from ${translations} t where t.owner_id = ${owner})`;
