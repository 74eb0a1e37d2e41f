import { sql } from "drizzle-orm";
import type { AttributeDefinition } from "#catalog/attributes.contract";
import { attributeDefinitions } from "#db/catalog/attribute.schema";
import { categories, categoryRedirects } from "#db/catalog/category.schema";
import { collectionRedirects, collections } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import type { Database } from "#db/client";

/** What filters of lists and searches may name. */
export interface FilterNames {
  /** Names of the categories by their slugs. */
  categories: ReadonlyMap<string, string>;
  /** Ids of the collections by their slugs. */
  collections: ReadonlyMap<string, string>;
  /** Current slugs by former ones. */
  movedCategories: ReadonlyMap<string, string>;
  movedCollections: ReadonlyMap<string, string>;
  attributes: ReadonlyMap<string, Pick<AttributeDefinition, "name" | "unit" | "position">>;
  /** The currencies in which a published product has a price. */
  currencies: ReadonlySet<string>;
}

interface SlugRow {
  slug: string;
  means: string;
}

const byText = (rows: readonly SlugRow[]) => new Map(rows.map(({ slug, means }) => [slug, means]));

/** Steps through the index of listings, from one currency to the next. Those of markets are no currencies. */
const CURRENCIES = sql`
  with recursive found (currency) as (
    select (select min(s.currency) from ${listings} s where s.place = '*')
    union all
    select (select min(s.currency) from ${listings} s where s.place = '*' and s.currency > found.currency)
    from found where found.currency is not null)
  select currency from found where instr(currency, ':') = 0`;

/** Reads what filters may name, in one round trip. */
export const filterNamesStore = ({ read }: Database) => ({
  async names(): Promise<FilterNames> {
    const [shown, moved, collected, movedCollected, attributes, currencies] = await read.batch([
      read.all<SlugRow>(
        sql`select slug, name as means from ${categories} where deleted_at is null`,
      ),
      read.all<SlugRow>(sql`select former.slug, c.slug as means from ${categoryRedirects} former
        join ${categories} c on c.id = former.category_id where c.deleted_at is null`),
      read.all<SlugRow>(sql`select slug, id as means from ${collections} where deleted_at is null`),
      read.all<SlugRow>(sql`select former.slug, c.slug as means from ${collectionRedirects} former
        join ${collections} c on c.id = former.collection_id where c.deleted_at is null`),
      read.all<Pick<AttributeDefinition, "key" | "name" | "unit" | "position">>(
        sql`select key, name, unit, position from ${attributeDefinitions}`,
      ),
      read.all<{ currency: string }>(CURRENCIES),
    ]);
    return {
      categories: byText(shown),
      collections: byText(collected),
      movedCategories: byText(moved),
      movedCollections: byText(movedCollected),
      attributes: new Map(attributes.map(({ key, ...attribute }) => [key, attribute])),
      currencies: new Set(currencies.map(({ currency }) => currency)),
    };
  },
});
export type FilterNamesStore = ReturnType<typeof filterNamesStore>;
