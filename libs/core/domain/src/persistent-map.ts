/**
 * A map whose next version shares all but one path with the last, so that a state with 100,000
 * positions is changed in the time of one with ten. A hash trie of 32-way nodes.
 */
export type PersistentMap<Value> = {
  readonly size: number;
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** The map with this entry set. */
  with(key: string, value: Value): PersistentMap<Value>;
  /** The map without this key; itself when the key is not there. */
  without(key: string): PersistentMap<Value>;
  entries(): IterableIterator<readonly [string, Value]>;
};

export function emptyMap<Value>(): PersistentMap<Value> {
  return new HashTrie<Value>(undefined, 0);
}

type Leaf<Value> = {
  readonly hash: number;
  readonly entries: readonly (readonly [string, Value])[];
};
type Branch<Value> = {
  readonly bitmap: number;
  readonly children: readonly Node<Value>[];
};
type Node<Value> = Leaf<Value> | Branch<Value>;

const BITS = 5;
const MASK = 31;

class HashTrie<Value> implements PersistentMap<Value> {
  constructor(
    private readonly root: Node<Value> | undefined,
    readonly size: number,
  ) {}

  #lastKey: string | undefined;
  #lastValue: Value | undefined;

  get(key: string): Value | undefined {
    // A decision asks for the same strategy several times in a row.
    if (key !== this.#lastKey) {
      this.#lastValue = this.#find(key)?.[1];
      this.#lastKey = key;
    }
    return this.#lastValue;
  }

  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  with(key: string, value: Value): PersistentMap<Value> {
    const leaf: Leaf<Value> = { hash: hashOf(key), entries: [[key, value]] };
    const root = this.root === undefined ? leaf : insert(this.root, leaf, 0);
    return new HashTrie(root, this.has(key) ? this.size : this.size + 1);
  }

  without(key: string): PersistentMap<Value> {
    if (this.root === undefined || !this.has(key)) return this;
    return new HashTrie(remove(this.root, hashOf(key), key, 0), this.size - 1);
  }

  *entries(): IterableIterator<readonly [string, Value]> {
    if (this.root !== undefined) yield* walk(this.root);
  }

  #find(key: string): readonly [string, Value] | undefined {
    const hash = hashOf(key);
    let node = this.root;
    for (let shift = 0; node !== undefined; shift += BITS) {
      if ('entries' in node) return node.entries.find(([candidate]) => candidate === key);
      const bit = bitOf(hash, shift);
      node = node.bitmap & bit ? node.children[indexOf(node.bitmap, bit)] : undefined;
    }
    return undefined;
  }
}

function insert<Value>(node: Node<Value>, leaf: Leaf<Value>, shift: number): Node<Value> {
  if ('entries' in node) {
    if (node.hash !== leaf.hash) return fork(node, leaf, shift);
    const [[key]] = leaf.entries as [readonly [string, Value]];
    const others = node.entries.filter(([candidate]) => candidate !== key);
    return { hash: node.hash, entries: [...others, ...leaf.entries] };
  }
  const bit = bitOf(leaf.hash, shift);
  const index = indexOf(node.bitmap, bit);
  const child = node.bitmap & bit ? node.children[index] : undefined;
  return child === undefined
    ? {
        bitmap: node.bitmap | bit,
        children: node.children.toSpliced(index, 0, leaf),
      }
    : {
        bitmap: node.bitmap,
        children: node.children.with(index, insert(child, leaf, shift + BITS)),
      };
}

function fork<Value>(one: Leaf<Value>, other: Leaf<Value>, shift: number): Node<Value> {
  const [bitOne, bitOther] = [bitOf(one.hash, shift), bitOf(other.hash, shift)];
  if (bitOne === bitOther) return { bitmap: bitOne, children: [fork(one, other, shift + BITS)] };
  const ordered = indexOf(bitOne | bitOther, bitOne) === 0 ? [one, other] : [other, one];
  return { bitmap: bitOne | bitOther, children: ordered };
}

function remove<Value>(
  node: Node<Value>,
  hash: number,
  key: string,
  shift: number,
): Node<Value> | undefined {
  if ('entries' in node) {
    const entries = node.entries.filter(([candidate]) => candidate !== key);
    return entries.length === 0 ? undefined : { hash: node.hash, entries };
  }
  const bit = bitOf(hash, shift);
  const index = indexOf(node.bitmap, bit);
  const child = node.children[index];
  if (child === undefined) return node;
  const next = remove(child, hash, key, shift + BITS);
  if (next !== undefined) {
    // A lone leaf moves up, so that equal maps have equal shapes.
    if (node.children.length === 1 && 'entries' in next) return next;
    return { bitmap: node.bitmap, children: node.children.with(index, next) };
  }
  const children = node.children.toSpliced(index, 1);
  const [only] = children;
  if (only === undefined) return undefined;
  return children.length === 1 && 'entries' in only
    ? only
    : { bitmap: node.bitmap & ~bit, children };
}

function* walk<Value>(node: Node<Value>): IterableIterator<readonly [string, Value]> {
  if ('entries' in node) yield* node.entries;
  else for (const child of node.children) yield* walk(child);
}

const bitOf = (hash: number, shift: number): number => 1 << ((hash >>> shift) & MASK);

function indexOf(bitmap: number, bit: number): number {
  let below = bitmap & (bit - 1);
  let count = 0;
  while (below !== 0) {
    below &= below - 1;
    count += 1;
  }
  return count;
}

/** Looked up once: inside a test's sandbox every look at a global is slow. */
const { imul } = Math;

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
