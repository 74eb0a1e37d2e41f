import { type SQL, sql } from "drizzle-orm";
import type { Languages } from "#catalog/texts/text.rules";
import type { TranslatedKind } from "#catalog/translations.contract";
import { translations } from "#db/catalog/translation.schema";

/** Whether a row `t` of translations may be shown: it is in an asked locale, or in the market's or a less specific one. */
const mayBeShown = (asked: readonly string[], marketLocale: SQL | null) => sql`(
  t.locale in (select value from json_each(${JSON.stringify(asked)}))
  or instr(${marketLocale ?? sql`null`} || '-', t.locale || '-') = 1)`;

const TEXT = sql`'locale', t.locale, 'title', t.title, 'description', t.description, 'slug', t.slug`;
const PRODUCT_TEXT = sql`${TEXT}, 'descriptionHtml', t.description_html,
  'options', json(coalesce(t.options, 'null')),
  'seoTitle', t.seo_title, 'seoDescription', t.seo_description`;

const textsJson =
  (members: SQL) =>
  (owner: SQL, { own, asked }: Languages, marketLocale: SQL | null = null) => {
    const others = asked.filter((locale) => locale !== own);
    if (others.length === 0 && marketLocale === null) return sql<string>`'[]'`;
    return sql<string>`(
      select json_group_array(json_object(${members})) from ${translations} t
      where t.owner_id = ${owner} and ${mayBeShown(others, marketLocale)})`;
  };

/** Builds the texts of a category or collection that an answer may show. */
export const ownerTextsJson = textsJson(TEXT);
/** Builds the texts of a product that an answer may show. */
export const productTextsJson = textsJson(PRODUCT_TEXT);

const allOf = (members: SQL) => (owner: SQL) =>
  sql<string>`(
  select json_group_array(json_object(${members}) order by t.locale) from ${translations} t
  where t.owner_id = ${owner})`;

/** Builds the texts of a category or collection in all locales. */
export const allTextsJson = allOf(TEXT);
/** Builds the texts of a product in all locales that its search shows. */
export const allProductTextsJson = allOf(
  sql`${TEXT}, 'options', json(coalesce(t.options, 'null'))`,
);

/** Builds the locales with a translation. Steps through their index, from one to the next. */
export const localesJson = sql<string>`(
  with recursive found (locale) as (
    select (select min(t.locale) from ${translations} t)
    union all
    select (select min(t.locale) from ${translations} t where t.locale > found.locale)
    from found where found.locale is not null)
  select json_group_array(found.locale) from found where found.locale is not null)`;

/** Selects the owner of a translated slug. */
export const ownerOfSlug = (kind: TranslatedKind, slug: string) => sql`(
  select t.owner_id from ${translations} t where t.kind = ${kind} and t.slug = ${slug})`;
