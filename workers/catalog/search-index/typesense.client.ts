import { Client, Errors } from "typesense";
import type { IndexedProduct, SearchIndex } from "#catalog/search-index/search-index.port";
import {
  type Answer,
  chunksOf,
  comparing,
  NO_ANSWER,
  type Params,
} from "#catalog/search-index/typesense.comparing.rules";
import {
  foundOf,
  plannedSearches,
  suggestionsOf,
  suggestParams,
} from "#catalog/search-index/typesense.dialect.rules";
import {
  documentOf,
  FIELDS,
  FORM,
  type ProductDocument,
} from "#catalog/search-index/typesense.documents.rules";
import { curationItem, synonymItem } from "#catalog/search-index/typesense.sets.rules";
import { inLanguage, MissingField } from "#catalog/search-index/typesense-locales.rules";
import type { SearchRules } from "#catalog/search-rules.contract";
import { DependencyError } from "#kernel/errors";
import { exchanging, type Fetch, outgoing } from "#kernel/vendors/http";

export interface TypesenseOptions {
  url: string;
  apiKey: string;
  /** The currency of indexed prices. */
  currency: string;
}

/** The beginning of every collection name of the shop. */
const PREFIX = "products_";
/**
 * Each form of the documents has its own alias, so that two releases do not share a collection. The sets of synonyms
 * and curations have its name.
 */
const ALIAS = `products_v${FORM}`;
/** Ids in one URL, which Typesense limits to 4,000 characters. */
const REMOVED_MAX = 90;
const READ_TIMEOUT_MS = 600;
const WRITE_TIMEOUT_MS = 30_000;

type Configured = ConstructorParameters<typeof Client>[0];
type Adapter = Extract<NonNullable<Configured["axiosAdapter"]>, (config: never) => unknown>;

/** Returns whether a response means that the search engine cannot answer any request at the moment. */
const isUnavailable = ({ status }: Response) => status >= 500 || status === 429;

/**
 * Sends the SDK's axios requests through the given fetch, which adds a deadline and the request id.
 * Axios' own fetch adapter is slower, because it creates a stream and a signal per call.
 */
const adapterOf =
  (send: Fetch): Adapter =>
  async (config) => {
    const { url = "", method = "get", params, headers, data } = config;
    const query = params ? `?${new URLSearchParams(params as Record<string, string>)}` : "";
    const answer = await send(url + query, {
      method: method.toUpperCase(),
      headers: headers.toJSON() as Record<string, string>,
      ...(data === undefined ? {} : { body: data as string }),
    });
    const text = await answer.text();
    if (isUnavailable(answer)) throw new DependencyError("typesense", new Error(text));
    return {
      data: text,
      status: answer.status,
      statusText: answer.statusText,
      headers: { "content-type": answer.headers.get("content-type") ?? "" },
      config,
    };
  };

/** The SDK without its own retries, deadlines and log. https://github.com/typesense/typesense-js */
const sdk = ({ url, apiKey }: TypesenseOptions) =>
  new Client({
    nodes: [{ url }],
    apiKey,
    numRetries: 0,
    connectionTimeoutSeconds: WRITE_TIMEOUT_MS / 1000,
    logLevel: "silent",
    axiosAdapter: adapterOf(outgoing({ vendor: "typesense", timeoutMs: WRITE_TIMEOUT_MS })),
  });

interface Address {
  url: string;
  apiKey: string;
  /** Searched if a search names none. */
  collection: string;
  timeoutMs: number;
}

/** The response of `multi_search`, which has status 200 even if its searches are refused. */
type Refused = { code: number; error: string };
type Answers = { results: (Answer | Refused)[] };

/** No document has the option or attribute whose facet is asked for. */
const hasNoFacet = ({ code, error }: Refused) =>
  code === 404 && error.startsWith("Could not find a facet field");

const hasNoField = ({ code, error }: Refused) =>
  code === 404 && error.startsWith("Could not find a field named");

const isRefused = (result: Answer | Refused): result is Refused => "error" in result;

const answersIn = (text: string, count: number): Answer[] => {
  const { results } = JSON.parse(text) as Answers;
  if (results.length !== count) throw new Error("a result is missing");
  return results.map((result) => {
    if (!isRefused(result)) return result;
    if (hasNoFacet(result)) return NO_ANSWER;
    throw hasNoField(result) ? new MissingField(result.error) : new Error(result.error);
  });
};

/**
 * Searches without the SDK's HTTP layer: on workerd, axios costs 0.3 ms of CPU, a third of a whole
 * search. Parameters and response have the SDK's types. The searches are posted because Typesense refuses
 * a URL longer than 4,000 characters.
 */
