// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Loops of Arm's vector extension (Helium, MVE) over int8 codes; nothing where the compiler lacks
// it. Some are in assembler: compilers do not make tail-predicated loops, and spill where all
// vectors or accumulators are taken.
#pragma once

#if defined(__ARM_FEATURE_MVE)

#include <arm_mve.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet::mve {

inline constexpr std::int32_t block = 64;           ///< sums of a column
inline constexpr std::int32_t column_length = 256;  ///< codes of one

/// A column of the codes as they are: what their zero point adds is taken off every sum at its end.
struct codes {
  alignas(16) std::array<std::int8_t, column_length> data;
  std::int32_t zero_point;

  constexpr std::int32_t operator[](std::size_t i) const { return data[i] - zero_point; }
};

inline void copy_codes(std::int8_t* to, const std::int8_t* from, std::int32_t n) {
  asm volatile(
      "wlstp.8 lr, %[n], 2f\n"
      "1: vldrb.8 q0, [%[from]], #16\n"
      "vstrb.8 q0, [%[to]], #16\n"
      "letp lr, 1b\n"
      "2:"
      : [to] "+r"(to), [from] "+r"(from)
      : [n] "r"(n)
      : "lr", "q0", "memory");
}

inline std::int32_t total_of_codes(const std::int8_t* w, std::int32_t n) {
  std::int32_t sum = 0;
  asm volatile(
      "wlstp.8 lr, %[n], 2f\n"
      "1: vldrb.8 q0, [%[w]], #16\n"
      "vaddva.s8 %[sum], q0\n"
      "letp lr, 1b\n"
      "2:"
      : [w] "+r"(w), [sum] "+Te"(sum)
      : [n] "r"(n)
      : "lr", "q0", "memory");
  return sum;
}

inline void add_multiple(std::int32_t* sums, std::int32_t factor, const std::int8_t* w,
                         std::int32_t n) {
  for (; n >= 4; n -= 4, sums += 4, w += 4) {
    vstrwq_s32(sums, vmlaq_n_s32(vldrwq_s32(sums), vldrbq_s32(w), factor));
  }
  if (n == 0) return;
  const mve_pred16_t p = vctp32q(static_cast<std::uint32_t>(n));
  vstrwq_p_s32(sums, vmlaq_n_s32(vldrwq_z_s32(sums, p), vldrbq_z_s32(w, p), factor), p);
}

/// One column times two rows at a time; a last row goes twice.
[[gnu::noinline]] inline void multiply_one_column(const std::int32_t* start, std::int32_t* sums,
                                                  const codes& column, const std::int8_t* w,
                                                  std::int32_t stride, std::int32_t n,
                                                  std::int32_t rows) {
  if (start == nullptr) start = sums;
  for (; rows > 0; rows -= 2, start += 2, sums += 2) {
    const std::int32_t next = rows > 1 ? 1 : 0;
    const std::int8_t *u = w, *v = w + next * stride, *x = column.data.data();
    std::int32_t a = start[0], b = start[next], a_weights = 0, b_weights = 0;
    asm volatile(
        "wlstp.8 lr, %[n], 2f\n"
        "1: vldrb.8 q0, [%[u]], #16\n"
        "vldrb.8 q2, [%[x]], #16\n"
        "vaddva.s8 %[a_weights], q0\n"
        "vldrb.8 q1, [%[v]], #16\n"
        "vmladava.s8 %[a], q0, q2\n"
        "vaddva.s8 %[b_weights], q1\n"
        "vmladava.s8 %[b], q1, q2\n"
        "letp lr, 1b\n"
        "2:"
        : [u] "+r"(u), [v] "+r"(v), [x] "+r"(x), [a] "+Te"(a), [b] "+Te"(b),
          [a_weights] "+Te"(a_weights), [b_weights] "+Te"(b_weights)
        : [n] "r"(n)
        : "lr", "q0", "q1", "q2", "memory");
    sums[0] = a - column.zero_point * a_weights;
    sums[next] = b - column.zero_point * b_weights;
    w += 2 * stride;
  }
}

/// Each column starts with the same sums.
inline void copy_start(const std::int32_t* start, std::int32_t* sums, std::int32_t n) {
  for (; n > 0; n -= 4, start += 4, sums += 4) {
    const mve_pred16_t p = vctp32q(static_cast<std::uint32_t>(n));
    const int32x4_t four = vldrwq_z_s32(start, p);
    vstrwq_p_s32(sums, four, p);
    vstrwq_p_s32(sums + block, four, p);
    vstrwq_p_s32(sums + 2 * block, four, p);
  }
}

