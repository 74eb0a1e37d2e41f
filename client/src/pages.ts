import { type AnyProblem, type Result, unwrap } from "./result.js";

export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

type ReadPage<Item, Problem> = (cursor?: string) => Promise<Result<Page<Item>, Problem>>;

/**
 * A list. `await` reads its first page as a result; `for await` yields the items of all pages, and throws
 * a `ShopError` when one cannot be read.
 */
export class Pages<Item, Problem extends AnyProblem>
  implements PromiseLike<Result<Page<Item>, Problem>>, AsyncIterable<Item>
{
  readonly #read: ReadPage<Item, Problem>;

  constructor(read: ReadPage<Item, Problem>) {
    this.#read = read;
  }

  // biome-ignore lint/suspicious/noThenProperty: a list can be awaited like every other call
  then<A = Result<Page<Item>, Problem>, B = never>(
    fulfilled?: ((page: Result<Page<Item>, Problem>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#read().then(fulfilled, rejected);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    let cursor: string | undefined;
    do {
      const page: Page<Item> = unwrap(await this.#read(cursor));
      yield* page.data;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }
}
