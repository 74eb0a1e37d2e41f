import type { Client } from "./client.js";
import { type InstantSearchRequest, searchQueryOf } from "./instantsearch-query.js";
import { facetHitsOf, type InstantSearchResult, resultOf } from "./instantsearch-results.js";
import { unwrap } from "./result.js";

export type { InstantSearchParams, InstantSearchRequest } from "./instantsearch-query.js";
export type { InstantSearchHit, InstantSearchResult } from "./instantsearch-results.js";

/** The part of InstantSearch's search client that it calls. */
export interface InstantSearchClient {
  search(requests: readonly InstantSearchRequest[]): Promise<{ results: InstantSearchResult[] }>;
  searchForFacetValues(
    requests: readonly InstantSearchRequest[],
  ): Promise<ReturnType<typeof facetHitsOf>[]>;
}

/**
 * Creates the `searchClient` of InstantSearch for a shop. It asks the shop once for requests that differ only in
 * their facets, as those of one search do.
 */
export const instantSearchClient = (shop: Pick<Client, "searchProducts">): InstantSearchClient => {
  const asking = () => {
    const asked = new Map<string, ReturnType<Client["searchProducts"]>>();
    return async (request: InstantSearchRequest) => {
      const query = searchQueryOf(request);
      const key = JSON.stringify(query);
      const answer = asked.get(key) ?? shop.searchProducts(query);
      asked.set(key, answer);
      return unwrap(await answer);
    };
  };

  return {
    async search(requests) {
      const ask = asking();
      const results = requests.map(async (request) => resultOf(request, await ask(request)));
      return { results: await Promise.all(results) };
    },

    searchForFacetValues(requests) {
      const ask = asking();
      const found = requests.map(async (request) => {
        const params = { ...request.params, hitsPerPage: 0 };
        return facetHitsOf(await ask({ ...request, params }), params);
      });
      return Promise.all(found);
    },
  };
};
