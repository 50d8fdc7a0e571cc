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

#if HWY_MAX_BYTES == 32 || (HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1)
/// Output lines that a column serves; of a block that is kept twice, each half serves so many.
inline constexpr std::int32_t column_lines = 2;

/// Whether a lane holds four taps, of codes of T: int16 codes always go in pairs. And with it the
/// vectors and the codes of a block.
template <class T>
inline constexpr bool column_quads = four_taps && sizeof(T) == 1;
template <class T>
inline constexpr std::size_t column_group = column_quads<T> ? 4 : 2;
template <class T>
inline constexpr std::size_t column_codes = column_group<T>* lanes;

/// Lines of the image under both output lines, and vectors of one column. Of four taps, the four
/// lines from y on serve both where the stride is 1; otherwise each has its own four. Of two taps,
/// these are pairs of lines.
constexpr std::size_t lines_under(std::size_t stride) { return stride + 3; }
template <class T, std::size_t Stride>
inline constexpr std::size_t column_vectors =
    (column_quads<T> ? Stride : Stride + 1) * column_group<T>;

/// One image in columns, of codes of T.
template <class T>
struct column_walk {
  const simd_depthwise_columns& d;
  const simd_image& image;
  code_limits<T> limits;
  std::ptrdiff_t channels;
  std::size_t weights;  ///< of a block

  explicit column_walk(const simd_depthwise_columns& of)
      : d(of),
        image(of.plan->image),
        limits(*of.out.requantize),
        channels(of.plan->channels),
        weights(of.plan->steps() * column_codes<T>) {}

  /// Line iy of the image, or of the padding.
  const T* line(std::int32_t iy, std::size_t channel) const {
    if (iy < 0 || iy >= image.height) return static_cast<const T*>(d.padding) + channel;
    return static_cast<const T*>(d.input) + std::ptrdiff_t{iy} * image.width * channels + channel;
  }
};

/// Where the lines under an output line of a block are; of a block that is kept twice, the second
/// half's are two output lines further down.
template <class T>
struct column_source {
  const T* at[lines_under(2) + column_lines * 2];

  template <std::size_t Stride, bool Twice>
  HWY_INLINE hn::Vec<du8> codes(std::size_t k, std::ptrdiff_t pixel) const {
    if constexpr (sizeof(T) == 2) {
      return hn::BitCast(du8(), hn::LoadU(d16(), at[k] + pixel));
    } else if constexpr (Twice || !four_taps) {
      return block_of_line(at[k] + pixel, at[k + (Twice ? column_lines * Stride : 0)] + pixel);
    } else {
      const auto codes = hn::LoadU(du8(), reinterpret_cast<const std::uint8_t*>(at[k] + pixel));
      return hn::Xor(codes, hn::Set(du8(), form == simd_form::biased_8 ? 128 : 0));
    }
  }
};

/// Neighbouring pairs of lines to quads, in the order of depthwise_plan::position.
HWY_INLINE void join_pairs(const hn::Vec<d16>* upper, const hn::Vec<d16>* lower, v32* quads) {
  quads[0] = hn::BitCast(d32(), hn::InterleaveLower(d16(), upper[0], lower[0]));
  quads[1] = hn::BitCast(d32(), hn::InterleaveUpper(d16(), upper[0], lower[0]));
  quads[2] = hn::BitCast(d32(), hn::InterleaveLower(d16(), upper[1], lower[1]));
  quads[3] = hn::BitCast(d32(), hn::InterleaveUpper(d16(), upper[1], lower[1]));
}

