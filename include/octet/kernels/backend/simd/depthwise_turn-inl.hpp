// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolution in stacks: the codes of the same channels in a few output lines. Read once
// per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// The lanes of a vector's codes. Of 16 the halves may lie apart, in pixels that are no neighbours.
template <bool Apart>
HWY_INLINE v32 stack_lanes(const std::uint8_t* at, [[maybe_unused]] std::ptrdiff_t high) {
#if HWY_MAX_BYTES == 64
  if constexpr (Apart) {
    const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + high));
    return v32{_mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1)};
  }
#endif
  return hn::BitCast(d32(), hn::LoadU(du8(), at));
}

/// What some vectors of output codes have in common, which lie a whole period apart: they are of
/// the same channels, 16 or, half by half, 8.
struct stack_turn {
  const std::uint8_t* low;  ///< the first one's lanes under the first tap, the lower half
  std::ptrdiff_t high;      ///< bytes from there to the upper half
  std::ptrdiff_t step;      ///< bytes from one to the next
  const std::uint32_t* weights;
  const simd_panel* panel;
  std::size_t lane = 0;  ///< of the panel, of the first code
};

/// Vectors whose sums, of all output lines, stay in registers.
template <class Window>
inline constexpr std::size_t stack_vectors = HWY_MAX_BYTES == 64 || Window::lines == 2 ? 4 : 2;

/// The accumulators of some vectors of all output lines.
template <class T, std::size_t Size, std::size_t Stride, bool Apart, std::size_t V>
HWY_INLINE void sum_stacks(const stack_turn& t, std::ptrdiff_t pixel, std::ptrdiff_t stack_bytes,
                           v32 (&sums)[stack_window<T, Size, Stride>::lines][V]) {
  using window = stack_window<T, Size, Stride>;
  const v32 start = hn::BitCast(d32(), hn::Load(du32(), t.panel->start.data() + t.lane));
  HWY_UNROLL(4)
  for (std::size_t l = 0; l < window::lines; ++l) {
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < V; ++v) sums[l][v] = start;
  }
  const std::uint8_t* column = t.low;
  HWY_UNROLL(5)
  for (std::size_t kx = 0; kx < Size; ++kx, column += pixel) {
    const std::uint8_t* at = column;
    HWY_UNROLL(4)
    for (std::size_t s = 0; s < window::stacks; ++s, at += stack_bytes) {
      // Else GCC makes all addresses before the loop, and keeps them in the vectors' registers.
      asm("" : "+r"(at));
      v32 x[V];
      HWY_UNROLL(4)
      for (std::size_t v = 0; v < V; ++v) {
        x[v] = stack_lanes<Apart>(at + static_cast<std::ptrdiff_t>(v) * t.step, t.high);
      }
      HWY_UNROLL(4)
      for (std::size_t l = 0; l < window::lines; ++l) {
        if (!window::meets(s, l)) continue;
        const std::size_t step = (kx * window::lines + l) * window::stacks + s;
        const v32 w = hn::BitCast(d32(), hn::Load(du32(), t.weights + step * panel_width));
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < V; ++v) {
          sums[l][v] = add_column<T>(sums[l][v], x[v], w);
          keep_in_register(sums[l][v]);
        }
      }
    }
  }
}

#if HWY_MAX_BYTES == 64
/// Where the codes of four vectors go, of those that exist.
template <class T>
struct stack_target {
  static constexpr std::size_t width = 16;  ///< codes of a vector

  T* to;
  std::size_t step;  ///< codes from one vector to the next
  std::size_t left;  ///< codes of the line from the first on

  /// Vector v of four.
  static HWY_INLINE void store_vector(const __m512i (&codes)[sizeof(T)], std::size_t v, T* at) {
    if constexpr (sizeof(T) == 1) {
      const __m128i all[4] = {
          _mm512_castsi512_si128(codes[0]), _mm512_extracti32x4_epi32(codes[0], 1),
          _mm512_extracti32x4_epi32(codes[0], 2), _mm512_extracti32x4_epi32(codes[0], 3)};
      _mm_storeu_si128(reinterpret_cast<__m128i*>(at), all[v]);
    } else {
      const __m512i both = codes[v / 2];
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), v % 2 == 0
                                                              ? _mm512_castsi512_si256(both)
                                                              : _mm512_extracti64x4_epi64(both, 1));
    }
  }
  HWY_INLINE void store(const __m512i (&codes)[sizeof(T)], T* line) const {
    if (step == width && left >= 4 * width) {
      HWY_UNROLL(2)
      for (std::size_t i = 0; i < sizeof(T); ++i)
        _mm512_storeu_si512(line + i * 64 / sizeof(T), codes[i]);
    } else if (left >= 3 * step + width) {
      store_vector(codes, 0, line);
      store_vector(codes, 1, line + step);
      store_vector(codes, 2, line + 2 * step);
      store_vector(codes, 3, line + 3 * step);
    } else {
      alignas(64) T all[4 * width];
      for (std::size_t i = 0; i < sizeof(T); ++i)
        _mm512_store_si512(all + i * 64 / sizeof(T), codes[i]);
      for (std::size_t v = 0, at = 0; v < 4 && at < left; ++v, at += step) {
        __builtin_memcpy(line + at, all + v * width, HWY_MIN(left - at, width) * sizeof(T));
      }
    }
  }
};

