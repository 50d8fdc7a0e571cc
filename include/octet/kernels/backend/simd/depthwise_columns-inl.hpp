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

/// The codes of `Pixels` neighbours in the output lines, from the columns under them; vector by
/// vector, so that weights and constants are read once for all.
template <class Kind, std::size_t Pixels, class T>
HWY_INLINE void make_neighbours(const v32 (*columns)[Kind::vectors],
                                const column_constants<T>& constants, const std::uint32_t* weights,
                                const column_target<T>& target, std::ptrdiff_t channels) {
  constexpr std::size_t vectors = column_group<T>, parts = column_quads<T> ? 1 : 2;
  constexpr std::size_t outputs = Pixels * Kind::lines;  // line by line of each pixel
  // Else GCC makes all addresses before the loop, and keeps them in memory.
  asm("" : "+r"(weights));
  hn::Vec<d16> words[outputs][vectors / 2];
  v32 before[outputs];
  HWY_UNROLL(4)
  for (std::size_t v = 0; v < vectors; ++v) {
    v32 sums[outputs];
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < outputs; ++i) sums[i] = constants.start(v);
    HWY_UNROLL(12)
    for (std::size_t step = 0; step < 3 * Kind::lines * parts; ++step) {
      const std::size_t kx = step / parts / Kind::lines, line = step / parts % Kind::lines;
      const std::size_t part = step % parts;
      const std::size_t w = ((kx * column_lines + line) * parts + part) * vectors + v;
      v32 taps = hn::BitCast(d32(), hn::Load(du32(), weights + w * lanes));
      // Else GCC reads them for each pixel, and loads are what is short.
      if constexpr (Pixels > 1) keep_in_register(taps);
      HWY_UNROLL(2)
      for (std::size_t i = 0; i < Pixels; ++i) {
        v32& sum = sums[i * Kind::lines + line];
        sum = add_column<T>(sum, columns[i + kx][part * vectors + v], taps);
      }
    }
    constants.make_codes(v, sums, before, words);
  }
  HWY_UNROLL(2)
  for (std::size_t i = 0; i < Pixels; ++i) {
    target.template store<Kind>(constants.limits, words + i * Kind::lines,
                                static_cast<std::ptrdiff_t>(i) * channels);
  }
}

/// A block's output lines where the stride is 1, some pixels at a time: where there are registers
/// enough, two share their columns and their weights. No call may stand in this loop: GCC would
/// keep everything in memory.
template <class T, std::size_t Lines>
void walk_neighbours(const column_walk<T>& walk, const column_source<T>& from, std::size_t block,
                     column_target<T> target) {
  using kind = column_kind<T, 1, Lines>;
  constexpr std::size_t pixels = HWY_MAX_BYTES == 64 ? 2 : 1, vectors = kind::vectors;
  const std::int32_t output = walk.image.window.x.output;
  const std::ptrdiff_t channels = walk.channels;
  const column_constants<T> constants(walk, block);
  const column_loader<kind> loader(walk, from);
  const std::uint32_t* const weights = walk.d.weights + block * walk.weights;
  v32 columns[2 + pixels][vectors];
  std::int32_t ix = -walk.image.window.x.pad;
  HWY_UNROLL(2)
  for (std::size_t i = 0; i < 2; ++i) loader.load(ix++, columns[i]);
  for (std::int32_t left = output; left > 0; left -= static_cast<std::int32_t>(pixels)) {
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < pixels; ++i) loader.load(ix++, columns[2 + i]);
    if (pixels > 1 && left == 1) {
      make_neighbours<kind, 1>(columns, constants, weights, target, channels);
      return;
    }
    make_neighbours<kind, pixels>(columns, constants, weights, target, channels);
    target.to += static_cast<std::ptrdiff_t>(pixels) * channels;
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < 2; ++i) {
      HWY_UNROLL(4)
      for (std::size_t v = 0; v < vectors; ++v) columns[i][v] = columns[i + pixels][v];
    }
  }
}

/// The accumulators of a pixel in the output lines, where the stride is 2.
template <class Kind>
struct column_sums {
  using T = typename Kind::T;
  static constexpr std::size_t vectors = column_group<T>, parts = column_quads<T> ? 1 : 2;

  v32 at[vectors][Kind::lines];

  HWY_INLINE void start(const column_constants<T>& constants) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < vectors * Kind::lines; ++i) {
      at[i / Kind::lines][i % Kind::lines] = constants.start(i / Kind::lines);
    }
  }
  /// Adds the products of a column, of which the window has it as its kx-th.
  HWY_INLINE void add(const v32* column, const std::uint32_t* weights, std::size_t kx) {
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < vectors * parts; ++i) {
      const std::size_t v = i / parts, part = i % parts;
      const std::size_t w = (kx * parts + part) * vectors + v;
      v32 taps = hn::BitCast(d32(), hn::Load(du32(), weights + w * lanes));
      // Else GCC reads them for each line.
      keep_in_register(taps);
      HWY_UNROLL(2)
      for (std::size_t line = 0; line < Kind::lines; ++line) {
        v32& sum = at[v][line];
        sum = add_column<T>(sum, column[(line + part) * vectors + v], taps);
        keep_in_register(sum);
      }
    }
  }
};

