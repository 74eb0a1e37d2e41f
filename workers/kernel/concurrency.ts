interface Work<Item, Value> {
  /** How many items are worked on at the same time. */
  atOnce: number;
  work(item: Item): Promise<Value>;
}

/**
 * Does the work for each item, some at the same time. Returns the values in the order of the items.
 * @throws what `work` throws for any item
 */
export const mapConcurrently = async <Item, Value>(
  items: readonly Item[],
  { atOnce, work }: Work<Item, Value>,
): Promise<Value[]> => {
  const values: Value[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) values[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return values;
};
