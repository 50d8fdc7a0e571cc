// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolution of 3x3 in columns: no copy of the image, and nothing of it in memory
// between the load and the codes; depthwise_plan.hpp has the idea. Read once per target by
// targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if OCTET_SIMD_DOT == 1 || OCTET_SIMD_DOT == 2 || OCTET_SIMD_DOT == 3
/// Output lines that a column serves; of a block that is kept twice, each half serves so many.
inline constexpr std::int32_t column_lines = 2;

/// One image in columns, of a stride.
template <std::size_t Stride>
struct column_walk {
  /// Vectors of one column: lines y, y + 1, y + 2, y + 3 serve both output lines where the stride
  /// is 1; otherwise each has its own four.
  static constexpr std::size_t vectors = Stride * group;
  static constexpr std::size_t lines = Stride + 3;

  const simd_depthwise_columns& d;
  const simd_image& image;
  code_limits<std::int8_t> limits;
  std::ptrdiff_t channels;
  std::size_t weights;  ///< of a block

  explicit column_walk(const simd_depthwise_columns& of)
      : d(of),
        image(of.plan->image),
        limits(of.out),
        channels(of.plan->channels),
        weights(of.plan->steps() * block_codes) {}

  /// Line iy of the image, or of the padding.
  const std::int8_t* line(std::int32_t iy, std::size_t channel) const {
    if (iy < 0 || iy >= image.height) return d.padding + channel;
    return d.input + std::ptrdiff_t{iy} * image.width * channels + channel;
  }
};

/// Where the lines under an output line of a block are; of a block that is kept twice, the second
/// half's are two output lines further down.
template <std::size_t Stride, bool Twice>
struct column_source {
  const std::int8_t* at[column_walk<Stride>::lines + (Twice ? column_lines * Stride : 0)];

  HWY_INLINE hn::Vec<du8> codes(std::size_t k, std::ptrdiff_t pixel) const {
    if constexpr (Twice) {
      return block_of_line(at[k] + pixel, at[k + column_lines * Stride] + pixel);
    } else {
      const auto codes = hn::LoadU(du8(), reinterpret_cast<const std::uint8_t*>(at[k] + pixel));
      return hn::Xor(codes, hn::Set(du8(), form == simd_form::biased_8 ? 128 : 0));
    }
  }
};

/// Pairs of neighbouring lines to quads, in the order of depthwise_plan::position.
HWY_INLINE void join_pairs(const hn::Vec<d16>* upper, const hn::Vec<d16>* lower, v32* quads) {
  quads[0] = hn::BitCast(d32(), hn::InterleaveLower(d16(), upper[0], lower[0]));
  quads[1] = hn::BitCast(d32(), hn::InterleaveUpper(d16(), upper[0], lower[0]));
  quads[2] = hn::BitCast(d32(), hn::InterleaveLower(d16(), upper[1], lower[1]));
  quads[3] = hn::BitCast(d32(), hn::InterleaveUpper(d16(), upper[1], lower[1]));
}

/// The quads of one pixel.
template <std::size_t Stride, bool Twice>
HWY_INLINE void load_column(const column_source<Stride, Twice>& from, std::ptrdiff_t pixel,
                            v32* column) {
  hn::Vec<d16> pairs[Stride + 1][2];
  HWY_UNROLL(3)
  for (std::size_t i = 0; i <= Stride; ++i) {
    const auto a = from.codes(2 * i, pixel);
    // Nothing is multiplied with the line behind the last.
    const auto b = 2 * i + 1 < column_walk<Stride>::lines ? from.codes(2 * i + 1, pixel) : a;
    pairs[i][0] = hn::BitCast(d16(), hn::InterleaveLower(du8(), a, b));
    pairs[i][1] = hn::BitCast(d16(), hn::InterleaveUpper(du8(), a, b));
  }
  HWY_UNROLL(2)
  for (std::size_t i = 0; i < Stride; ++i) join_pairs(pairs[i], pairs[i + 1], column + i * group);
}

/// What one turn of the loop makes: the codes of `pixels` neighbours in both output lines, vector
/// by vector, so that weights and constants are read once for all.
template <std::size_t Stride>
struct column_turn {
  /// Where there are registers enough, two pixels share a column and its constants.
  static constexpr std::size_t pixels = Stride == 1 && HWY_MAX_BYTES == 64 ? 2 : 1;
  static constexpr std::size_t kept = 3 - Stride;  ///< columns that the next turn wants again
  static constexpr std::size_t columns = kept + pixels * Stride;
  static constexpr std::size_t outputs = pixels * column_lines;

