// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolution of 3x3 and 5x5 in stacks, for pixels that are no whole vectors and windows
// that would not stay in registers; depthwise_plan.hpp has the idea. Read once per target by
// targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1
/// A window of Size x Size.
template <std::size_t Size, std::size_t Stride>
struct stack_window {
  static constexpr window_axis axis{.size = static_cast<std::int32_t>(Size),
                                    .stride = static_cast<std::int32_t>(Stride)};
  static constexpr std::size_t lines = depthwise_plan::stack_lines(axis);  ///< of the output
  static constexpr std::size_t stacks = depthwise_plan::stacks_under(axis);

  /// Whether a stack lies under an output line.
  static constexpr bool meets(std::size_t stack, std::size_t line) {
    return line * Stride < 4 * stack + 4 && line * Stride + Size > 4 * stack;
  }
};

/// One image in stacks.
struct stack_walk {
  const simd_depthwise_columns& d;
  const simd_image& image;
  std::size_t channels, line_codes, stack_bytes;
  std::uint8_t* inside;  ///< of the first stack, where the line begins

  explicit stack_walk(const simd_depthwise_columns& of)
      : d(of),
        image(of.plan->image),
        channels(static_cast<std::size_t>(of.plan->channels)),
        line_codes(static_cast<std::size_t>(image.width) * channels),
        stack_bytes(of.plan->stack_codes() * 4),
        inside(of.stacks + static_cast<std::size_t>(image.window.x.pad) * channels * 4) {}

  std::uint8_t zero() const { return static_cast<std::uint8_t>(d.zero_point + 128); }

  /// Line iy of the image, or of the padding.
  const std::int8_t* line(std::int32_t iy) const {
    if (iy < 0 || iy >= image.height) return static_cast<const std::int8_t*>(d.padding);
    return static_cast<const std::int8_t*>(d.input) + static_cast<std::size_t>(iy) * line_codes;
  }
  void fill_padding() const {
    for (std::size_t i = 0; i < d.plan->column_parts(); ++i) {
      std::uint8_t* const stack = d.stacks + i * stack_bytes;
      std::uint8_t* const end = inside + i * stack_bytes + line_codes * 4;
      __builtin_memset(stack, zero(), static_cast<std::size_t>(inside - d.stacks));
      __builtin_memset(end, zero(), static_cast<std::size_t>(stack + stack_bytes - end));
    }
  }
};

/// 64 codes of four lines to lanes, in order: unpacking then takes each 16 bytes to 16 codes.
HWY_INLINE void stack_block(const __m512i* lines, std::uint8_t* out) {
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const auto codes = [&](std::size_t i) OCTET_SIMD_ATTR {
    const auto flip = hn::Set(du8(), 128);
    return hn::Xor(hn::Vec<du8>{_mm512_permutexvar_epi32(order, lines[i])}, flip);
  };
  interleave_block(codes(0), codes(1), codes(2), codes(3), out);
}

/// Four lines of the image to a stack.
inline void make_stack(const stack_walk& walk, std::int32_t iy, std::uint8_t* out) {
  const std::int8_t* from[4];
  for (const std::int8_t*& at : from) at = walk.line(iy++);
  const std::size_t n = walk.line_codes;
  __m512i lines[4];
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    HWY_UNROLL(4)
    for (std::size_t k = 0; k < 4; ++k) lines[k] = _mm512_loadu_si512(from[k] + i);
    stack_block(lines, out + i * 4);
  }
  if (i == n) return;
  const auto mask = (std::uint64_t{1} << (n - i)) - 1;
  const __m512i zero = _mm512_set1_epi8(static_cast<std::int8_t>(walk.d.zero_point));
  for (std::size_t k = 0; k < 4; ++k) {
    lines[k] = _mm512_mask_loadu_epi8(zero, mask, from[k] + i);
  }
  stack_block(lines, out + i * 4);
}

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
template <std::size_t Size, std::size_t Stride, bool Apart>
HWY_INLINE void sum_stacks(const stack_turn& t, std::ptrdiff_t pixel, std::ptrdiff_t stack_bytes,
                           v32 (&sums)[stack_window<Size, Stride>::lines][4]) {
  using window = stack_window<Size, Stride>;
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
          sums[l][v] = dot_taps(sums[l][v], x[v], w);
          keep_in_register(sums[l][v]);
        }
      }
    }
  }
}

/// Where the codes of four vectors go, of those that exist.
struct stack_target {
  std::int8_t* to;
  std::size_t step;  ///< codes from one vector to the next
  std::size_t left;  ///< codes of the line from the first on

