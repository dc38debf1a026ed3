/**
 * @file Values of token sequences, found by the longest common prefix: a radix tree in which a common prefix is stored
 * once, as in SGLang's RadixAttention (arXiv 2312.07104).
 */

export interface Prefix {
  /** Tokens of the prefix. */
  readonly length: number;
  /** Its values in order; each piece is [tokens of the piece, width]. They must not be changed. */
  readonly pieces: readonly Float32Array[];
}

export interface PrefixCacheOptions {
  /** Float32 values per token; 0 keeps the tokens alone. */
  readonly width: number;
  /** The most tokens kept. What was used longest ago goes first. */
  readonly capacity: number;
}

interface Node {
  tokens: Int32Array;
  values: Float32Array;
  parent: Node | undefined;
  /** By their first token. */
  readonly children: Map<number, Node>;
  lastUse: number;
}

export class PrefixCache {
  readonly #options: PrefixCacheOptions;
  readonly #root: Node = node({ tokens: new Int32Array(0), values: new Float32Array(0), parent: undefined });
  readonly #leaves = new Set<Node>();
  #size = 0;
  #clock = 0;

  constructor(options: PrefixCacheOptions) {
    this.#options = options;
  }

  /** Tokens kept. */
  get size(): number {
    return this.#size;
  }

  /** Length of the longest prefix of `tokens` that is kept; asking for it is no use of it. */
  lengthOf(tokens: readonly number[]): number {
    return this.#walk(tokens, tokens.length, () => undefined).length;
  }

  /** The longest prefix of the first `limit` tokens that is kept. */
  match(tokens: readonly number[], limit: number): Prefix {
    const { width } = this.#options;
    const pieces: Float32Array[] = [];
    const { length } = this.#walk(tokens, limit, (one, matched) => {
      this.#use(one);
      pieces.push(one.values.subarray(0, matched * width));
    });
    return { length, pieces };
  }

  /** Keeps the first `limit` tokens; `read` gives the values [to - from, width] of those that are not kept yet. */
  insert(tokens: readonly number[], limit: number, read: (from: number, to: number) => Float32Array): void {
    const { last, matched, length } = this.#walk(tokens, limit, (one) => this.#use(one));
    if (length === limit) return;
    const parent = matched < last.tokens.length ? this.#split(last, matched) : last;
    const added = node({
      tokens: Int32Array.from(tokens.slice(length, limit)),
      values: read(length, limit),
      parent,
    });
    this.#use(added);
    parent.children.set(added.tokens[0] ?? 0, added);
    this.#leaves.delete(parent);
    this.#leaves.add(added);
    this.#size += limit - length;
    this.#evict();
  }

  /** The last node that shares tokens with the sequence, how many of its own match, and how many match in all. */
  #walk(tokens: readonly number[], limit: number, visit: (one: Node, matched: number) => void) {
    let last = this.#root;
    let matched = 0;
    let length = 0;
    while (matched === last.tokens.length && length < limit) {
      const next = last.children.get(tokens[length] ?? -1);
      if (next === undefined) break;
      last = next;
      matched = commonLength(last.tokens, tokens, { from: length, to: limit });
      length += matched;
      visit(last, matched);
    }
    return { last, matched, length };
  }

  #use(one: Node): void {
    this.#clock += 1;
    one.lastUse = this.#clock;
  }

  /** Cuts a node in two and returns the upper half. Both own their memory, so that evicting one frees it. */
  #split(lower: Node, at: number): Node {
    const { width } = this.#options;
    const upper = node({
      tokens: lower.tokens.slice(0, at),
      values: lower.values.slice(0, at * width),
      parent: lower.parent,
    });
    upper.lastUse = lower.lastUse;
    lower.tokens = lower.tokens.slice(at);
    lower.values = lower.values.slice(at * width);
    lower.parent?.children.set(upper.tokens[0] ?? 0, upper);
    lower.parent = upper;
    upper.children.set(lower.tokens[0] ?? 0, lower);
    return upper;
  }

  #evict(): void {
    while (this.#size > this.#options.capacity) {
      const oldest = leastRecent(this.#leaves);
      if (oldest === undefined) return;
      this.#leaves.delete(oldest);
      this.#size -= oldest.tokens.length;
      const { parent } = oldest;
      parent?.children.delete(oldest.tokens[0] ?? 0);
      if (parent?.parent !== undefined && parent.children.size === 0) this.#leaves.add(parent);
    }
  }
}

function node(content: Pick<Node, "tokens" | "values" | "parent">): Node {
  return { ...content, children: new Map(), lastUse: 0 };
}

function commonLength(
  own: Int32Array,
  tokens: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const most = Math.min(own.length, to - from);
  let length = 0;
  while (length < most && own[length] === tokens[from + length]) length += 1;
  return length;
}

function leastRecent(nodes: Iterable<Node>): Node | undefined {
  let oldest: Node | undefined;
  for (const one of nodes) if (oldest === undefined || one.lastUse < oldest.lastUse) oldest = one;
  return oldest;
}
