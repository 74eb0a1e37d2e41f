import type { FilterNames, FilterNamesStore } from "#catalog/filters/filter-names.store";
import type { Languages } from "#catalog/texts/text.rules";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { isolateCopy } from "#kernel/isolate-copy";

/** The filters of a list or a search that name something of the shop. */
export interface NamingFilters {
  category?: string | undefined;
  collection?: string | undefined;
  currency?: string | undefined;
}

/** The current slugs of what filters name by former ones. */
export type Moved = Partial<Record<"category" | "collection", string>>;

interface Dependencies {
  store: FilterNamesStore;
  clock: Clock;
}

const languageIn = (tag: string) => tag.split("-")[0];

const unknown = (parameter: keyof NamingFilters, message: string) =>
  new AppError("validation_failed", undefined, {
    errors: [{ pointer: `?${parameter}`, code: `unknown_${parameter}`, message }],
  });

const isCategory = (slug: string, { categories, translatedCategories }: FilterNames) =>
  categories.has(slug) || translatedCategories.has(slug);

/** @throws 400 `validation_failed` for a filter that names nothing of the shop */
const requireKnown = (filters: NamingFilters, names: FilterNames) => {
  const { category, collection, currency } = filters;
  if (category !== undefined && !isCategory(category, names))
    throw unknown("category", "No category has this slug.");
  if (collection !== undefined && !names.collections.has(collection))
    throw unknown("collection", "No collection has this slug.");
  if (currency !== undefined && !names.currencies.has(currency))
    throw unknown("currency", "No product has a price in this currency.");
};

const movedIn = ({ category, collection }: NamingFilters, names: FilterNames): Moved => {
  const isCurrent = category !== undefined && isCategory(category, names);
  const to = isCurrent ? undefined : names.movedCategories.get(category ?? "");
  const into = names.collections.has(collection ?? "")
    ? undefined
    : names.movedCollections.get(collection ?? "");
  return { ...(to ? { category: to } : {}), ...(into ? { collection: into } : {}) };
};

/** What filters may name. Searches use the isolate's copy, so that they wait for the search engine only. */
export const filterNamesService = ({ store, clock }: Dependencies) => {
  const copied = isolateCopy({ read: () => store.names(), clock });

  return {
    names: copied,

    /** Returns the id of a collection. Reads again if the copy does not have it, because it may be new. */
    async collectionId(slug: string): Promise<string | undefined> {
      const known = (await copied()).collections.get(slug);
      return known ?? (await store.names()).collections.get(slug);
    },

    /** Returns the names. Reads again if the copy does not have the language that is asked for, because it may be new. */
    async namesIn({ own, asked }: Languages): Promise<FilterNames> {
      const names = await copied();
      const has = asked.some((tag) => tag !== own && names.locales.includes(tag));
      const [first = own] = asked;
      return has || languageIn(first) === languageIn(own) ? names : store.names();
    },

    /**
     * Checks what filters name. Returns the current slugs of what they name by former ones.
     * @throws 400 `validation_failed`
     */
    async check(filters: NamingFilters): Promise<Moved> {
      const current = await store.names();
      const moved = movedIn(filters, current);
      requireKnown({ ...filters, ...moved }, current);
      return moved;
    },
  };
};
export type FilterNamesService = ReturnType<typeof filterNamesService>;
