// Decodes points of a map: what dnnlab/plots/decoders.py packed, layer by layer in single precision, or a grid of
// pictures with the four around a point mixed.

const HALVES = new Float32Array(65536); // what each float16 means
for (let bits = 0; bits < 65536; bits++) {
  const [exponent, rest] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 31 ? (rest ? NaN : Infinity) : exponent ? 2 ** (exponent - 15) * (1 + rest / 1024) : 2 ** -24 * rest;
  HALVES[bits] = bits & 32768 ? -size : size;
}

const ACTIVATIONS = {
  linear: (x) => x,
  ReLU: (x) => (x < 0 ? 0 : x),
  "leaky ReLU": (x, slope) => (x < 0 ? slope * x : x),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

/** So many float16 from a place in the bytes, as float32. */
function numbers(bytes, at, count) {
  const found = new Float32Array(count);
  for (let i = 0; i < count; i++, at += 2) found[i] = HALVES[bytes[at] | (bytes[at + 1] << 8)];
  return found;
}

function dense({ in: inputs, out: outputs, weight, bias }, x) {
  const y = new Float32Array(outputs);
  for (let o = 0, at = 0; o < outputs; o++) {
    let sum = bias[o];
    for (let i = 0; i < inputs; i++) sum += weight[at++] * x[i];
    y[o] = sum;
  }
  return y;
}

/** Each pixel that comes in stamps the kernel, times its value; what falls into the padding is cut off. */
function transposed(layer, x) {
  const { in: inputs, out: outputs, kernel, stride, padding, height, width, weight, bias } = layer;
  const [tall, wide] = [height, width].map((n) => (n - 1) * stride + kernel - 2 * padding);
  const y = new Float32Array(outputs * tall * wide);
  for (let o = 0; o < outputs; o++) y.fill(bias[o], o * tall * wide, (o + 1) * tall * wide);
  for (let c = 0; c < inputs; c++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const value = x[(c * height + row) * width + column];
        if (value === 0) continue;
        for (let o = 0; o < outputs; o++) {
          const from = (c * outputs + o) * kernel * kernel;
          for (let u = 0; u < kernel; u++) {
            const i = row * stride + u - padding;
            if (i < 0 || i >= tall) continue;
            for (let v = 0; v < kernel; v++) {
              const j = column * stride + v - padding;
              if (j >= 0 && j < wide) y[(o * tall + i) * wide + j] += value * weight[from + u * kernel + v];
            }
          }
        }
      }
    }
  }
  return y;
}

class Network {
  constructor(header, bytes) {
    const [channels, height, width] = header.picture;
    Object.assign(this, { channels, height, width, header });
    let at = 0;
    const take = (count) => numbers(bytes, (at += 2 * count) - 2 * count, count);
    this.layers = header.layers.map((layer) => {
      const weights = layer.in * layer.out * (layer.kind === "dense" ? 1 : layer.kernel ** 2);
      return { ...layer, weight: take(weights), bias: take(layer.out) };
    });
  }

  code(x, y) {
    const { origin, axes } = this.header;
    return Float32Array.from(origin, (each, i) => each + x * axes[0][i] + y * axes[1][i]);
  }

  decode(x, y) {
    let values = this.code(x, y);
    for (const layer of this.layers) {
      values = layer.kind === "dense" ? dense(layer, values) : transposed(layer, values);
      const activation = ACTIVATIONS[layer.act];
      if (layer.act !== "linear") for (let i = 0; i < values.length; i++) values[i] = activation(values[i], layer.slope);
    }
    const { low, high } = this.header;
    const [size, { channels }] = [this.height * this.width, this];
    const pixels = new Uint8ClampedArray(channels * size); // rounds, and cuts off what is beyond black and white
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < size; i++) pixels[i * channels + c] = (255 * (values[c * size + i] - low)) / (high - low);
    }
    return pixels;
  }
}

class Grid {
  constructor(header, bytes) {
    const [channels, height, width] = header.picture;
    Object.assign(this, { channels, height, width, header, bytes });
  }

  decode(x, y) {
    const { rows, columns, from, to } = this.header;
    const place = (value, axis, count) => {
      const at = ((value - from[axis]) / (to[axis] - from[axis])) * (count - 1);
      const inside = Math.min(Math.max(at || 0, 0), count - 1);
      const first = Math.min(Math.floor(inside), count - 2);
      return [first, inside - first];
    };
    const [[column, right], [row, up]] = [place(x, 0, columns), place(y, 1, rows)];
    const size = this.channels * this.height * this.width;
    const start = (r, c) => (r * columns + c) * size;
    const four = [start(row, column), start(row, column + 1), start(row + 1, column), start(row + 1, column + 1)];
    const shares = [(1 - up) * (1 - right), (1 - up) * right, up * (1 - right), up * right];
    const pixels = new Uint8ClampedArray(size);
    for (let i = 0; i < size; i++) pixels[i] = four.reduce((sum, at, k) => sum + shares[k] * this.bytes[at + i], 0);
    return pixels;
  }
}

/**
 * What decodes a point: { channels, height, width, decode(x, y) }, where decode gives one byte a channel and pixel,
 * row by row, the channels of a pixel beside each other.
 */
export function read(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const rest = bytes.subarray(4 + length);
  return header.kind === "grid" ? new Grid(header, rest) : new Network(header, rest);
}
