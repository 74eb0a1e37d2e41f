import { DEEP_PAGE, FIRST_PAGE, type Question, questionsOf } from "./questions";
import type { SizedShop } from "./shop";

/** The answers of one question at two sizes. */
export interface Compared {
  question: string;
  smallMs: number;
  largeMs: number;
  ratio: number;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Call {
  seq: number;
  startedAt: number;
  endedAt: number;
}

/** Returns the last call of the search engine, whose time is the vendor's and not the shop's. */
const lastSearch = async ({ catalog }: SizedShop): Promise<Call | undefined> => {
  const answer = await fetch(`${catalog.searchUrl}/_dev/journal`);
  return ((await answer.json()) as { entries: Call[] }).entries.at(-1);
};

const timed = async (shop: SizedShop, path: string): Promise<number> => {
  const searches = path.startsWith("/v1/search");
  const before = searches ? await lastSearch(shop) : undefined;
  const startedAt = performance.now();
  const answer = await shop.catalog.ask(path);
  const text = await answer.text();
  const tookMs = performance.now() - startedAt;
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${text}`);
  const call = searches ? await lastSearch(shop) : undefined;
  return call && call.seq !== before?.seq ? tookMs - (call.endedAt - call.startedAt) : tookMs;
};

const WARM_UP = 20;

/** Asks both shops in turns, so that a slow moment of the machine meets both. The first answers compile statements. */
const compare = async (
  question: string,
  shops: readonly [SizedShop, SizedShop],
  asked: readonly [Question, Question],
  times: number,
): Promise<Compared> => {
  const ms: [number[], number[]] = [[], []];
  for (let nth = 0; nth < WARM_UP + times; nth += 1) {
    for (const side of [0, 1] as const) {
      const took = await timed(shops[side], asked[side]());
      if (nth >= WARM_UP) ms[side].push(took);
    }
  }
  const [smallMs, largeMs] = [median(ms[0]), median(ms[1])];
  return { question, smallMs, largeMs, ratio: largeMs / smallMs };
};

/** Compares the first page of the large shop's list with the page at nine tenths. */
const depthIn = (compared: readonly Compared[]): Compared[] => {
  const largeMsOf = (name: string) => compared.find(({ question }) => question === name)?.largeMs;
  const [smallMs, largeMs] = [largeMsOf(FIRST_PAGE), largeMsOf(DEEP_PAGE)];
  if (smallMs === undefined || largeMs === undefined) return [];
  return [{ question: "depth in the large shop", smallMs, largeMs, ratio: largeMs / smallMs }];
};

/** Compares the time of each question in a small and a large shop. */
export const compareSizes = async (
  shops: readonly [SizedShop, SizedShop],
  times: number,
): Promise<Compared[]> => {
  const [small, large] = [questionsOf(shops[0]), questionsOf(shops[1])];
  const compared: Compared[] = [];
  for (const [name, ask] of Object.entries(small)) {
    const other = large[name];
    if (other) compared.push(await compare(name, shops, [ask, other], times));
  }
  return [...compared, ...depthIn(compared)];
};
