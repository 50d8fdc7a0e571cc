// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Lines of an image to stacks, for depthwise convolution in them; depthwise_plan.hpp has the idea.
// Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1
/// A window of Size x Size over codes of T.
template <class T, std::size_t Size, std::size_t Stride>
struct stack_window {
  static constexpr std::size_t taps = 4 / sizeof(T);  ///< lines of a stack
  static constexpr window_axis axis{.size = static_cast<std::int32_t>(Size),
                                    .stride = static_cast<std::int32_t>(Stride)};
  static constexpr std::size_t lines = depthwise_plan::stack_lines(axis, taps);  ///< of the output
  static constexpr std::size_t stacks = depthwise_plan::stacks_under(axis, taps);

  /// Whether a stack lies under an output line.
  static constexpr bool meets(std::size_t stack, std::size_t line) {
    return line * Stride < taps * (stack + 1) && line * Stride + Size > taps * stack;
  }
};

/// One image in stacks, of codes of T.
template <class T>
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

  /// Line iy of the image, or of the padding.
  const T* line(std::int32_t iy) const {
    if (iy < 0 || iy >= image.height) return static_cast<const T*>(d.padding);
    return static_cast<const T*>(d.input) + static_cast<std::size_t>(iy) * line_codes;
  }
  void fill_padding() const {
    const auto zero = static_cast<std::uint32_t>(d.zero_point);
    const std::uint32_t lane =
        sizeof(T) == 1 ? ((zero + 128) & 0xff) * 0x01010101U : (zero & 0xffff) * 0x00010001U;
    const auto fill = [&](std::uint8_t* at, const std::uint8_t* end) {
      for (; at < end; at += 4) __builtin_memcpy(at, &lane, 4);
    };
    for (std::size_t i = 0; i < d.plan->column_parts(); ++i) {
      const std::size_t at = i * stack_bytes;
      fill(d.stacks + at, inside + at);
      fill(inside + at + line_codes * 4, d.stacks + at + stack_bytes);
    }
  }
};

/// 64 codes of four lines to lanes, in order: unpacking then takes each 16 bytes to 16 codes.
HWY_INLINE void stack_block(const __m512i (&lines)[4], std::uint8_t* out) {
  const auto codes = [&](std::size_t i) OCTET_SIMD_ATTR {
    const auto flip = hn::Set(du8(), 128);
    return hn::Xor(hn::Vec<du8>{gather_quarters(lines[i])}, flip);
  };
  interleave_block(codes(0), codes(1), codes(2), codes(3), out);
}
/// The same of 32 int16 codes of two lines.
HWY_INLINE void stack_block(const __m512i (&lines)[2], std::uint8_t* out) {
  const __m512i order = _mm512_setr_epi64(0, 4, 1, 5, 2, 6, 3, 7);
  const __m512i upper = _mm512_permutexvar_epi64(order, lines[0]),
                lower = _mm512_permutexvar_epi64(order, lines[1]);
  _mm512_storeu_si512(out, _mm512_unpacklo_epi16(upper, lower));
  _mm512_storeu_si512(out + 64, _mm512_unpackhi_epi16(upper, lower));
}

/// As many lines of the image as a lane has taps to a stack.
template <class T>
void make_stack(const stack_walk<T>& walk, std::int32_t iy, std::uint8_t* out) {
  constexpr std::size_t taps = 4 / sizeof(T), block = 64 / sizeof(T);
  const T* from[taps];
  for (const T*& at : from) at = walk.line(iy++);
  const std::size_t n = walk.line_codes;
  __m512i lines[taps];
  std::size_t i = 0;
  for (; i + block <= n; i += block) {
    HWY_UNROLL(4)
    for (std::size_t k = 0; k < taps; ++k) lines[k] = _mm512_loadu_si512(from[k] + i);
    stack_block(lines, out + i * 4);
  }
  if (i == n) return;
  const auto mask = (std::uint64_t{1} << (n - i)) - 1;
  for (std::size_t k = 0; k < taps; ++k) {
    if constexpr (sizeof(T) == 1) {
      const __m512i zero = _mm512_set1_epi8(static_cast<std::int8_t>(walk.d.zero_point));
      lines[k] = _mm512_mask_loadu_epi8(zero, mask, from[k] + i);
    } else {
      const __m512i zero = _mm512_set1_epi16(static_cast<std::int16_t>(walk.d.zero_point));
      lines[k] = _mm512_mask_loadu_epi16(zero, static_cast<__mmask32>(mask), from[k] + i);
    }
  }
  stack_block(lines, out + i * 4);
}
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
