import { sql } from "drizzle-orm";
import { type FallbackDocument, fallbackDocument } from "#catalog/fallback/fallback-words.rules";
import { isInPart, type TablePart } from "#catalog/fallback/table-part.statements";
import type { IndexedProduct } from "#catalog/search-index/search-index.port";
import type { SEARCHED_FIELDS } from "#catalog/search-index/searched-fields.rules";
import { products } from "#db/catalog/product.schema";
import {
  searchDocuments,
  searchTranslations,
  searchTrigrams,
  searchValues,
  searchWords,
  TRANSLATIONS_MAX,
} from "#db/catalog/search.schema";
import { type Database, type Statement, statements } from "#db/client";

/** The most products of one batch. */
const BATCH_PRODUCTS = 100;
/** The characters after which a batch ends, so that a request to the database stays small. */
const BATCH_CHARS = 500_000;

const ALL_TRANSLATIONS = JSON.stringify(Array.from({ length: TRANSLATIONS_MAX }, (_, at) => at));

/** The columns of the full-text table, in the order of the weights of `SEARCHED_FIELDS`. */
export const WORD_COLUMNS = [
  ...["title", "codes", "brand", "categories"],
  ...["tags", "options", "attributes", "description"],
] as const satisfies readonly string[] & { length: (typeof SEARCHED_FIELDS)["length"] };

/** Groups products into batches by their number and their characters. */
function* batchesOf(documents: readonly FallbackDocument[]): Iterable<FallbackDocument[]> {
  let batch: FallbackDocument[] = [];
  let chars = 0;
  for (const document of documents) {
    batch.push(document);
    chars += JSON.stringify(document).length;
    if (batch.length < BATCH_PRODUCTS && chars <= BATCH_CHARS) continue;
    yield batch;
    batch = [];
    chars = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Writes the words of products, by which the database searches while the search engine is down. */
export const fallbackWordsStore = ({ read, write }: Database) => {
  const idsOf = (productIds: readonly string[]) => sql`(
    select d.id from json_each(${JSON.stringify(productIds)}) named
    cross join ${searchDocuments} d on d.product_id = named.value)`;

  const forget = (productIds: readonly string[]): Statement[] => [
    write.run(sql`delete from ${searchWords} where rowid in ${idsOf(productIds)}`),
    write.run(sql`delete from ${searchTranslations} where rowid in (
      select d.id * ${TRANSLATIONS_MAX} + nth.value
      from json_each(${JSON.stringify(productIds)}) named
      cross join ${searchDocuments} d on d.product_id = named.value
      cross join json_each(${ALL_TRANSLATIONS}) nth)`),
    write.run(sql`delete from ${searchTrigrams} where rowid in ${idsOf(productIds)}`),
    write.run(sql`delete from ${searchValues} where document_id in ${idsOf(productIds)}`),
  ];

  const insert = (documents: readonly FallbackDocument[]): Statement[] => {
    const given = (rows: readonly Pick<FallbackDocument, "productId">[]) => sql`
      json_each(${JSON.stringify(rows)}) given
      cross join ${searchDocuments} d on d.product_id = given.value ->> 'productId'`;
    const words = documents.map(({ named: _, values: __, translated: ___, ...texts }) => texts);
    const named = documents.map(({ productId, named: text }) => ({ productId, named: text }));
    const values = documents.map(({ productId, values: all }) => ({ productId, values: all }));
    const translated = documents.map((document) => ({
      ...{ productId: document.productId, translated: document.translated },
    }));
    const cells = WORD_COLUMNS.map((column) => sql`given.value ->> ${column}`);
    const columns = sql.raw(WORD_COLUMNS.join(", "));
    return [
      write.run(sql`insert into ${searchDocuments} (product_id, version)
        select value ->> 'productId', value ->> 'version' from json_each(${JSON.stringify(
          documents.map(({ productId, version }) => ({ productId, version })),
        )}) where true
        on conflict (product_id) do update set version = excluded.version`),
      write.run(sql`insert into ${searchWords} (rowid, ${columns})
        select d.id, ${sql.join(cells, sql`, `)} from ${given(words)}`),
      write.run(sql`insert into ${searchTranslations}
          (rowid, locale, title, categories, options, description)
        select d.id * ${TRANSLATIONS_MAX} + t.key, t.value ->> 'locale', t.value ->> 'title',
          t.value ->> 'categories', t.value ->> 'options', t.value ->> 'description'
        from ${given(translated)} cross join json_each(given.value -> 'translated') t`),
      write.run(sql`insert into ${searchTrigrams} (rowid, words)
        select d.id, given.value ->> 'named' from ${given(named)}`),
      write.run(sql`insert into ${searchValues} (document_id, field, key, label)
        select d.id, v.value ->> 'field', v.value ->> 'key', v.value ->> 'label'
        from ${given(values)} cross join json_each(given.value -> 'values') v`),
    ];
  };

  const remove = async (productIds: readonly string[]) => {
    if (productIds.length === 0) return;
    await write.batch(
      statements([
        ...forget(productIds),
        write.run(sql`delete from ${searchDocuments}
          where product_id in (select value from json_each(${JSON.stringify(productIds)}))`),
      ]),
    );
  };

  return {
    remove,

    /** Replaces the words of products. */
    async put(given: readonly IndexedProduct[]): Promise<void> {
      for (const batch of batchesOf(given.map(fallbackDocument))) {
        const ids = batch.map(({ productId }) => productId);
        await write.batch(statements([...forget(ids), ...insert(batch)]));
      }
    },

    /** Removes the words of deleted products from a part of all words. Returns how many products. */
    async removeStale(part: TablePart): Promise<number> {
      const rows = await read.all<{ id: string }>(sql`
        select d.product_id as id from ${searchDocuments} d
        where ${isInPart(searchDocuments, sql`d.id`, part)}
          and not exists (select 1 from ${products} p where p.id = d.product_id)`);
      await remove(rows.map(({ id }) => id));
      return rows.length;
    },
  };
};
export type FallbackWordsStore = ReturnType<typeof fallbackWordsStore>;