/// The column of one pixel.
template <class T, std::size_t Stride, bool Twice>
HWY_INLINE void load_column(const column_source<T>& from, std::ptrdiff_t pixel, v32* column) {
  using unit = std::conditional_t<column_quads<T>, du8, d16>;
  hn::Vec<d16> pairs[Stride + 1][2];
  HWY_UNROLL(3)
  for (std::size_t i = 0; i <= Stride; ++i) {
    const auto a = hn::BitCast(unit(), from.template codes<Stride, Twice>(2 * i, pixel));
    // Nothing is multiplied with the line behind the last.
    const bool both = 2 * i + 1 < lines_under(Stride);
    const auto b =
        both ? hn::BitCast(unit(), from.template codes<Stride, Twice>(2 * i + 1, pixel)) : a;
    pairs[i][0] = hn::BitCast(d16(), hn::InterleaveLower(unit(), a, b));
    pairs[i][1] = hn::BitCast(d16(), hn::InterleaveUpper(unit(), a, b));
    if constexpr (!column_quads<T>) {
      column[2 * i] = hn::BitCast(d32(), pairs[i][0]);
      column[2 * i + 1] = hn::BitCast(d32(), pairs[i][1]);
    }
  }
  if constexpr (column_quads<T>) {
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < Stride; ++i) join_pairs(pairs[i], pairs[i + 1], column + i * group);
  }
}

/// What one turn of the loop makes: the codes of `pixels` neighbours in both output lines, vector
/// by vector, so that weights and constants are read once for all.
template <class T, std::size_t Stride>
struct column_turn {
  /// Where there are registers enough, two pixels share a column and its constants.
  static constexpr std::size_t pixels = Stride == 1 && HWY_MAX_BYTES == 64 ? 2 : 1;
  static constexpr std::size_t kept = 3 - Stride;  ///< columns that the next turn wants again
  static constexpr std::size_t columns = kept + pixels * Stride;
  static constexpr std::size_t outputs = pixels * column_lines;
  /// Of codes.
  static constexpr std::size_t vectors = four_taps || sizeof(T) == 2 ? outputs : outputs / 2;
  static constexpr std::size_t words = column_group<T> / 2;  ///< vectors of an output

  v32 column[columns][column_vectors<T, Stride>];

  /// The accumulators of vector v: of output line i % 2 of pixel i / 2.
  HWY_INLINE void sum(std::size_t v, v32 start, const std::uint32_t* weights, v32* sums) const {
    constexpr std::size_t lines = Stride == 1 ? 2 : 1;  // that have weights of their own
    constexpr std::size_t parts = column_quads<T> ? 1 : 2, each = column_group<T>;
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < outputs; ++i) sums[i] = start;
    HWY_UNROLL(6)
    for (std::size_t step = 0; step < 3 * parts; ++step) {
      const std::size_t kx = step / parts, part = step % parts;
      HWY_UNROLL(4)
      for (std::size_t i = 0; i < outputs; ++i) {
        const std::size_t line = i % 2, first = Stride == 1 ? 0 : line;
        const std::size_t w = ((kx * lines + line % lines) * parts + part) * each + v;
        const v32 x = column[i / 2 * Stride + kx][(first + part) * each + v];
        const v32 taps = hn::BitCast(d32(), hn::Load(du32(), weights + w * lanes));
        sums[i] = column_quads<T> ? dot_taps(sums[i], x, taps) : dot_words(sums[i], x, taps);
      }
    }
  }
  HWY_INLINE void keep() {
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < kept; ++i) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < column_vectors<T, Stride>; ++v) {
        column[i][v] = column[columns - kept + i][v];
      }
    }
  }
};

/// Where the codes of a block's output lines go, those that exist.
template <class T>
struct column_target {
  T* to;
  std::ptrdiff_t line;  ///< codes between output lines
  std::int32_t lines;

  /// A whole vector to output line i.
  HWY_INLINE void store(v32 codes, std::int32_t i) const {
    const hn::ScalableTag<T> d;
    if (lines > i) hn::StoreU(hn::BitCast(d, codes), d, to + i * line);
  }
  /// The halves of a vector to two output lines.
  HWY_INLINE void store_halves(v32 both, std::int32_t i, std::int32_t j) const {
    const hn::Half<d8> half;
    const auto codes = hn::BitCast(d8(), both);
    if (lines > i) hn::StoreU(hn::LowerHalf(half, codes), half, to + i * line);
    if (lines > j) hn::StoreU(hn::UpperHalf(half, codes), half, to + j * line);
  }
};

