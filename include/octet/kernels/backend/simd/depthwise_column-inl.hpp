// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What depthwise convolution in columns goes through: the columns of a pixel, and how its sums
// become codes; depthwise_plan.hpp has the idea. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Output lines that a column serves at most; of a block that is kept twice, each half serves so
/// many.
inline constexpr std::size_t column_lines = 2;

/// Whether a lane holds four taps, of codes of T: int16 codes always go in pairs. And with it the
/// vectors and the codes of a block.
template <class T>
inline constexpr bool column_quads = four_taps && sizeof(T) == 1;
template <class T>
inline constexpr std::size_t column_group = column_quads<T> ? 4 : 2;
template <class T>
inline constexpr std::size_t column_codes = column_group<T>* lanes;

/// What a walk along output lines makes at once. Of four taps, the four lines of the image from the
/// first on serve both output lines where the stride is 1; otherwise each has its own four. Of two
/// taps, these are pairs of lines.
template <class Code, std::size_t S, std::size_t L>
struct column_kind {
  using T = Code;
  static constexpr std::size_t stride = S;
  static constexpr bool twice = L > column_lines;                 ///< a block that is kept twice
  static constexpr std::size_t lines = twice ? column_lines : L;  ///< of the output, of a column
  static constexpr std::size_t lines_under = (lines - 1) * stride + 3;
  static constexpr std::size_t pairs = (lines_under + 1) / 2;
  static constexpr std::size_t vectors =  ///< of a column
      (column_quads<T> ? pairs - 1 : pairs) * column_group<T>;
};

