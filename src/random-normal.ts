import { type RandomKey, uniforms } from './random.ts';

/**
 * Standard normals by inversion: Wichura's AS241 (PPND16, Applied Statistics 37, 1988), relative error about 1e-16.
 * Only + - * / and sqrt are used, each exactly rounded by IEEE 754, so that every language gets the same bits;
 * Math.log is not, and may differ between engines.
 */
const CENTRE_TOP = Float64Array.of(
  2.5090809287301226727e3,
  3.3430575583588128105e4,
  6.7265770927008700853e4,
  4.5921953931549871457e4,
  1.3731693765509461125e4,
  1.9715909503065514427e3,
  1.3314166789178437745e2,
  3.387132872796366608,
);
const CENTRE_BOTTOM = Float64Array.of(
  5.226495278852854561e3,
  2.8729085735721942674e4,
  3.930789580009271061e4,
  2.1213794301586595867e4,
  5.3941960214247511077e3,
  6.871870074920579083e2,
  4.2313330701600911252e1,
  1,
);
const TAIL_TOP = Float64Array.of(
  7.7454501427834140764e-4,
  2.27238449892691845833e-2,
  2.4178072517745061177e-1,
  1.27045825245236838258,
  3.64784832476320460504,
  5.7694972214606914055,
  4.6303378461565452959,
  1.42343711074968357734,
);
const TAIL_BOTTOM = Float64Array.of(
  1.05075007164441684324e-9,
  5.475938084995344946e-4,
  1.51986665636164571966e-2,
  1.4810397642748007459e-1,
  6.8976733498510000455e-1,
  1.6763848301838038494,
  2.05319162663775882187,
  1,
);
const FAR_TOP = Float64Array.of(
  2.01033439929228813265e-7,
  2.71155556874348757815e-5,
  1.2426609473880784386e-3,
  2.6532189526576123093e-2,
  2.9656057182850489123e-1,
  1.7848265399172913358,
  5.4637849111641143699,
  6.6579046435011037772,
);
const FAR_BOTTOM = Float64Array.of(
  2.04426310338993978564e-15,
  1.4215117583164458887e-7,
  1.8463183175100546818e-5,
  7.868691311456132591e-4,
  1.48753612908506148525e-2,
  1.3692988092273580531e-1,
  5.9983220655588793769e-1,
  1,
);

/** Of degree 7, highest power first; Horner's order, which the other language follows. */
function polynomial(c: Float64Array, x: number): number {
  return (
    ((((((c[0]! * x + c[1]!) * x + c[2]!) * x + c[3]!) * x + c[4]!) * x + c[5]!) * x + c[6]!) * x + c[7]!
  );
}

const LN2 = 0.6931471805599453;
const SQRT_HALF = 0.7071067811865476;
const bits = new DataView(new ArrayBuffer(8));
/** 1 / (2k + 1). */
const ODD_PARTS = Float64Array.from({ length: 14 }, (_, k) => 1 / (2 * k + 1));

/** Natural logarithm of a positive normal double: exact split by powers of two, then 2 artanh((m-1)/(m+1)), 14 terms. */
export function exactLog(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1022;
  bits.setUint32(0, (high & 0x000fffff) | (1022 << 20));
  let mantissa = bits.getFloat64(0); // in [0.5, 1)
  if (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent -= 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const s2 = s * s;
  let series = ODD_PARTS[13]!;
  for (let k = 12; k >= 0; k--) series = series * s2 + ODD_PARTS[k]!;
  return exponent * LN2 + 2 * s * series;
}

/** Inverse of the normal distribution function; p in (0, 1). */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * (polynomial(CENTRE_TOP, r) / polynomial(CENTRE_BOTTOM, r));
  }
  const r = Math.sqrt(-exactLog(q < 0 ? p : 1 - p));
  const z =
    r <= 5
      ? polynomial(TAIL_TOP, r - 1.6) / polynomial(TAIL_BOTTOM, r - 1.6)
      : polynomial(FAR_TOP, r - 5) / polynomial(FAR_BOTTOM, r - 5);
  return q < 0 ? -z : z;
}

/** `count` standard normals, rounded to float32: elements 0, 1, ... of the stream. */
export function standardNormals(key: RandomKey, stream: number, count: number): Float32Array {
  const uniform = uniforms(key, stream, count);
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = inverseNormal(uniform[i]!);
  return out;
}
