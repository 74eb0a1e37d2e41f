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

const timed = async ({ catalog }: SizedShop, path: string): Promise<number> => {
  const startedAt = performance.now();
  const answer = await catalog.ask(path);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${text}`);
  return performance.now() - startedAt;
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