/// sum + the products of a vector of a column with its taps.
template <class T>
HWY_INLINE v32 add_column(v32 sum, v32 x, v32 taps) {
  return column_quads<T> ? dot_taps(sum, x, taps) : dot_words(sum, x, taps);
}

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
  const T* at[column_kind<T, 2, 2>::lines_under + column_lines * 2];

  template <class Kind>
  HWY_INLINE hn::Vec<du8> codes(std::size_t k, std::ptrdiff_t pixel) const {
    if constexpr (sizeof(T) == 2) {
      return hn::BitCast(du8(), hn::LoadU(d16(), at[k] + pixel));
    } else if constexpr (Kind::twice || !four_taps) {
      return block_of_line(at[k] + pixel,
                           at[k + (Kind::twice ? column_lines * Kind::stride : 0)] + pixel);
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
template <class Kind, class T>
HWY_INLINE void load_column(const column_source<T>& from, std::ptrdiff_t pixel, v32* column) {
  using unit = std::conditional_t<column_quads<T>, du8, d16>;
  hn::Vec<d16> pairs[Kind::pairs][2];
  HWY_UNROLL(3)
  for (std::size_t i = 0; i < Kind::pairs; ++i) {
    const auto a = hn::BitCast(unit(), from.template codes<Kind>(2 * i, pixel));
    // Nothing is multiplied with the line behind the last.
    const bool both = 2 * i + 1 < Kind::lines_under;
    const auto b = both ? hn::BitCast(unit(), from.template codes<Kind>(2 * i + 1, pixel)) : a;
    pairs[i][0] = hn::BitCast(d16(), hn::InterleaveLower(unit(), a, b));
    pairs[i][1] = hn::BitCast(d16(), hn::InterleaveUpper(unit(), a, b));
    if constexpr (!column_quads<T>) {
      column[2 * i] = hn::BitCast(d32(), pairs[i][0]);
      column[2 * i + 1] = hn::BitCast(d32(), pairs[i][1]);
    }
  }
  if constexpr (column_quads<T>) {
    HWY_UNROLL(2)
    for (std::size_t i = 0; i + 1 < Kind::pairs; ++i) {
      join_pairs(pairs[i], pairs[i + 1], column + i * group);
    }
  }
}

/// The columns of the pixels of a line, padding included.
template <class Kind>
struct column_loader {
  using T = typename Kind::T;
  const column_source<T>& from;
  const std::int32_t width;
  const std::ptrdiff_t channels;
  v32 padding;

  HWY_INLINE column_loader(const column_walk<T>& walk, const column_source<T>& source)
      : from(source), width(walk.image.width), channels(walk.channels) {
    constexpr bool quads = column_quads<T>, biased = quads && form == simd_form::biased_8;
    const std::int32_t zero = walk.d.zero_point + (biased ? 128 : 0);
    padding = quads ? hn::BitCast(d32(), hn::Set(du8(), static_cast<std::uint8_t>(zero)))
                    : hn::BitCast(d32(), hn::Set(d16(), static_cast<std::int16_t>(zero)));
  }
  HWY_INLINE void load(std::int32_t ix, v32* column) const {
    if (HWY_LIKELY(ix >= 0 && ix < width)) {
      load_column<Kind>(from, ix * channels, column);
    } else {
      HWY_UNROLL(8)
      for (std::size_t i = 0; i < Kind::vectors; ++i) column[i] = padding;
    }
  }
};

/// Where the accumulators of a block start, and how they become codes.
template <class T>
struct column_constants {
  const simd_output out;
  const simd_panel* const panels;
  const code_limits<T>& limits;
  bool fastest_way = true, two_terms = false;  ///< of all panels

  column_constants(const column_walk<T>& walk, std::size_t block)
      : out(walk.d.out),
        panels(out.panels + block * column_codes<T> / panel_width),
        limits(walk.limits) {
    for (std::size_t i = 0; i < column_codes<T> / panel_width; ++i) {
      fastest_way = fastest_way && panels[i].terms != float_terms::none;
      two_terms = two_terms || panels[i].terms == float_terms::two;
    }
  }

  HWY_INLINE v32 start(std::size_t v) const {
    const simd_panel& p = panels[v * lanes / panel_width];
    return hn::BitCast(d32(), hn::Load(du32(), p.start.data() + v * lanes % panel_width));
  }
  /// Sums of vector v, of pixels or lines, to codes; and these, with those of the vector before, to
  /// words.
  template <std::size_t N, std::size_t Words>
  HWY_INLINE void make_codes(std::size_t v, const v32 (&sums)[N], v32 (&before)[N],
                             hn::Vec<d16> (&words)[N][Words]) const {
    v32 codes[N];
    of_vector(v, [&](const auto& c) OCTET_SIMD_ATTR {
      HWY_UNROLL(4)
      for (std::size_t i = 0; i < N; ++i) codes[i] = c.codes(sums[i]);
    });
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < N; ++i) {
      if (v % 2 != 0) words[i][v / 2] = limits.words(before[i], codes[i]);
      before[i] = codes[i];
    }
  }

 private:
  /// Calls make with the constants of vector v.
  template <class Make>
  HWY_INLINE void of_vector(std::size_t v, const Make& make) const {
    const simd_panel& p = panels[v * lanes / panel_width];
    const std::size_t lane = v * lanes % panel_width;
    if constexpr (sizeof(T) == 2) {
      make(lane_constants<code_way::by_words>(out, p, lane));
    } else if (HWY_LIKELY(fastest_way)) {
      lane_constants<fastest> c(out, p, lane);
      // Of one term the tail is zero: such a panel may go with those of two.
      c.two_terms = two_terms;
      make(c);
    } else {
      make(lane_constants<code_way::by_integers>(out, p, lane));
    }
  }
};

/// A pixel's codes of output line i, from their words. Of two taps, both lines' are one vector.
template <class T, std::size_t Words>
HWY_INLINE v32 codes_of_words(const code_limits<T>& limits, const hn::Vec<d16> (*words)[Words],
                              std::size_t i) {
  if constexpr (sizeof(T) == 2) {
    return hn::BitCast(d32(), words[i][0]);
  } else if constexpr (four_taps) {
    return hn::BitCast(d32(), limits.bytes(words[i][0], words[i][1]));
  } else {
    return hn::BitCast(d32(), in_order(limits.bytes(words[0][0], words[1][0])));
  }
}

/// Where the codes of a block's output lines go, those that exist.
template <class T>
struct column_target {
  T* to;
  std::ptrdiff_t line;  ///< codes between output lines
  std::int32_t lines;   ///< that are left in the image

  /// A pixel's codes of the output lines of a column, from their words.
  template <class Kind>
  HWY_INLINE void store(const code_limits<T>& limits,
                        const hn::Vec<d16> (*words)[column_group<T> / 2],
                        std::ptrdiff_t pixel) const {
    const hn::ScalableTag<T> d;
    const hn::Half<d8> half;
    T* const at = to + pixel;
    constexpr bool shared = !four_taps && sizeof(T) == 1;
    constexpr std::size_t vectors = shared ? 1 : Kind::lines;
    v32 codes[vectors];
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < vectors; ++i) {
      codes[i] = codes_of_words<T>(limits, words, i);
      // Else GCC makes what is not always stored after all else, and keeps what that takes.
      keep_in_register(codes[i]);
    }
    if constexpr (shared) {
      const auto both = hn::BitCast(d8(), codes[0]);
      hn::StoreU(hn::LowerHalf(half, both), half, at);
      if (lines > 1) hn::StoreU(hn::UpperHalf(half, both), half, at + line);
    } else if constexpr (Kind::twice) {
      const auto first = hn::BitCast(d8(), codes[0]), second = hn::BitCast(d8(), codes[1]);
      hn::StoreU(hn::LowerHalf(half, first), half, at);
      if (lines > 1) hn::StoreU(hn::LowerHalf(half, second), half, at + line);
      if (lines > 2) hn::StoreU(hn::UpperHalf(half, first), half, at + 2 * line);
      if (lines > 3) hn::StoreU(hn::UpperHalf(half, second), half, at + 3 * line);
    } else {
      hn::StoreU(hn::BitCast(d, codes[0]), d, at);
      if constexpr (vectors > 1) {
        if (lines > 1) hn::StoreU(hn::BitCast(d, codes[1]), d, at + line);
      }
    }
  }
};

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