  v32 column[columns][column_walk<Stride>::vectors];

  /// The accumulators of vector v: of output line i % 2 of pixel i / 2.
  HWY_INLINE void sum(std::size_t v, v32 start, const std::uint32_t* weights, v32* sums) const {
    constexpr std::size_t lines = Stride == 1 ? 2 : 1;  // that have weights of their own
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < outputs; ++i) sums[i] = start;
    HWY_UNROLL(3)
    for (std::size_t kx = 0; kx < 3; ++kx) {
      HWY_UNROLL(4)
      for (std::size_t i = 0; i < outputs; ++i) {
        const std::size_t line = i % 2, at = Stride == 1 ? v : line * group + v;
        const std::uint32_t* w = weights + ((kx * lines + line % lines) * group + v) * lanes;
        sums[i] = dot_taps(sums[i], column[i / 2 * Stride + kx][at],
                           hn::BitCast(d32(), hn::Load(du32(), w)));
      }
    }
  }
  HWY_INLINE void keep() {
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < kept; ++i) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < column_walk<Stride>::vectors; ++v) {
        column[i][v] = column[columns - kept + i][v];
      }
    }
  }
};

/// Where the codes of a block's output lines go, those that exist.
struct column_target {
  std::int8_t* to;
  std::ptrdiff_t line;  ///< bytes between output lines
  std::int32_t lines;

  /// Codes of output line i, and of line i + 2 where the block is kept twice.
  template <bool Twice, class V>
  HWY_INLINE void store(V codes, std::int32_t i) const {
    if constexpr (Twice) {
      const hn::Half<d8> half;
      if (lines > i) hn::StoreU(hn::LowerHalf(half, codes), half, to + i * line);
      if (lines > i + column_lines) {
        hn::StoreU(hn::UpperHalf(half, codes), half, to + (i + column_lines) * line);
      }
    } else if (lines > i) {
      hn::StoreU(codes, d8(), to + i * line);
    }
  }
};

/// The codes of a block that holds an unusual multiplier.
inline hn::Vec<d8> literal_codes(const simd_depthwise_columns& d, std::size_t block,
                                 const v32* sums) {
  alignas(64) std::uint32_t all[block_codes];
  for (std::size_t v = 0; v < group; ++v) {
    hn::Store(hn::BitCast(du32(), sums[v]), du32(), all + v * lanes);
  }
  alignas(64) std::int8_t codes[block_codes];
  for (std::size_t i = 0; i < block_codes; ++i) {
    const std::size_t first = block * block_codes, position = d.plan->position(i);
    codes[i] = static_cast<std::int8_t>(
        portable::code_of(all[position], d.out, first + position, d.plan->channel_of(first + i)));
  }
  return hn::Load(d8(), codes);
}

/// The codes of all outputs of a turn.
template <std::size_t Stride, bool Literal>
HWY_INLINE void codes_of_turn(const column_walk<Stride>& walk, const column_turn<Stride>& turn,
                              std::size_t block, vu32 sign, hn::Vec<d8>* codes) {
  constexpr std::size_t outputs = column_turn<Stride>::outputs;
  const simd_depthwise_columns& d = walk.d;
  const simd_panel* const panels = d.out.panels + block * (block_codes / panel_width);
  const std::uint32_t* const weights = d.weights + block * walk.weights;
  v32 all[outputs][group];
  hn::Vec<d16> words[outputs][2];
  HWY_UNROLL(4)
  for (std::size_t v = 0; v < group; ++v) {
    const simd_panel& p = panels[v * lanes / panel_width];
    const std::size_t lane = v * lanes % panel_width;
    v32 sums[outputs];
    turn.sum(v, hn::BitCast(d32(), hn::Load(du32(), p.start.data() + lane)), weights, sums);
    const lane_constants c = constants_at(p, lane);
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < outputs; ++i) {
      all[i][v] = Literal ? sums[i] : requantize<adds_sign>(hn::BitCast(du32(), sums[i]), c, sign);
      if (!Literal && v % 2 == 1) words[i][v / 2] = pack_words(all[i][v - 1], all[i][v]);
    }
  }
  HWY_UNROLL(4)
  for (std::size_t i = 0; i < outputs; ++i) {
    codes[i] = Literal ? literal_codes(d, block, all[i]) : pack_bytes(words[i][0], words[i][1]);
  }
}