  HWY_INLINE void store(__m512i bytes, std::int8_t* line) const {
    if (step == 16 && left >= 64) {
      _mm512_storeu_si512(line, bytes);
    } else if (left >= 3 * step + 16) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(line), _mm512_castsi512_si128(bytes));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(line + step),
                       _mm512_extracti32x4_epi32(bytes, 1));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(line + 2 * step),
                       _mm512_extracti32x4_epi32(bytes, 2));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(line + 3 * step),
                       _mm512_extracti32x4_epi32(bytes, 3));
    } else {
      alignas(64) std::int8_t all[64];
      _mm512_store_si512(all, bytes);
      for (std::size_t v = 0, at = 0; v < 4 && at < left; ++v, at += step) {
        const std::size_t n = HWY_MIN(left - at, std::size_t{16});
        const auto mask = static_cast<__mmask16>((1U << n) - 1U);
        _mm_mask_storeu_epi8(line + at, mask,
                             _mm_load_si128(reinterpret_cast<const __m128i*>(all) + v));
      }
    }
  }
};

/// The codes of one turn in output lines from y on. No call may stand in this loop: GCC would keep
/// everything in memory.
template <std::size_t Size, std::size_t Stride, bool Apart>
void walk_turn(const stack_walk& walk, const byte_limits& limits, stack_turn t, stack_target target,
               std::int32_t lines) {
  using window = stack_window<Size, Stride>;
  const auto pixel = static_cast<std::ptrdiff_t>(walk.channels * 4);
  const auto stack_bytes = static_cast<std::ptrdiff_t>(walk.stack_bytes);
  const std::size_t codes = walk.d.plan->output_codes();
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const std::size_t all = 4 * target.step;
  for (;;) {
    v32 sums[window::lines][4];
    sum_stacks<Size, Stride, Apart>(t, pixel, stack_bytes, sums);
    HWY_UNROLL(4)
    for (std::size_t l = 0; l < window::lines; ++l) {
      v32* const x = sums[l];
      with_constants<std::int8_t>(walk.d.out, *t.panel, 0, [&](const auto& c) OCTET_SIMD_ATTR {
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < 4; ++v) x[v] = c.codes(x[v]);
      });
      const auto bytes = limits.bytes(limits.words(x[0], x[1]), limits.words(x[2], x[3]));
      if (static_cast<std::int32_t>(l) < lines) {
        target.store(_mm512_permutexvar_epi32(order, bytes.raw), target.to + l * codes);
      }
    }
    if (target.left <= all) return;
    target.left -= all;
    target.to += all;
    t.low += 4 * t.step;
  }
}

/// Output lines from y on, turn by turn.
template <std::size_t Size, std::size_t Stride, bool Apart>
void walk_stacks(const stack_walk& walk, const byte_limits& limits, std::int32_t y) {
  const depthwise_plan& p = *walk.d.plan;
  const std::size_t codes = p.output_codes(), steps = p.steps(), channels = walk.channels;
  const auto period = static_cast<std::size_t>(p.period);
  auto* const out =
      static_cast<std::int8_t*>(walk.d.out.data) + static_cast<std::size_t>(y) * codes;
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
    walk_turn<Size, Stride, Apart>(walk, limits, turn, {out + first, period * 16, codes - first},
                                   walk.image.window.y.output - y);
  }
}

template <std::size_t Size, std::size_t Stride, bool Apart>
void walk_stacked_image(const stack_walk& walk) {
  using window = stack_window<Size, Stride>;
  const window_axis& y = walk.image.window.y;
  const byte_limits limits(*walk.d.out.requantize);
  for (std::int32_t first = 0; first < y.output;
       first += static_cast<std::int32_t>(window::lines)) {
    for (std::size_t s = 0; s < window::stacks; ++s) {
      make_stack(walk, y.at(first, 0) + static_cast<std::int32_t>(4 * s),
                 walk.inside + s * walk.stack_bytes);
    }
    walk_stacks<Size, Stride, Apart>(walk, limits, first);
  }
}

template <std::size_t Size>
void walk_strides(const stack_walk& walk) {
  if (walk.image.window.x.stride == 1) {
    walk_stacked_image<Size, 1, false>(walk);
  } else if (walk.channels % 16 == 0) {
    walk_stacked_image<Size, 2, false>(walk);
  } else {
    walk_stacked_image<Size, 2, true>(walk);
  }
}

inline void depthwise_stacks(const simd_depthwise_columns& d) {
  const auto period = static_cast<std::size_t>(d.plan->period);
  const window_axis& y = d.plan->image.window.y;
  if (!go_by_formula(d.out.panels, period)) {
    for (std::size_t block = 0; block < period; ++block) {
      for (std::int32_t i = 0; i < y.output; ++i) portable::literal_column_line(d, block, i);
    }
    return;
  }
  const stack_walk walk(d);
  walk.fill_padding();
  y.size == 3 ? walk_strides<3>(walk) : walk_strides<5>(walk);
}
inline constexpr auto depthwise_stacks_of_target = depthwise_stacks;
#else
inline constexpr void (*depthwise_stacks_of_target)(const simd_depthwise_columns&) = nullptr;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