/// A block's output lines where the stride is 2. Every other column lies under two pixels, which
/// it is added to at once: three columns at a time would not stay in registers. No call may stand
/// in this loop: GCC would keep everything in memory.
template <class T, std::size_t Lines>
void walk_every_other(const column_walk<T>& walk, const column_source<T>& from, std::size_t block,
                      column_target<T> target) {
  using kind = column_kind<T, 2, Lines>;
  const std::int32_t output = walk.image.window.x.output;
  const column_constants<T> constants(walk, block);
  const column_loader<kind> loader(walk, from);
  const std::uint32_t* const weights = walk.d.weights + block * walk.weights;
  v32 column[kind::vectors];
  column_sums<kind> sums;
  const auto finish = [&](const column_sums<kind>& done) OCTET_SIMD_ATTR {
    hn::Vec<d16> words[kind::lines][column_group<T> / 2];
    v32 before[kind::lines];
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < column_group<T>; ++v) {
      constants.make_codes(v, done.at[v], before, words);
    }
    target.template store<kind>(constants.limits, words, 0);
    target.to += walk.channels;
  };
  std::int32_t ix = -walk.image.window.x.pad;
  // The next pixel, up to the column that is its own.
  const auto begin = [&]() OCTET_SIMD_ATTR {
    sums.start(constants);
    sums.add(column, weights, 0);
    loader.load(ix++, column);
  };
  for (std::int32_t n = 0;; ++n) {
    loader.load(ix++, column);
    if (n > 0) sums.add(column, weights, 2);
    if constexpr (HWY_MAX_BYTES == 64) {
      // There are registers enough to make codes while the next column is on its way: 4 % less.
      const column_sums<kind> done = sums;
      if (n < output) begin();
      if (n > 0) finish(done);
      if (n == output) return;
    } else {
      if (n > 0) finish(sums);
      if (n == output) return;
      begin();
    }
    sums.add(column, weights, 1);
  }
}

/// As many output lines as `Lines`, or as there are.
template <class T, std::size_t Lines>
void walk_lines(const column_walk<T>& walk, std::size_t block, std::int32_t y) {
  const window_axis &w = walk.image.window.y, &x = walk.image.window.x;
  const std::size_t channel = walk.d.plan->channel_of(block * column_codes<T>);
  column_source<T> from;
  const auto stride = static_cast<std::size_t>(w.stride);
  std::int32_t iy = y * w.stride - w.pad;
  for (std::size_t i = 0; i < (Lines - 1) * stride + 3; ++i) from.at[i] = walk.line(iy++, channel);
  const std::ptrdiff_t line = x.output * walk.channels;
  auto* const out = static_cast<T*>(walk.d.out.data) + channel;
  const column_target<T> target{out + y * line, line, w.output - y};
  (stride == 1 ? walk_neighbours<T, Lines> : walk_every_other<T, Lines>)(walk, from, block, target);
}

/// A block's output lines from line y on, `lines` or as many as there are.
template <class T>
void walk_block(const column_walk<T>& walk, std::size_t block, std::int32_t y, std::size_t lines) {
  constexpr std::size_t codes = column_codes<T>;
  const std::int32_t output = walk.image.window.y.output;
  if (has_literal(walk.d.out.panels, block * codes, codes)) {
    const std::int32_t end = HWY_MIN(y + static_cast<std::int32_t>(lines), output);
    for (; y < end; ++y) portable::literal_column_line(walk.d, block, y);
    return;
  }
  if constexpr (line_piece < codes) {
    if (lines > column_lines) return walk_lines<T, 2 * column_lines>(walk, block, y);
  }
  // Small images have few lines: that one of them were made for nothing would be seen.
  if constexpr (column_quads<T> && HWY_MAX_BYTES == 64) {
    if (y + 1 == output) return walk_lines<T, 1>(walk, block, y);
  }
  walk_lines<T, column_lines>(walk, block, y);
}

/// All lines, four at a time, so that all blocks find them in a near cache.
template <class T>
void walk_image(const simd_depthwise_columns& d) {
  const column_walk<T> walk(d);
  const bool half = d.plan->half_block;
  const std::size_t blocks = static_cast<std::size_t>(d.plan->period) - (half ? 1 : 0);
  constexpr auto step = static_cast<std::int32_t>(column_lines);
  const std::int32_t output = walk.image.window.y.output;
  for (std::int32_t y = 0; y < output; y += 2 * step) {
    for (std::size_t block = 0; block < blocks; ++block) {
      walk_block(walk, block, y, column_lines);
      if (y + step < output) walk_block(walk, block, y + step, column_lines);
    }
    if (half) walk_block(walk, blocks, y, 2 * column_lines);
  }
}

template <bool Words>
inline void depthwise_columns(const simd_depthwise_columns& d) {
  if (Words && d.out.contract == simd_contract::int16_by_int8) return walk_image<std::int16_t>(d);
  walk_image<std::int8_t>(d);
}
template <bool Words>
inline constexpr auto depthwise_columns_of_target = depthwise_columns<Words>;

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