/// The codes of a turn as words; of four taps, a line's are two vectors.
template <class T, std::size_t Stride>
HWY_INLINE void words_of_turn(
    const column_walk<T>& walk, const column_turn<T, Stride>& turn, std::size_t block,
    const code_limits<T>& limits,
    hn::Vec<d16> (&words)[column_turn<T, Stride>::outputs][column_turn<T, Stride>::words]) {
  constexpr std::size_t outputs = column_turn<T, Stride>::outputs, vectors = column_group<T>;
  const simd_panel* const panels = walk.d.out.panels;
  const std::uint32_t* const weights = walk.d.weights + block * walk.weights;
  v32 codes[outputs][vectors];
  HWY_UNROLL(4)
  for (std::size_t v = 0; v < vectors; ++v) {
    const std::size_t position = block * column_codes<T> + v * lanes;
    const simd_panel& p = panels[position / panel_width];
    const std::size_t lane = position % panel_width;
    v32 sums[outputs];
    turn.sum(v, hn::BitCast(d32(), hn::Load(du32(), p.start.data() + lane)), weights, sums);
    with_constants<T>(walk.d.out, p, lane, [&](const auto& c) OCTET_SIMD_ATTR {
      HWY_UNROLL(4)
      for (std::size_t i = 0; i < outputs; ++i) codes[i][v] = c.codes(sums[i]);
    });
    if (v % 2 == 0) continue;
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < outputs; ++i) {
      words[i][v / 2] = limits.words(codes[i][v - 1], codes[i][v]);
    }
  }
}

/// Vector i of a turn's codes, from their words.
template <class T, std::size_t Outputs, std::size_t Words>
HWY_INLINE v32 codes_of_words(const code_limits<T>& limits,
                              const hn::Vec<d16> (&words)[Outputs][Words], std::size_t i) {
  if constexpr (sizeof(T) == 2) {
    return hn::BitCast(d32(), words[i][0]);
  } else if constexpr (four_taps) {
    return hn::BitCast(d32(), limits.bytes(words[i][0], words[i][1]));
  } else {
    // One line in each half of the vector.
    return hn::BitCast(d32(), in_order(limits.bytes(words[2 * i][0], words[2 * i + 1][0])));
  }
}

/// A block's output lines, some pixels at a time. No call may stand in this loop: GCC would keep
/// everything in memory.
template <class T, std::size_t Stride, bool Twice>
void walk_columns(const column_walk<T>& walk, const column_source<T>& from, std::size_t block,
                  column_target<T> target) {
  using turn_type = column_turn<T, Stride>;
  const window_axis& x = walk.image.window.x;
  const std::int32_t width = walk.image.width, output = x.output;
  const std::ptrdiff_t channels = walk.channels;
  const code_limits<T> limits = walk.limits;
  constexpr bool quads = column_quads<T>, biased = quads && form == simd_form::biased_8;
  const std::int32_t zero = walk.d.zero_point + (biased ? 128 : 0);
  const v32 padding = quads ? hn::BitCast(d32(), hn::Set(du8(), static_cast<std::uint8_t>(zero)))
                            : hn::BitCast(d32(), hn::Set(d16(), static_cast<std::int16_t>(zero)));
  const auto load = [&](std::int32_t ix, v32* column) OCTET_SIMD_ATTR {
    if (ix >= 0 && ix < width) {
      load_column<T, Stride, Twice>(from, ix * channels, column);
    } else {
      HWY_UNROLL(8)
      for (std::size_t i = 0; i < column_vectors<T, Stride>; ++i) column[i] = padding;
    }
  };
  turn_type turn;
  std::int32_t ix = -x.pad;
  HWY_UNROLL(2)
  for (std::size_t i = 0; i < turn_type::kept; ++i) load(ix++, turn.column[i]);
  for (std::int32_t n = 0; n < output; n += static_cast<std::int32_t>(turn_type::pixels)) {
    HWY_UNROLL(2)
    for (std::size_t i = turn_type::kept; i < turn_type::columns; ++i) load(ix++, turn.column[i]);
    hn::Vec<d16> words[turn_type::outputs][turn_type::words];
    words_of_turn<T, Stride>(walk, turn, block, limits, words);
    turn.keep();
    v32 codes[turn_type::vectors];
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < turn_type::vectors; ++i) {
      codes[i] = codes_of_words<T>(limits, words, i);
      // Else GCC makes what is not always stored after all else, and keeps what that takes.
      keep_in_register(codes[i]);
    }
    HWY_UNROLL(2)
    for (std::size_t p = 0; p < turn_type::pixels; ++p, target.to += channels) {
      if (p > 0 && n + 1 >= output) break;
      const v32* const pixel = codes + p * turn_type::vectors / turn_type::pixels;
      if constexpr (!four_taps && sizeof(T) == 1) {
        target.store_halves(pixel[0], 0, 1);
      } else if constexpr (Twice) {
        target.store_halves(pixel[0], 0, column_lines);
        target.store_halves(pixel[1], 1, 1 + column_lines);
      } else {
        target.store(pixel[0], 0);
        target.store(pixel[1], 1);
      }
    }
  }
}

