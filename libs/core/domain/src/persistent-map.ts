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

/** One entry; those of other keys with the very same hash hang on it. */
type Leaf<Value> = {
  readonly hash: number;
  readonly key: string;
  readonly value: Value;
  readonly other: Leaf<Value> | undefined;
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
      this.#lastValue = this.#find(key)?.value;
      this.#lastKey = key;
    }
    return this.#lastValue;
  }

  has(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  with(key: string, value: Value): PersistentMap<Value> {
    const leaf: Leaf<Value> = { hash: hashOf(key), key, value, other: undefined };
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

  #find(key: string): Leaf<Value> | undefined {
    const hash = hashOf(key);
    let node = this.root;
    for (let shift = 0; node !== undefined; shift += BITS) {
      if ('key' in node) return inChain(node, key);
      const bit = bitOf(hash, shift);
      node = node.bitmap & bit ? node.children[indexOf(node.bitmap, bit)] : undefined;
    }
    return undefined;
  }
}

function insert<Value>(node: Node<Value>, leaf: Leaf<Value>, shift: number): Node<Value> {
  if ('key' in node) {
    if (node.hash !== leaf.hash) return fork(node, leaf, shift);
    const { hash, key, value } = leaf;
    return { hash, key, value, other: unchained(node, key) };
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
  if ('key' in node) return unchained(node, key);
  const bit = bitOf(hash, shift);
  const index = indexOf(node.bitmap, bit);
  const child = node.children[index];
  if (child === undefined) return node;
  const next = remove(child, hash, key, shift + BITS);
  if (next !== undefined) {
    // A lone leaf moves up, so that equal maps have equal shapes.
    if (node.children.length === 1 && 'key' in next) return next;
    return { bitmap: node.bitmap, children: node.children.with(index, next) };
  }
  const children = node.children.toSpliced(index, 1);
  const [only] = children;
  if (only === undefined) return undefined;
  return children.length === 1 && 'key' in only ? only : { bitmap: node.bitmap & ~bit, children };
}

function* walk<Value>(node: Node<Value>): IterableIterator<readonly [string, Value]> {
  if ('children' in node) for (const child of node.children) yield* walk(child);
  else
    for (let leaf: Leaf<Value> | undefined = node; leaf; leaf = leaf.other) {
      yield [leaf.key, leaf.value];
    }
}

function inChain<Value>(first: Leaf<Value>, key: string): Leaf<Value> | undefined {
  let leaf: Leaf<Value> | undefined = first;
  while (leaf !== undefined && leaf.key !== key) leaf = leaf.other;
  return leaf;
}

/** The chain without this key. */
function unchained<Value>(leaf: Leaf<Value>, key: string): Leaf<Value> | undefined {
  if (leaf.key === key) return leaf.other;
  if (leaf.other === undefined) return leaf;
  const { hash, key: own, value, other } = leaf;
  return { hash, key: own, value, other: unchained(other, key) };
}

const bitOf = (hash: number, shift: number): number => 1 << ((hash >>> shift) & MASK);

/** How many children lie below a bit: its bits counted in pairs, in fours, in bytes, then summed. */
function indexOf(bitmap: number, bit: number): number {
  const below = bitmap & (bit - 1);
  const pairs = below - ((below >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
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