/// Three columns of raw codes times an even number of rows, two at a time. In assembler because
/// compilers keep fewer than its ten numbers in registers. The last turn along a row takes only
/// what is left of it.
[[gnu::noinline]] inline void multiply_three_columns(const std::int32_t* start, std::int32_t* sums,
                                                     const codes* columns, const std::int8_t* w,
                                                     std::int32_t stride, std::int32_t n,
                                                     std::int32_t rows) {
  if (start != nullptr) copy_start(start, sums, rows);
  if (n == 0 || rows == 0) return;
  const std::int32_t* end = sums + rows;
  const std::int8_t *middle = columns[1].data.data(), *u, *v, *x;
  std::int32_t a0, a1, b0, b1, c0, c1;
  asm volatile(
      "0: ldrd %[a0], %[a1], [%[sums]]\n"
      "ldrd %[b0], %[b1], [%[sums], %[block]]\n"
      "ldrd %[c0], %[c1], [%[sums], %[block] * 2]\n"
      "mov %[u], %[w]\n"
      "add %[v], %[w], %[stride]\n"
      "add %[w], %[v], %[stride]\n"
      "ldr %[x], %[middle]\n"
      "ldr lr, %[n]\n"
      "dlstp.8 lr, lr\n"
      "1: vldrb.8 q0, [%[u]], #16\n"
      "vldrw.32 q2, [%[x], #-%c[apart]]\n"
      "vmladava.s8 %[a0], q0, q2\n"
      "vldrb.8 q1, [%[v]], #16\n"
      "vmladava.s8 %[a1], q1, q2\n"
      "vldrw.32 q3, [%[x], %[apart]]\n"
      "vmladava.s8 %[c0], q0, q3\n"
      "vldrw.32 q2, [%[x]], #16\n"
      "vmladava.s8 %[c1], q1, q3\n"
      "vmladava.s8 %[b0], q0, q2\n"
      "vmladava.s8 %[b1], q1, q2\n"
      "letp lr, 1b\n"
      "strd %[c0], %[c1], [%[sums], %[block] * 2]\n"
      "strd %[b0], %[b1], [%[sums], %[block]]\n"
      "strd %[a0], %[a1], [%[sums]], #8\n"
      "ldr %[x], %[end]\n"
      "cmp %[sums], %[x]\n"
      "bne 0b"
      : [sums] "+r"(sums), [w] "+r"(w), [u] "=&r"(u), [v] "=&r"(v), [x] "=&r"(x), [a0] "=&Te"(a0),
        [b0] "=&Te"(b0), [c0] "=&Te"(c0), [a1] "=&Te"(a1), [b1] "=&Te"(b1), [c1] "=&Te"(c1)
      : [stride] "r"(stride), [n] "m"(n), [middle] "m"(middle), [end] "m"(end),
        [block] "i"(block * sizeof *sums), [apart] "i"(sizeof *columns)
      : "lr", "cc", "q0", "q1", "q2", "q3", "memory");
}

/// What multiply_taps is asked to sum.
struct window_taps {
  const std::int32_t* start;
  const std::int8_t *x, *w;
  const tap* taps;
  std::int32_t count, zero_point;
};