/// A block's output lines from line y on, as many as a walk makes.
template <class T>
void walk_block(const column_walk<T>& walk, std::size_t block, std::int32_t y, bool twice) {
  constexpr std::size_t codes = column_codes<T>;
  constexpr bool halves = line_piece < codes;
  const window_axis &w = walk.image.window.y, &x = walk.image.window.x;
  const std::size_t channel = walk.d.plan->channel_of(block * codes);
  if (has_literal(walk.d.out.panels, block * codes, codes)) {
    const std::int32_t end = HWY_MIN(y + column_lines * (twice ? 2 : 1), w.output);
    for (; y < end; ++y) portable::literal_column_line(walk.d, block, y);
    return;
  }
  column_source<T> from;
  const auto stride = static_cast<std::size_t>(w.stride);
  const std::size_t lines = lines_under(stride) + (twice ? column_lines * stride : 0);
  std::int32_t iy = y * w.stride - w.pad;
  for (std::size_t i = 0; i < lines; ++i) from.at[i] = walk.line(iy++, channel);
  const std::ptrdiff_t line = x.output * walk.channels;
  auto* const out = static_cast<T*>(walk.d.out.data) + channel;
  const column_target<T> target{out + y * line, line, w.output - y};
  const auto run = stride == 1 ? twice ? walk_columns<T, 1, halves> : walk_columns<T, 1, false>
                   : twice ? walk_columns<T, 2, halves>
                               : walk_columns<T, 2, false>;
  run(walk, from, block, target);
}

/// All lines, four at a time, so that all blocks find them in a near cache.
template <class T>
void walk_image(const simd_depthwise_columns& d) {
  const column_walk<T> walk(d);
  const bool half = d.plan->half_block;
  const std::size_t blocks = static_cast<std::size_t>(d.plan->period) - (half ? 1 : 0);
  for (std::int32_t y = 0; y < walk.image.window.y.output; y += 2 * column_lines) {
    for (std::size_t block = 0; block < blocks; ++block) {
      walk_block(walk, block, y, false);
      if (y + column_lines < walk.image.window.y.output) {
        walk_block(walk, block, y + column_lines, false);
      }
    }
    if (half) walk_block(walk, blocks, y, true);
  }
}

inline void depthwise_columns(const simd_depthwise_columns& d) {
  d.out.contract == simd_contract::int16_by_int8 ? walk_image<std::int16_t>(d)
                                                 : walk_image<std::int8_t>(d);
}
inline constexpr auto depthwise_columns_of_target = depthwise_columns;
#else
// Of 16 bytes a vector holds too few codes for that to gain much; and few machines have AVX-512
// without its dot products.
inline constexpr void (*depthwise_columns_of_target)(const simd_depthwise_columns&) = nullptr;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
