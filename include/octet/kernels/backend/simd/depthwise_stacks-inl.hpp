// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolution of 3x3 and, of int8, 5x5 in stacks, for pixels that are no whole vectors
// and windows that would not stay in registers; depthwise_plan.hpp has the idea. Read once per
// target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1
/// The lanes of 16 codes. Their halves may lie apart, in pixels that are no neighbours.
template <bool Apart>
HWY_INLINE v32 stack_lanes(const std::uint8_t* at, std::ptrdiff_t high) {
  if constexpr (!Apart) return v32{_mm512_loadu_si512(at)};
  const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + high));
  return v32{_mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1)};
}

/// What four vectors of 16 output codes have in common, which lie a whole period apart: they are of
/// the same channels.
struct stack_turn {
  const std::uint8_t* low;  ///< the first one's lanes under the first tap, the lower half
  std::ptrdiff_t high;      ///< bytes from there to the upper half
  std::ptrdiff_t step;      ///< bytes from one to the next
  const std::uint32_t* weights;
  const simd_panel* panel;
};

/// The accumulators of four vectors of all output lines.
template <class T, std::size_t Size, std::size_t Stride, bool Apart>
HWY_INLINE void sum_stacks(const stack_turn& t, std::ptrdiff_t pixel, std::ptrdiff_t stack_bytes,
                           v32 (&sums)[stack_window<T, Size, Stride>::lines][4]) {
  using window = stack_window<T, Size, Stride>;
  const v32 start = hn::BitCast(d32(), hn::Load(du32(), t.panel->start.data()));
  HWY_UNROLL(4)
  for (std::size_t l = 0; l < window::lines; ++l) {
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < 4; ++v) sums[l][v] = start;
  }
  const std::uint8_t* column = t.low;
  HWY_UNROLL(5)
  for (std::size_t kx = 0; kx < Size; ++kx, column += pixel) {
    const std::uint8_t* at = column;
    HWY_UNROLL(2)
    for (std::size_t s = 0; s < window::stacks; ++s, at += stack_bytes) {
      // Else GCC makes all addresses before the loop, and keeps them in the vectors' registers.
      asm("" : "+r"(at));
      v32 x[4];
      HWY_UNROLL(4)
      for (std::ptrdiff_t v = 0; v < 4; ++v) {
        x[v] = stack_lanes<Apart>(at + v * t.step, t.high);
      }
      HWY_UNROLL(4)
      for (std::size_t l = 0; l < window::lines; ++l) {
        if (!window::meets(s, l)) continue;
        const std::size_t step = (kx * window::lines + l) * window::stacks + s;
        const v32 w = hn::BitCast(d32(), hn::Load(du32(), t.weights + step * lanes));
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < 4; ++v) {
          sums[l][v] =
              sizeof(T) == 1 ? dot_taps(sums[l][v], x[v], w) : dot_words(sums[l][v], x[v], w);
          keep_in_register(sums[l][v]);
        }
      }
    }
  }
}

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
  const auto pixel = static_cast<std::ptrdiff_t>(walk.channels * 4);
  const auto stack_bytes = static_cast<std::ptrdiff_t>(walk.stack_bytes);
  const std::size_t codes = walk.d.plan->output_codes();
  const std::size_t all = 4 * target.step;
  for (;;) {
    v32 sums[window::lines][4];
    sum_stacks<T, Size, Stride, Apart>(t, pixel, stack_bytes, sums);
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

/// Output lines from y on, turn by turn.
template <std::size_t Size, std::size_t Stride, bool Apart, class T>
void walk_stacks(const stack_walk<T>& walk, const code_limits<T>& limits, std::int32_t y) {
  const depthwise_plan& p = *walk.d.plan;
  const std::size_t codes = p.output_codes(), steps = p.steps(), channels = walk.channels;
  const auto period = static_cast<std::size_t>(p.period);
  auto* const out = static_cast<T*>(walk.d.out.data) + static_cast<std::size_t>(y) * codes;
  const auto place = [&](std::size_t code) {
    return walk.d.stacks + (code + code / channels * channels * (Stride - 1)) * 4;
  };
  for (std::size_t i = 0; i < period && i * 16 < codes; ++i) {
    const std::size_t first = i * 16;
    const stack_turn turn{.low = place(first),
                          .high = place(first + 8) - place(first),
                          .step = static_cast<std::ptrdiff_t>(period * 64 * Stride),
                          .weights = walk.d.weights + i * steps * lanes,
                          .panel = walk.d.out.panels + i};
    walk_turn<T, Size, Stride, Apart>(walk, limits, turn, {out + first, period * 16, codes - first},
                                      walk.image.window.y.output - y);
  }
}

template <std::size_t Size, std::size_t Stride, bool Apart, class T>
void walk_stacked_image(const stack_walk<T>& walk) {
  using window = stack_window<T, Size, Stride>;
  const window_axis& y = walk.image.window.y;
  const code_limits<T> limits(*walk.d.out.requantize);
  for (std::int32_t first = 0; first < y.output;
       first += static_cast<std::int32_t>(window::lines)) {
    for (std::size_t s = 0; s < window::stacks; ++s) {
      make_stack(walk, y.at(first, 0) + static_cast<std::int32_t>(window::taps * s),
                 walk.inside + s * walk.stack_bytes);
    }
    walk_stacks<Size, Stride, Apart>(walk, limits, first);
  }
}

template <std::size_t Size, class T>
void walk_strides(const stack_walk<T>& walk) {
  if (walk.image.window.x.stride == 1) {
    walk_stacked_image<Size, 1, false>(walk);
  } else if (walk.channels % 16 == 0) {
    walk_stacked_image<Size, 2, false>(walk);
  } else {
    walk_stacked_image<Size, 2, true>(walk);
  }
}

template <bool Words>
inline void depthwise_stacks(const simd_depthwise_columns& d) {
  const auto period = static_cast<std::size_t>(d.plan->period);
  const window_axis& y = d.plan->image.window.y;
  if (!go_by_formula(d.out.panels, period)) {
    for (std::size_t block = 0; block < period; ++block) {
      for (std::int32_t i = 0; i < y.output; ++i) portable::literal_column_line(d, block, i);
    }
    return;
  }
  if constexpr (Words) {
    if (d.out.contract == simd_contract::int16_by_int8) {
      const stack_walk<std::int16_t> walk(d);
      walk.fill_padding();
      return walk_strides<3>(walk);
    }
  }
  const stack_walk<std::int8_t> walk(d);
  walk.fill_padding();
  y.size == 3 ? walk_strides<3>(walk) : walk_strides<5>(walk);
}
template <bool Words>
inline constexpr auto depthwise_stacks_of_target = depthwise_stacks<Words>;
#else
template <bool>
inline constexpr void (*depthwise_stacks_of_target)(const simd_depthwise_columns&) = nullptr;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