/// A block's output lines, some pixels at a time. No call may stand in this loop but for literal
/// codes: GCC would keep everything in memory.
template <std::size_t Stride, bool Twice, bool Literal>
void walk_columns(const column_walk<Stride>& walk, const column_source<Stride, Twice>& from,
                  std::size_t block, column_target target) {
  using turn_type = column_turn<Stride>;
  const window_axis& x = walk.image.window.x;
  const std::int32_t width = walk.image.width, output = x.output;
  const std::ptrdiff_t channels = walk.channels;
  const code_limits<std::int8_t> limits = walk.limits;
  const auto zero =
      static_cast<std::uint8_t>(walk.d.zero_point + (form == simd_form::biased_8 ? 128 : 0));
  const v32 padding = hn::BitCast(d32(), hn::Set(du8(), zero));
  const auto load = [&](std::int32_t ix, v32* column) OCTET_SIMD_ATTR {
    if (ix >= 0 && ix < width) {
      load_column(from, ix * channels, column);
    } else {
      HWY_UNROLL(8)
      for (std::size_t i = 0; i < column_walk<Stride>::vectors; ++i) column[i] = padding;
    }
  };
  turn_type turn;
  std::int32_t ix = -x.pad;
  HWY_UNROLL(2)
  for (std::size_t i = 0; i < turn_type::kept; ++i) load(ix++, turn.column[i]);
  for (std::int32_t n = 0; n < output; n += static_cast<std::int32_t>(turn_type::pixels)) {
    HWY_UNROLL(2)
    for (std::size_t i = turn_type::kept; i < turn_type::columns; ++i) load(ix++, turn.column[i]);
    hn::Vec<d8> codes[turn_type::outputs];
    codes_of_turn<Stride, Literal>(walk, turn, block, limits.sign, codes);
    turn.keep();
    HWY_UNROLL(2)
    for (std::size_t p = 0; p < turn_type::pixels; ++p, target.to += channels) {
      if (p > 0 && n + 1 >= output) break;
      target.store<Twice>(limits.clamp(codes[2 * p]), 0);
      target.store<Twice>(limits.clamp(codes[2 * p + 1]), 1);
    }
  }
}

/// A block's output lines from line y on, as many as a walk makes.
template <std::size_t Stride, bool Twice>
void walk_block(const column_walk<Stride>& walk, std::size_t block, std::int32_t y) {
  const window_axis &w = walk.image.window.y, &x = walk.image.window.x;
  const std::size_t channel = walk.d.plan->channel_of(block * block_codes);
  column_source<Stride, Twice> from;
  std::int32_t iy = y * w.stride - w.pad;
  for (const std::int8_t*& at : from.at) at = walk.line(iy++, channel);
  const std::ptrdiff_t line = x.output * walk.channels;
  auto* const out = static_cast<std::int8_t*>(walk.d.out.data) + channel;
  const column_target target{out + y * line, line, w.output - y};
  has_literal(walk.d.out.panels, block * block_codes)
      ? walk_columns<Stride, Twice, true>(walk, from, block, target)
      : walk_columns<Stride, Twice, false>(walk, from, block, target);
}

/// All lines, four at a time, so that all blocks find them in a near cache.
template <std::size_t Stride>
void walk_image(const simd_depthwise_columns& d) {
  const column_walk<Stride> walk(d);
  const auto channels = static_cast<std::size_t>(walk.channels);
  for (std::int32_t y = 0; y < walk.image.window.y.output; y += 2 * column_lines) {
    for (std::size_t block = 0; block < channels / block_codes; ++block) {
      walk_block<Stride, false>(walk, block, y);
      if (y + column_lines < walk.image.window.y.output) {
        walk_block<Stride, false>(walk, block, y + column_lines);
      }
    }
    if constexpr (line_piece < block_codes) {
      if (channels % block_codes != 0) walk_block<Stride, true>(walk, channels / block_codes, y);
    }
  }
}

inline void depthwise_columns(const simd_depthwise_columns& d) {
  d.plan->image.window.x.stride == 1 ? walk_image<1>(d) : walk_image<2>(d);
}
inline constexpr auto depthwise_columns_of_target = depthwise_columns;
#else
inline constexpr void (*depthwise_columns_of_target)(const simd_depthwise_columns&) = nullptr;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
