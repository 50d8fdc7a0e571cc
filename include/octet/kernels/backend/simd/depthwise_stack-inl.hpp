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

/// A window of Size x Size over codes of T.
template <class T, std::size_t Size, std::size_t Stride>
struct stack_window {
  static constexpr std::size_t taps = column_group<T>;  ///< lines of a stack
  static constexpr window_axis axis{.size = static_cast<std::int32_t>(Size),
                                    .stride = static_cast<std::int32_t>(Stride)};
  static constexpr std::size_t lines = depthwise_plan::stack_lines(axis, taps);  ///< of the output
  static constexpr std::size_t stacks = depthwise_plan::stacks_under(axis, taps);

  /// Whether a stack lies under an output line.
  static constexpr bool meets(std::size_t stack, std::size_t line) {
    return line * Stride < taps * (stack + 1) && line * Stride + Size > taps * stack;
  }
};

/// A slice of one image in stacks, of codes of T.
template <class T>
struct stack_walk {
  const simd_depthwise_columns& d;
  const simd_image& image;
  std::size_t channels;      ///< of the image
  std::size_t first, slice;  ///< channels that are stacked
  std::size_t line_codes;    ///< of a stack
  std::size_t stack_bytes;
  std::uint8_t* inside;  ///< of the first stack, where the line begins

  stack_walk(const simd_depthwise_columns& of, std::size_t first_channel, std::size_t n)
      : d(of),
        image(of.plan->image),
        channels(static_cast<std::size_t>(of.plan->channels)),
        first(first_channel),
        slice(n),
        line_codes(static_cast<std::size_t>(image.width) * n),
        stack_bytes(of.plan->stack_codes() * 4),
        inside(of.stacks + static_cast<std::size_t>(image.window.x.pad) * n * 4) {}

  /// The slice of line iy of the image, or of the padding.
  const T* line(std::int32_t iy) const {
    if (iy < 0 || iy >= image.height) return static_cast<const T*>(d.padding) + first;
    const auto pixel = static_cast<std::size_t>(iy) * static_cast<std::size_t>(image.width);
    return static_cast<const T*>(d.input) + pixel * channels + first;
  }
  void fill_padding() const {
    const auto zero = static_cast<std::uint32_t>(d.zero_point);
    const std::uint32_t lane =
        column_quads<T> ? ((zero + 128) & 0xff) * 0x01010101U : (zero & 0xffff) * 0x00010001U;
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

/// A vector's codes of a line, so that unpacking, which takes each 16 bytes by themselves, leaves
/// them in order.
template <class T>
HWY_INLINE hn::Vec<du8> codes_to_unpack(const T* from) {
#if HWY_MAX_BYTES == 64
  const __m512i codes = _mm512_loadu_si512(from);
  if constexpr (column_quads<T>) return hn::Vec<du8>{gather_quarters(codes)};
  const __m512i order = _mm512_setr_epi64(0, 4, 1, 5, 2, 6, 3, 7);
  return hn::Vec<du8>{_mm512_permutexvar_epi64(order, codes)};
#else
  if constexpr (column_quads<T>) {
    const __m256i order = _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7);
    const auto codes = hn::LoadU(d8(), from);
    return hn::Vec<du8>{_mm256_permutevar8x32_epi32(codes.raw, order)};
  } else if constexpr (sizeof(T) == 1) {
    const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    return hn::Vec<du8>{_mm256_cvtepi8_epi16(_mm_shuffle_epi32(codes, 0xd8))};
  } else {
    const auto codes = hn::LoadU(d16(), from);
    return hn::Vec<du8>{_mm256_permute4x64_epi64(codes.raw, 0xd8)};
  }
#endif
}

/// column_codes of each line to lanes.
template <class T>
HWY_INLINE void stack_block(const T* const (&from)[column_group<T>], std::size_t i,
                            std::uint8_t* out) {
  const auto line = [&](std::size_t k) OCTET_SIMD_ATTR { return codes_to_unpack(from[k] + i); };
  if constexpr (column_quads<T>) {
    const auto flip = hn::Set(du8(), 128);
    interleave_block(hn::Xor(line(0), flip), hn::Xor(line(1), flip), hn::Xor(line(2), flip),
                     hn::Xor(line(3), flip), out);
  } else {
    const d16 words;
    const auto upper = hn::BitCast(words, line(0)), lower = hn::BitCast(words, line(1));
    const auto low = hn::InterleaveLower(words, upper, lower);
    const auto high = hn::InterleaveUpper(words, upper, lower);
    hn::StoreU(hn::BitCast(du8(), low), du8(), out);
    hn::StoreU(hn::BitCast(du8(), high), du8(), out + HWY_MAX_BYTES);
  }
}

/// n codes of as many lines of the image as a lane has taps to a stack.
template <class T>
HWY_INLINE void stack_run(const stack_walk<T>& walk, const T* const (&from)[column_group<T>],
                          std::size_t n, std::uint8_t* out) {
  constexpr std::size_t block = column_codes<T>;
  std::size_t i = 0;
  for (; i + block <= n; i += block) stack_block<T>(from, i, out + i * 4);
  if (i == n) return;
  T rest[column_group<T>][block];
  const T* lines[column_group<T>];
  for (std::size_t k = 0; k < column_group<T>; ++k) {
    for (T& code : rest[k]) code = static_cast<T>(walk.d.zero_point);
    __builtin_memcpy(rest[k], from[k] + i, (n - i) * sizeof(T));
    lines[k] = rest[k];
  }
  stack_block<T>(lines, 0, out + i * 4);
}

/// So many lines of the image, or of a slice of it pixel by pixel.
template <class T>
void make_stack(const stack_walk<T>& walk, std::int32_t iy, std::uint8_t* out) {
  const T* from[column_group<T>];
  for (const T*& at : from) at = walk.line(iy++);
  if (walk.slice == walk.channels) return stack_run(walk, from, walk.line_codes, out);
  for (std::int32_t x = 0; x < walk.image.width; ++x, out += walk.slice * 4) {
    stack_run(walk, from, walk.slice, out);
    for (const T*& at : from) at += walk.channels;
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
