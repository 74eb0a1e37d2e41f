import { dict, list, type ObjectId, type PdfObjects, ref } from "./objects.rules";

/** Kinds of elements that readers know (ISO 32000, 14.8.4). */
export type Role = "Document" | "H1" | "H2" | "P" | "Table" | "TR" | "TH" | "TD";

/** A piece of a page, numbered within its page. */
interface Mark {
  page: number;
  number: number;
}

/** An element of the logical structure, by which screen readers read and programs export. */
export interface Element {
  role: Role;
  children: (Element | Mark)[];
}

/** Adds an element to its parent. */
export const elementIn = (parent: Element, role: Role): Element => {
  const element: Element = { role, children: [] };
  parent.children.push(element);
  return element;
};

const isMark = (child: Element | Mark): child is Mark => "number" in child;

const OF_COLUMN = dict({ O: "/Table", Scope: "/Column" });

/** Writes the structure of a document, and returns its root. */
export const writeStructure = (
  objects: PdfObjects,
  document: Element,
  pages: readonly ObjectId[],
): ObjectId => {
  const root = objects.reserve();
  /** The element of each piece, by page. */
  const owners = pages.map((): ObjectId[] => []);

  const write = (element: Element, parent: ObjectId): ObjectId => {
    const id = objects.reserve();
    const kids = element.children.map((child) => {
      if (!isMark(child)) return ref(write(child, id));
      (owners[child.page] ?? [])[child.number] = id;
      return dict({ Type: "/MCR", Pg: ref(pages[child.page] ?? 0), MCID: child.number });
    });
    const scope = element.role === "TH" ? { A: OF_COLUMN } : {};
    objects.put(id, dict({ S: `/${element.role}`, P: ref(parent), ...scope, K: list(kids) }));
    return id;
  };

  const top = write(document, root);
  const numbers = owners.flatMap((ids, page) => [page, list(ids.map(ref))]);
  const parents = objects.add(dict({ Nums: list(numbers) }));
  const tree = { Type: "/StructTreeRoot", K: ref(top), ParentTree: ref(parents) };
  objects.put(root, dict({ ...tree, ParentTreeNextKey: pages.length }));
  return root;
};