const searching = ({ url, apiKey, collection: usual, timeoutMs }: Address) => {
  const exchange = exchanging({ vendor: "typesense", timeoutMs });
  const headers = { "x-typesense-api-key": apiKey, "content-type": "application/json" };
  return async (searches: readonly Params[], collection = usual): Promise<Answer[]> => {
    const addressed = searches.map((params) => ({ ...params, collection }));
    const body = JSON.stringify({ searches: addressed });
    const answer = await exchange(`${url}/multi_search`, { method: "POST", headers, body });
    try {
      if (answer.status !== 200) throw new Error(answer.text);
      return answersIn(answer.text, searches.length);
    } catch (cause) {
      throw new DependencyError("typesense", cause);
    }
  };
};

/** Returns null if the object does not exist. */
const nullIfMissing = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (err) {
    if (err instanceof Errors.ObjectNotFound) return null;
    throw err;
  }
};

/** Ignores that the object already exists. */
const ignoreExisting = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (err) {
    if (!(err instanceof Errors.ObjectAlreadyExists)) throw err;
  }
};

/** Writes collections. The import of documents always answers 200, with one line per document. */
const writingTo = (client: Client) => {
  const products = (collection: string) => client.collections<ProductDocument>(collection);

  const create = (name: string) =>
    ignoreExisting(
      client.collections().create({
        name,
        fields: FIELDS,
        default_sorting_field: "popularity",
        synonym_sets: [ALIAS],
        curation_sets: [ALIAS],
      }),
    );

  const promote = async (collection: string) => {
    await client.aliases().upsert(ALIAS, { collection_name: collection });
  };

  const write = async (documents: readonly IndexedProduct[], collection: string) => {
    const lines = await products(collection)
      .documents()
      .import(await Promise.all(documents.map(documentOf)), {
        action: "upsert",
        throwOnFail: false,
      });
    const refused = lines.filter(({ success }) => !success);
    if (refused.length > 0)
      throw new Error(`Typesense refused ${refused.length} documents: ${refused[0]?.error}`);
  };

  return {
    create,
    promote,
    async put(documents: readonly IndexedProduct[], collection = ALIAS) {
      if (documents.length === 0) return true;
      try {
        await write(documents, collection);
        return true;
      } catch (err) {
        if (err instanceof Errors.ObjectNotFound) return false;
        throw err;
      }
    },
    async remove(productIds: readonly string[], collection = ALIAS) {
      for (const some of chunksOf(productIds, REMOVED_MAX)) {
        const filter_by = `id:[${some.join(",")}]`;
        await nullIfMissing(products(collection).documents().delete({ filter_by }));
      }
    },
  };
};

const administering = (client: Client) => ({
  count: async (collection: string) =>
    (await nullIfMissing(client.collections(collection).retrieve()))?.num_documents ?? 0,
  aliasedCollection: async () =>
    (await nullIfMissing(client.aliases(ALIAS).retrieve()))?.collection_name ?? null,
  async collections() {
    const [all, { aliases }] = await Promise.all([
      client.collections().retrieve(),
      client.aliases().retrieve(),
    ]);
    const aliased = new Set(aliases.map(({ collection_name }) => collection_name));
    return all
      .filter(({ name }) => name.startsWith(PREFIX))
      .map(({ name, created_at }) => ({
        name,
        createdAtMs: created_at * 1000,
        aliased: aliased.has(name),
      }));
  },
  async drop(collection: string) {
    await nullIfMissing(client.collections(collection).delete());
  },
  async putRules({ synonyms, curations }: SearchRules) {
    await Promise.all([
      client.synonymSets(ALIAS).upsert({ items: synonyms.map(synonymItem) }),
      client.curationSets(ALIAS).upsert({ items: curations.map(curationItem) }),
    ]);
  },
});

/** Typesense as the shop's search index. Only this file and its dialect use Typesense. */
export const typesenseIndex = (options: TypesenseOptions): SearchIndex => {
  const address = { ...options, url: options.url.replace(/\/$/, "") };
  const client = sdk(address);
  const search = searching({ ...address, collection: ALIAS, timeoutMs: READ_TIMEOUT_MS });
  const compare = searching({ ...address, collection: ALIAS, timeoutMs: WRITE_TIMEOUT_MS });

  return {
    ...writingTo(client),
    ...administering(client),
    ...comparing(compare),
    async search(query) {
      const { language } = query;
      const { planned, answers } = await inLanguage(language, async (locales) => {
        const plan = await plannedSearches(query, locales);
        return { planned: plan, answers: await search(plan.map(({ params }) => params)) };
      });
      return foundOf(planned, answers, { currency: options.currency, language });
    },
    async suggest(text, limit, language) {
      const [found = NO_ANSWER] = await inLanguage(language, (locales) =>
        search([suggestParams(text, limit, locales)]),
      );
      return suggestionsOf(found, text, { limit, language });
    },
    async ping() {
      await client.health.retrieve();
    },
  };
};
