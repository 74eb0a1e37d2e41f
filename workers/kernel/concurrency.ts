interface Work<Item, Value> {
  /** How many items are processed at the same time. */
  atOnce: number;
  work(item: Item): Promise<Value>;
}

/**
 * Processes each item, several at the same time. Returns the results in the order of the items.
 * @throws the error that `work` throws for any item
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