/// Sums i .. i + 15, those of even and of odd channels beside each other. In assembler because it
/// takes all eight vectors.
inline void add_sixteen(const window_taps& window, std::int32_t* sums, std::int32_t i) {
  const auto* at = reinterpret_cast<const std::uint32_t*>(window.taps);
  const std::int32_t* from = window.start + i;
  std::int32_t* to = sums + i;
  const std::int8_t *u, *v;
  asm volatile(
      "vld20.32 {q0, q1}, [%[from]]\n"
      "vld21.32 {q0, q1}, [%[from]]!\n"
      "vld20.32 {q2, q3}, [%[from]]\n"
      "vld21.32 {q2, q3}, [%[from]]\n"
      "wls lr, %[count], 2f\n"
      "1: ldrd %[u], %[v], [%[at]], #8\n"
      "add %[u], %[x]\n"
      "vldrb.s16 q4, [%[u]]\n"
      "add %[v], %[w]\n"
      "vldrb.s16 q5, [%[v]]\n"
      "vsub.i16 q4, q4, %[zero_point]\n"
      "vmullb.s16 q6, q4, q5\n"
      "vmullt.s16 q7, q4, q5\n"
      "vldrb.s16 q4, [%[u], #8]\n"
      "vadd.i32 q0, q0, q6\n"
      "vldrb.s16 q5, [%[v], #8]\n"
      "vadd.i32 q1, q1, q7\n"
      "vsub.i16 q4, q4, %[zero_point]\n"
      "vmullb.s16 q6, q4, q5\n"
      "vmullt.s16 q7, q4, q5\n"
      "vadd.i32 q2, q2, q6\n"
      "vadd.i32 q3, q3, q7\n"
      "le lr, 1b\n"
      "2: vst20.32 {q0, q1}, [%[to]]\n"
      "vst21.32 {q0, q1}, [%[to]]!\n"
      "vst20.32 {q2, q3}, [%[to]]\n"
      "vst21.32 {q2, q3}, [%[to]]"
      : [from] "+r"(from), [at] "+r"(at), [u] "=&l"(u), [v] "=&l"(v), [to] "+r"(to)
      : [x] "r"(window.x + i), [w] "r"(window.w + i), [count] "r"(window.count),
        [zero_point] "r"(window.zero_point)
      : "lr", "cc", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7");
}

/// Sums i .. i + 7, or the `left` that there are.
inline void add_eight(const window_taps& window, std::int32_t* sums, std::int32_t i,
                      std::int32_t left, std::int32_t repeat) {
  uint16x8_t channels = vidupq_n_u16(static_cast<std::uint32_t>(i), 1);
  if (repeat > 1) {  // i / repeat, exact for i below 2^8
    channels = vmulhq_u16(channels, vdupq_n_u16(static_cast<std::uint16_t>(65535 / repeat + 1)));
  }
  int32x4_t even = vdupq_n_s32(0), odd = even;
  const auto* at = reinterpret_cast<const std::uint32_t*>(window.taps);
  const std::int8_t *u, *v;
  const mve_pred16_t lanes = vctp16q(static_cast<std::uint32_t>(left));
  asm volatile(
      "wls lr, %[count], 2f\n"
      "1: ldrd %[u], %[v], [%[at]], #8\n"
      "add %[u], %[x]\n"
      "add %[v], %[w]\n"
      "vpstt\n"
      "vldrbt.s16 q4, [%[u], %q[channels]]\n"
      "vldrbt.s16 q5, [%[v]]\n"
      "vsub.i16 q4, q4, %[zero_point]\n"
      "vmullb.s16 q6, q4, q5\n"
      "vmullt.s16 q7, q4, q5\n"
      "vadd.i32 %q[even], %q[even], q6\n"
      "vadd.i32 %q[odd], %q[odd], q7\n"
      "le lr, 1b\n"
      "2:"
      : [at] "+r"(at), [u] "=&r"(u), [v] "=&l"(v), [even] "+w"(even), [odd] "+w"(odd)
      : [x] "r"(window.x), [w] "r"(window.w + i), [count] "r"(window.count),
        [zero_point] "r"(window.zero_point), [channels] "w"(channels), [lanes] "Up"(lanes)
      : "lr", "cc", "memory", "q4", "q5", "q6", "q7");
  std::array<std::int32_t, 8> products;
  const int32x4x2_t both{{even, odd}};
  vst2q_s32(products.data(), both);
  const auto add = [&](std::int32_t j, mve_pred16_t q) {
    vstrwq_p_s32(sums + i + j,
                 vaddq_s32(vldrwq_z_s32(window.start + i + j, q), vldrwq_s32(products.data() + j)),
                 q);
  };
  add(0, vctp32q(static_cast<std::uint32_t>(left)));
  if (left > 4) add(4, vctp32q(static_cast<std::uint32_t>(left - 4)));
}

inline void add_scaled_codes(std::int32_t* sums, const std::int8_t* x, std::int32_t zero_point,
                             int left, multiplier m, std::int32_t n) {
  left += std::max<std::int32_t>(m.shift, 0);
  const std::int32_t right = std::min<std::int32_t>(m.shift, 0);
  for (; n > 0; n -= 4, sums += 4, x += 4) {
    const mve_pred16_t p = vctp32q(static_cast<std::uint32_t>(n));
    int32x4_t y = vshlq_r_s32(vsubq_n_s32(vldrbq_z_s32(x, p), zero_point), left);
    y = vqrdmulhq_n_s32(y, m.mantissa);
    // Ties go away from zero: half up of one less, where a negative number is shifted.
    y = vrshlq_n_s32(vqaddq_s32(y, vshrq_n_s32(vandq_s32(y, vdupq_n_s32(right)), 31)), right);
    vstrwq_p_s32(sums, vaddq_s32(vldrwq_z_s32(sums, p), y), p);
  }
}

/// By the letter of contract A, for every sum and every shift, four channels at a time.
[[gnu::noinline]] inline void requantize_fours(const std::int32_t* sums, const requantization& r,
                                               const std::int32_t* m, std::int8_t* out,
                                               std::int32_t n) {
  const int32x4_t lowest = vdupq_n_s32(r.clamp.min), highest = vdupq_n_s32(r.clamp.max);
  const int32x4_t none = vdupq_n_s32(0);
  const std::int32_t zero_point = r.zero_point, step = r.per_channel ? 2 : 0;
  // Of each multiplier the first word; all the same one where there is one for all.
  const uint32x4_t at = vmulq_n_u32(vidupq_n_u32(0, 4), static_cast<std::uint32_t>(step));
  for (; n > 0; n -= 4, sums += 4, m += 4 * step, out += 4) {
    const mve_pred16_t p = vctp32q(static_cast<std::uint32_t>(n));
    const int32x4_t mantissa = vldrwq_gather_offset_z_s32(m, at, p);
    const int32x4_t shift = vldrwq_gather_offset_z_s32(m + 1, at, p);
    int32x4_t x = vldrwq_z_s32(sums, p);
    x = vqrdmulhq_s32(vshlq_s32(x, vmaxq_s32(shift, none)), mantissa);
    const int32x4_t right = vminq_s32(shift, none);
    // Ties go away from zero: half up of one less, where a negative number is shifted.
    x = vrshlq_s32(vqaddq_s32(x, vshrq_n_s32(vandq_s32(x, right), 31)), right);
    x = vqaddq_n_s32(x, zero_point);
    vstrbq_p_s32(out, vminq_s32(vmaxq_s32(x, lowest), highest), p);
  }
}

/// The same with small factors of their own for eights of channels, those with even numbers
/// beside those with odd ones. In assembler because it takes all eight vectors. Where negative
/// results are clamped to zero, how their ties are rounded does not matter.
[[gnu::noinline]] inline void requantize_eights(const std::int32_t* sums, const requantization& r,
                                                const std::int32_t* m, std::int8_t* out,
                                                std::int32_t eights) {
  const std::int32_t no_negatives = r.clamp.min >= r.zero_point ? 1 : 0;
  asm volatile(
      "vdup.16 q2, %[lowest]\n"
      "vdup.16 q3, %[highest]\n"
      "ldr lr, %[eights]\n"
      "wls lr, lr, 3f\n"
      "1: vld40.32 {q4, q5, q6, q7}, [%[m]]\n"
      "vld41.32 {q4, q5, q6, q7}, [%[m]]\n"
      "vld42.32 {q4, q5, q6, q7}, [%[m]]\n"
      "vld43.32 {q4, q5, q6, q7}, [%[m]]!\n"
      "vld20.32 {q0, q1}, [%[sums]]\n"
      "vld21.32 {q0, q1}, [%[sums]]!\n"
      "vqrdmulh.s32 q0, q0, q4\n"
      "vqrdmulh.s32 q1, q1, q6\n"
      "cbnz %[no_negatives], 2f\n"
      "vshr.s32 q4, q0, #31\n"
      "vshr.s32 q6, q1, #31\n"
      "vqadd.s32 q0, q0, q4\n"
      "vqadd.s32 q1, q1, q6\n"
      "2: vrshl.s32 q0, q0, q5\n"
      "vrshl.s32 q1, q1, q7\n"
      "vqmovnb.s32 q0, q0\n"
      "vqmovnt.s32 q0, q1\n"
      "vqadd.s16 q0, q0, %[zero_point]\n"
      "vmax.s16 q0, q0, q2\n"
      "vmin.s16 q0, q0, q3\n"
      "vstrb.16 q0, [%[out]], #8\n"
      "le lr, 1b\n"
      "3:"
      : [sums] "+r"(sums), [m] "+r"(m), [out] "+l"(out)
      : [eights] "m"(eights), [lowest] "r"(r.clamp.min), [highest] "r"(r.clamp.max),
        [zero_point] "r"(r.zero_point), [no_negatives] "l"(no_negatives)
      : "lr", "cc", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7");
}

inline void requantize_codes(const std::int32_t* sums, const requantization& r,
                             std::int32_t channel, std::int8_t* out, std::int32_t n) {
  const auto* m = reinterpret_cast<const std::int32_t*>(r.multipliers.data());
  if (r.per_channel) m += 2 * channel;
  if (!r.per_channel || !r.small_factors || n < 8) return requantize_fours(sums, r, m, out, n);
  requantize_eights(sums, r, m, out, n / 8);
  const std::int32_t done = n / 8 * 8;
  if (done < n) requantize_fours(sums + done, r, m + 2 * done, out + done, n - done);
}

}  // namespace octet::mve

#endif
