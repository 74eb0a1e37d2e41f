/** How a hash table of libstdc++ grows. A batch has at most 1,000 documents, so the last size always fits. */
const BUCKET_COUNTS = [13, 29, 59, 127, 257, 541, 1109];

const regrouped = (order: readonly number[], buckets: number) => {
  const groups = new Map<number, number[]>();
  for (const id of order) {
    const group = groups.get(id % buckets);
    if (group) group.push(id);
    else groups.set(id % buckets, [id]);
  }
  return [...groups.values()].reverse().flatMap((group) => group.reverse());
};

/**
 * The order in which Typesense's facet index meets the documents of one import batch: that of an unordered_map of
 * libstdc++ which was filled in import order. Among equally common facet values the one met first comes first, and
 * where only the commonest values are looked at, this decides which ones they are.
 */
export const batchOrder = (ids: readonly number[]): readonly number[] => {
  if (ids.length < 2) return ids;
  let order: number[] = [];
  let filled = 0;
  for (const buckets of BUCKET_COUNTS) {
    order = regrouped(order, buckets);
    const more = ids.slice(filled, buckets);
    const taken = new Set(order.map((id) => id % buckets));
    for (const id of more) {
      // A new id goes before the others of its bucket; with an empty bucket, before everything.
      const at = taken.has(id % buckets)
        ? order.findIndex((other) => other % buckets === id % buckets)
        : 0;
      order.splice(at, 0, id);
      taken.add(id % buckets);
    }
    filled += more.length;
    if (filled === ids.length) break;
  }
  return order;
};