/// Four vectors of codes, not clamped, to codes of T in order.
HWY_INLINE void pack_stacks(const byte_limits& limits, const v32* x, __m512i (&codes)[1]) {
  codes[0] = gather_quarters(limits.bytes(limits.words(x[0], x[1]), limits.words(x[2], x[3])).raw);
}
HWY_INLINE void pack_stacks(const word_limits& limits, const v32* x, __m512i (&codes)[2]) {
  codes[0] = in_order(limits.words(x[0], x[1])).raw;
  codes[1] = in_order(limits.words(x[2], x[3])).raw;
}

/// The codes of one turn in output lines from y on. No call may stand in this loop: GCC would keep
/// everything in memory.
template <class T, std::size_t Size, std::size_t Stride, bool Apart>
void walk_turn(const stack_walk<T>& walk, const code_limits<T>& limits, stack_turn t,
               stack_target<T> target, std::int32_t lines) {
  using window = stack_window<T, Size, Stride>;
  const auto pixel = static_cast<std::ptrdiff_t>(walk.slice * 4);
  const auto stack_bytes = static_cast<std::ptrdiff_t>(walk.stack_bytes);
  const std::size_t codes = walk.d.plan->output_codes();
  const std::size_t all = 4 * target.step;
  for (;;) {
    v32 sums[window::lines][4];
    sum_stacks<T, Size, Stride, Apart, 4>(t, pixel, stack_bytes, sums);
    HWY_UNROLL(4)
    for (std::size_t l = 0; l < window::lines; ++l) {
      v32* const x = sums[l];
      with_constants<T>(walk.d.out, *t.panel, 0, [&](const auto& c) OCTET_SIMD_ATTR {
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < 4; ++v) x[v] = c.codes(x[v]);
      });
      __m512i packed[sizeof(T)];
      pack_stacks(limits, x, packed);
      if (static_cast<std::int32_t>(l) < lines) target.store(packed, target.to + l * codes);
    }
    if (target.left <= all) return;
    target.left -= all;
    target.to += all;
    t.low += 4 * t.step;
  }
}
#else
/// Where the codes of vectors go, of those that exist.
template <class T>
struct stack_target {
  T* to;
  std::size_t step;  ///< codes from one vector to the next
  std::size_t left;  ///< codes of the line from the first on
};

/// The codes of rows of 16, the last of which may reach beyond its line.
template <class T>
void requantize_stacks(simd_output out, const stack_target<T>& target, const std::uint32_t* sums,
                       std::size_t rows) {
  constexpr bool words = sizeof(T) == 2;
  const std::size_t last = (rows - 1) * target.step;
  const bool whole = last + panel_width <= target.left;
  const std::size_t all = whole ? rows : rows - 1;
  out.channels = static_cast<std::int32_t>(target.step);
  out.data = target.to;
  if (all > 0) requantize_tile<words>(out, {sums, panel_width, all, 0, 0}, 1);
  if (whole) return;
  T codes[panel_width];
  out.data = codes;
  requantize_tile<words>(out, {sums + all * panel_width, panel_width, 1, 0, 0}, 1);
  __builtin_memcpy(target.to + last, codes, (target.left - last) * sizeof(T));
}

/// The codes of one turn in output lines from y on, by way of their sums in memory.
template <class T, std::size_t Size, std::size_t Stride, bool Apart>
void walk_turn(const stack_walk<T>& walk, const code_limits<T>&, stack_turn t,
               stack_target<T> target, std::int32_t lines) {
  using window = stack_window<T, Size, Stride>;
  constexpr std::size_t V = stack_vectors<window>, most = 24;
  const auto pixel = static_cast<std::ptrdiff_t>(walk.slice * 4);
  const auto stack_bytes = static_cast<std::ptrdiff_t>(walk.stack_bytes);
  const std::size_t codes = walk.d.plan->output_codes();
  simd_output out = walk.d.out;
  out.panels = t.panel;
  alignas(64) std::uint32_t sums[window::lines][most * panel_width];
  for (;;) {
    const std::size_t rows = HWY_MIN((target.left - 1) / target.step + 1, most);
    for (t.lane = 0; t.lane < panel_width; t.lane += lanes) {
      stack_turn half = t;
      if (t.lane != 0) half.low += t.high;
      half.weights += t.lane;
      for (std::size_t row = 0; row < rows; row += V) {
        v32 some[window::lines][V];
        sum_stacks<T, Size, Stride, false, V>(half, pixel, stack_bytes, some);
        half.low += static_cast<std::ptrdiff_t>(V) * t.step;
        HWY_UNROLL(4)
        for (std::size_t i = 0; i < window::lines * V; ++i) {
          const std::size_t l = i / V, v = i % V;
          hn::Store(hn::BitCast(du32(), some[l][v]), du32(),
                    sums[l] + (row + v) * panel_width + t.lane);
        }
      }
    }
    for (std::size_t l = 0; l < window::lines; ++l) {
      if (static_cast<std::int32_t>(l) >= lines) break;
      stack_target<T> line = target;
      line.to += l * codes;
      requantize_stacks(out, line, sums[l], rows);
    }
    const std::size_t done = rows * target.step;
    if (target.left <= done) return;
    target.left -= done;
    target.to += done;
    t.low += static_cast<std::ptrdiff_t>(rows) * t.step;
  }
}
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
