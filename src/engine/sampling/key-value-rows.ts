/** @file The keys and values of the sequences that are being sampled, one row a sequence, kept in place between steps. */

export interface RowShape {
  /** Tensors of a row: the keys and the values of each layer, in the order key 0, value 0, key 1, ... */
  readonly tensors: number;
  readonly heads: number;
  readonly headSize: number;
}

/** Positions are reserved in blocks of this many: the engine looks at the unused ones too. */
const BLOCK = 64;

/**
 * Tensors [rows, heads, positions, headSize]. Rows lie one after the other, so the first n of them, or any one alone, are
 * a view that the engine reads without a copy. What stands past a row's length is undefined.
 */
export class KeyValueRows {
  readonly #shape: RowShape;
  #tensors: readonly Float32Array[];
  #rows = 0;
  #positions = 0;

  constructor(shape: RowShape) {
    this.#shape = shape;
    this.#tensors = Array.from({ length: shape.tensors }, () => new Float32Array(0));
  }

  get positions(): number {
    return this.#positions;
  }

  /** Values of one token over all tensors. */
  get width(): number {
    return this.#shape.tensors * this.#shape.heads * this.#shape.headSize;
  }

  /**
   * Makes room for `rows` rows of `positions` tokens; keeps what fits. Gives room back when half of the positions would do.
   * Returns whether the tensors are new ones, which makes all earlier views stale.
   */
  reserve(rows: number, positions: number): boolean {
    const wanted = Math.ceil(positions / BLOCK) * BLOCK;
    if (rows <= this.#rows && wanted <= this.#positions && wanted * 2 > this.#positions) return false;
    this.#resize(rows <= this.#rows ? this.#rows : Math.max(rows, this.#rows * 2), wanted);
    return true;
  }

  /** Views [count, heads, positions, headSize] from row `first` on, one per tensor. */
  views(first: number, count: number): readonly Float32Array[] {
    const size = this.#rowSize();
    return this.#tensors.map((tensor) => tensor.subarray(first * size, (first + count) * size));
  }

  /**
   * Stores `values` [tensors, rows, heads, added, headSize]: what row `first + i` holds from position `starts[i]` on.
   */
  append(
    values: Float32Array,
    { first, starts }: { readonly first: number; readonly starts: readonly number[] },
  ): void {
    const { heads, headSize } = this.#shape;
    const size = values.length / (this.#shape.tensors * starts.length * heads);
    let source = 0;
    for (const tensor of this.#tensors) {
      for (let index = 0; index < starts.length; index++) {
        for (let head = 0; head < heads; head++, source += size) {
          const to = this.#offset(first + index, head) + (starts[index] ?? 0) * headSize;
          for (let at = 0; at < size; at++) tensor[to + at] = values[source + at] ?? 0;
        }
      }
    }
  }

  /** Copies the first `length` positions of a row over another row. */
  move(from: number, to: number, length: number): void {
    for (const tensor of this.#tensors) {
      for (let head = 0; head < this.#shape.heads; head++) {
        const start = this.#offset(from, head);
        tensor.copyWithin(this.#offset(to, head), start, start + length * this.#shape.headSize);
      }
    }
  }

  /** Positions `from` to `to` of a row, [to - from, width]. */
  read(row: number, from: number, to: number): Float32Array {
    const values = new Float32Array((to - from) * this.width);
    this.#eachHead(row, from, (tensor, start, lane) => {
      const { headSize } = this.#shape;
      for (let token = 0; token < to - from; token++) {
        const target = token * this.width + lane;
        const source = start + token * headSize;
        for (let at = 0; at < headSize; at++) values[target + at] = tensor[source + at] ?? 0;
      }
    });
    return values;
  }

  /** Stores `values` [tokens, width] from position `from` of a row on. */
  write(row: number, from: number, values: Float32Array): void {
    const { width } = this;
    const tokens = values.length / width;
    this.#eachHead(row, from, (tensor, start, lane) => {
      const { headSize } = this.#shape;
      for (let token = 0; token < tokens; token++) {
        const source = token * width + lane;
        const target = start + token * headSize;
        for (let at = 0; at < headSize; at++) tensor[target + at] = values[source + at] ?? 0;
      }
    });
  }

  /** Calls `visit` with each tensor, the offset in it of a head at a position, and that head's offset within a token. */
  #eachHead(
    row: number,
    position: number,
    visit: (tensor: Float32Array, start: number, lane: number) => void,
  ): void {
    const { heads, headSize } = this.#shape;
    this.#tensors.forEach((tensor, index) => {
      for (let head = 0; head < heads; head++) {
        visit(tensor, this.#offset(row, head) + position * headSize, (index * heads + head) * headSize);
      }
    });
  }

  #resize(rows: number, positions: number): void {
    const { heads, headSize } = this.#shape;
    const kept = Math.min(positions, this.#positions) * headSize;
    const lanes = Math.min(rows, this.#rows) * heads;
    this.#tensors = this.#tensors.map((old) => {
      const tensor = new Float32Array(rows * heads * positions * headSize);
      for (let lane = 0; lane < lanes; lane++) {
        const start = lane * this.#positions * headSize;
        tensor.set(old.subarray(start, start + kept), lane * positions * headSize);
      }
      return tensor;
    });
    this.#rows = rows;
    this.#positions = positions;
  }

  #rowSize(): number {
    return this.#shape.heads * this.#positions * this.#shape.headSize;
  }

  #offset(row: number, head: number): number {
    return row * this.#rowSize() + head * this.#positions * this.#shape.headSize;
  }
}
