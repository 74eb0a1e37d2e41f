import { sql } from "drizzle-orm";
import type { AttributeDefinition } from "#catalog/attributes.contract";
import type { LocaleText } from "#catalog/texts/text.rules";
import { localesJson } from "#catalog/texts/texts.statements";
import { attributeDefinitions } from "#db/catalog/attribute.schema";
import { categories, categoryRedirects } from "#db/catalog/category.schema";
import { collectionRedirects, collections } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { translations } from "#db/catalog/translation.schema";
import type { Database } from "#db/client";

/** What filters of lists and searches may name. */
export interface FilterNames {
  /** Names of the categories by their slugs. */
  categories: ReadonlyMap<string, string>;
  /** Slugs of the categories in the shop's own language, by those of other languages. */
  translatedCategories: ReadonlyMap<string, string>;
  /** Texts of the categories in other languages, by their slugs in the shop's own. */
  categoryTexts: ReadonlyMap<string, LocaleText[]>;
  /** The locales with a translation. */
  locales: readonly string[];
  /** Ids of the collections by their slugs in all languages. */
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

interface TranslatedCategory extends LocaleText {
  /** Its slug in the shop's own language. */
  own: string;
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
    const [shown, translated, locales, moved, collected, movedCollected, attributes, currencies] =
      await read.batch([
        read.all<SlugRow>(
          sql`select slug, name as means from ${categories} where deleted_at is null`,
        ),
        read.all<TranslatedCategory>(sql`
        select c.slug as own, t.locale, t.title, t.description, t.slug from ${translations} t
        cross join ${categories} c on c.id = t.owner_id where t.kind = 'category'`),
        read.all<{ locales: string }>(sql`select ${localesJson} as locales`),
        read.all<SlugRow>(sql`select former.slug, c.slug as means from ${categoryRedirects} former
        join ${categories} c on c.id = former.category_id where c.deleted_at is null`),
        read.all<SlugRow>(sql`select slug, id as means from ${collections} where deleted_at is null
        union all select t.slug, t.owner_id from ${translations} t
        where t.kind = 'collection' and t.slug is not null`),
        read.all<SlugRow>(sql`select former.slug, c.slug as means from ${collectionRedirects} former
        join ${collections} c on c.id = former.collection_id where c.deleted_at is null`),
        read.all<Pick<AttributeDefinition, "key" | "name" | "unit" | "position">>(
          sql`select key, name, unit, position from ${attributeDefinitions}`,
        ),
        read.all<{ currency: string }>(CURRENCIES),
      ]);
    return {
      categories: byText(shown),
      translatedCategories: new Map(
        translated.flatMap(({ own, slug }) => (slug ? [[slug, own]] : [])),
      ),
      categoryTexts: Map.groupBy(translated, ({ own }) => own),
      locales: JSON.parse(locales[0]?.locales ?? "[]") as string[],
      collections: byText(collected),
      movedCategories: byText(moved),
      movedCollections: byText(movedCollected),
      attributes: new Map(attributes.map(({ key, ...attribute }) => [key, attribute])),
      currencies: new Set(currencies.map(({ currency }) => currency)),
    };
  },
});
export type FilterNamesStore = ReturnType<typeof filterNamesStore>;
