import { Refusal } from "./refusal";
import type { SetKind, Store } from "./store";

interface Item {
  id: string;
}

/** Named sets of items with ids: the common part of synonym sets and curation sets. */
export class NamedSets<T extends Item> {
  private readonly sets = new Map<string, T[]>();
  private readonly store: Store;
  private readonly kind: SetKind;
  private readonly notFound: string;
  private readonly parse: (input: unknown) => T;

  constructor(store: Store, kind: SetKind, notFound: string, parse: (input: unknown) => T) {
    this.store = store;
    this.kind = kind;
    this.notFound = notFound;
    this.parse = parse;
    for (const { name, items } of store.sets(kind)) this.sets.set(name, JSON.parse(items) as T[]);
  }

  has(name: string) {
    return this.sets.has(name);
  }

  names() {
    return [...this.sets.keys()];
  }

  items(name: string): readonly T[] {
    const items = this.sets.get(name);
    if (!items) throw new Refusal(404, this.notFound);
    return items;
  }

  item(name: string, id: string) {
    const item = this.items(name).find((each) => each.id === id);
    if (!item) throw new Refusal(404, "Not Found");
    return item;
  }

  put(name: string, body: unknown) {
    const items = (body as { items?: unknown } | null)?.items;
    if (!Array.isArray(items)) throw new Refusal(400, "Missing or invalid 'items' field");
    this.save(name, [...new Map(items.map(this.parse).map((item) => [item.id, item])).values()]);
    return this.items(name);
  }

  putItem(name: string, id: string, body: unknown) {
    const others = this.items(name).filter((item) => item.id !== id);
    const item = this.parse({ ...(body as object), id });
    this.save(name, [...others, item]);
    return item;
  }

  drop(name: string) {
    this.items(name);
    this.store.write("dropSet", this.kind, name);
    this.sets.delete(name);
  }

  dropItem(name: string, id: string) {
    if (!this.items(name).some((item) => item.id === id)) {
      throw new Refusal(404, "Could not find that `id`.");
    }
    this.save(
      name,
      this.items(name).filter((item) => item.id !== id),
    );
  }

  private save(name: string, items: T[]) {
    this.store.write("putSet", this.kind, name, JSON.stringify(items));
    this.sets.set(name, items);
  }
}
