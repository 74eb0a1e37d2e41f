import type { SearchParams, SearchResponse } from "typesense";
import type { IndexedProduct } from "#catalog/search-index/search-index.port";
import {
  checksumOf,
  type ProductDocument,
  SLOTS,
} from "#catalog/search-index/typesense.documents.rules";

/** The most hits of one search. */
const PAGE_MAX = 250;

export type Params = SearchParams<ProductDocument>;
export type Answer = SearchResponse<ProductDocument>;

/** Searches a collection, by default the current one. Returns an answer for each search. */
type Searching = (searches: readonly Params[], collection?: string) => Promise<Answer[]>;

/** Divides a list into lists of at most `size`. */
export const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );

export const NO_ANSWER: Answer = {
  found: 0,
  out_of: 0,
  page: 1,
  search_time_ms: 0,
  request_params: {} as never,
};

/** Reads back what a collection holds. */
export const comparing = (search: Searching) => {
  const found = async (filter_by: string, collection: string | undefined) => {
    const params = { q: "*", filter_by, include_fields: "id,checksum", per_page: PAGE_MAX };
    const [answer = NO_ANSWER] = await search([params], collection);
    return { total: answer.found, documents: (answer.hits ?? []).map(({ document }) => document) };
  };

  const idsOfSlots = async (
    from: number,
    to: number,
    collection: string | undefined,
  ): Promise<string[]> => {
    const { total, documents } = await found(`slot:[${from}..${to}]`, collection);
    if (total <= documents.length) return documents.map(({ id }) => id);
    const middle = Math.floor((from + to) / 2);
    const halves = [
      await idsOfSlots(from, middle, collection),
      await idsOfSlots(middle + 1, to, collection),
    ];
    return halves.flat();
  };

  return {
    async differing(products: readonly IndexedProduct[], collection?: string) {
      const stored = new Map<string, string>();
      for (const some of chunksOf(products, PAGE_MAX)) {
        const { documents } = await found(`id:[${some.map(({ id }) => id).join(",")}]`, collection);
        for (const { id, checksum } of documents) stored.set(id, checksum);
      }
      const sums = await Promise.all(products.map(checksumOf));
      return products.filter(({ id }, at) => stored.get(id) !== sums[at]).map(({ id }) => id);
    },
    idsOfPart({ number, of }: { number: number; of: number }, collection?: string) {
      const slot = (part: number) => Math.floor((part * SLOTS) / of);
      return idsOfSlots(slot(number), slot(number + 1) - 1, collection);
    },
  };
};
