/** The list with another item. Most have one, and an empty list that one is pushed to takes room for 17. */
export function listWith<Item>(list: Item[] | undefined, item: Item): Item[] {
  if (list === undefined) return [item];
  list.push(item);
  return list;
}
