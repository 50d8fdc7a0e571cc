// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How a depthwise convolution is laid out for the SIMD backend.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>

#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/backend/simd/target.hpp"

namespace octet {

/// The layout. A line of output is one run of codes [x][c], cut into blocks without regard for
/// pixels. Line by line of the input, a group of neighbouring taps (4, or 2 of widened_16) is
/// interleaved, code by code: a lane of 32 bits then holds what one output needs of the group, the
/// same line serves every output line above and below, and no shuffle is left in the sum. Lines
/// are cut into strips, so that the interleaved lines under a window stay in the nearest cache.
///
/// Windows of 3x3 go in columns where the kernels have that: four lines of one pixel's column are
/// interleaved on the fly, and such a column serves two output lines and three output pixels from
/// registers. Nothing is copied; scratch holds one line of zero points, for what lies above and
/// below the image. A block is then codes of a pixel. The last one reaches back to be whole; where
/// half a block is enough it is kept twice, and works on four output lines. int16 codes go in pairs
/// of lines on every target, and so in widened_16's form and blocks.
///
/// Other windows of 3x3, and those of 5x5 of int8 codes, go in stacks where the kernels have that:
/// as many whole lines of the image as a lane has taps, of int16 codes two, are interleaved to
/// lanes, padding included, in the order of their codes; one to four such stacks serve two to four
/// output lines and, at other places, all columns of the window. A pixel may then have any number
/// of channels. A block is the codes of a panel. Where channels are many, some blocks of them are
/// stacked at a time, and worked on from top to bottom, so that stacks and weights stay in the
/// nearest cache.
struct depthwise_plan {
  simd_form form = simd_form::signed_8;
  simd_contract contract = simd_contract::double_rounding;
  float_rounding rounding = float_rounding::none;  ///< the target's
  simd_image image{};
  bool columns = false;
  bool half_block = false;  ///< of columns: the last block is half a one
  bool stacks = false;
  std::int32_t block = 16;      ///< codes of a block: the target's
  std::int32_t multiplier = 1;  ///< outputs a channel
  std::int32_t channels = 0;    ///< outputs a pixel, rounded up to whole eighths of a block's
  std::int32_t slice = 0;       ///< of stacks: channels that are stacked together
  std::int32_t period = 0;      ///< blocks after which the channels repeat
  std::int32_t groups = 0;      ///< of taps, a line
  std::size_t line_codes = 0;   ///< of one phase of an input line, padding and slack included
  std::size_t strip = 0;        ///< blocks of a line that are worked on from top to bottom

  constexpr std::int32_t group_taps() const { return form == simd_form::widened_16 ? 2 : 4; }
  constexpr std::int32_t planes() const {
    return contract == simd_contract::int16_by_int8 && form != simd_form::widened_16 ? 2 : 1;
  }
  constexpr std::size_t output_codes() const {
    return static_cast<std::size_t>(std::max<std::int32_t>(image.window.x.output, 0)) *
           static_cast<std::size_t>(channels);
  }
  constexpr std::size_t blocks() const {
    return (output_codes() + static_cast<std::size_t>(block) - 1) / static_cast<std::size_t>(block);
  }
  /// Of columns and stacks: output lines that have weights of their own, and groups of taps under
  /// one of them.
  constexpr std::size_t column_lines() const {
    if (stacks) return stack_lines(image.window.y, static_cast<std::size_t>(group_taps()));
    return image.window.y.stride == 1 ? 2 : 1;
  }
  constexpr std::size_t column_parts() const {
    if (stacks) return stacks_under(image.window.y, static_cast<std::size_t>(group_taps()));
    return static_cast<std::size_t>(4 / group_taps());
  }
  /// Groups of all lines: vectors of products in a sum. In columns: vectors of weights, where two
  /// lines under the same column have each their own.
  constexpr std::size_t steps() const {
    if (columns || stacks) {
      return static_cast<std::size_t>(image.window.x.size) * column_lines() * column_parts();
    }
    return static_cast<std::size_t>(image.window.y.size) * static_cast<std::size_t>(groups);
  }
  constexpr std::size_t positions() const {
    return static_cast<std::size_t>(period) * static_cast<std::size_t>(block);
  }
  constexpr std::size_t constant_bytes() const {
    return sizeof(simd_panel) * ((positions() + panel_width - 1) / panel_width);
  }
  constexpr std::size_t packed_bytes() const {
    return 63 + constant_bytes() + positions() * steps() * sizeof(std::int32_t);
  }

  /// Lines that are interleaved at a time: those under one window.
  constexpr std::size_t ring() const {
    const window_axis& y = image.window.y;
    return static_cast<std::size_t>(y.size - 1) * static_cast<std::size_t>(y.dilation) + 1;
  }
  constexpr std::size_t phase_bytes() const { return round_up(line_codes * bytes_of(form), 64); }
  /// One plane of an input line: a phase for each column of the stride.
  constexpr std::size_t line_bytes() const {
    return phase_bytes() * static_cast<std::size_t>(image.window.x.stride);
  }
  /// One plane of one group of taps of one line's strip.
  constexpr std::size_t group_bytes() const {
    return strip * static_cast<std::size_t>(block) * sizeof(std::int32_t);
  }
  constexpr std::size_t ring_line_bytes() const {
    return group_bytes() * static_cast<std::size_t>(groups) * static_cast<std::size_t>(planes());
  }
  /// Codes of a stack: a line with its padding, and what four blocks of the same channels read
  /// beyond it.
  constexpr std::size_t stack_codes() const {
    const window_axis& x = image.window.x;
    const std::int32_t pixels = std::max(x.pad + image.width, x.output * x.stride + x.size);
    const auto codes = static_cast<std::size_t>(slice);
    const std::size_t repeat = slice == channels ? positions() : codes;
    return round_up(static_cast<std::size_t>(pixels) * codes +
                        static_cast<std::size_t>(x.stride) * 3 * repeat + 64,
                    16);
  }
  constexpr std::size_t stack_bytes() const { return column_parts() * stack_codes() * 4; }
  /// What lies above and below an image in columns or stacks.
  constexpr std::size_t padding_codes() const {
    return static_cast<std::size_t>(image.width) * static_cast<std::size_t>(channels);
  }
  constexpr std::size_t scratch_bytes() const {
    const bool wide = contract == simd_contract::int16_by_int8;
    const std::size_t padding = wide ? 1 + 2 * padding_codes() : padding_codes();
    if (columns) return padding;
    if (stacks) return 63 + stack_bytes() + padding;
    const std::size_t expanded =
        multiplier == 1 ? 0
                        : round_up(static_cast<std::size_t>(image.width * image.outputs) * 2, 64);
    const std::size_t compacted = channels == image.outputs ? 0 : round_up(output_codes() * 2, 64);
    return 63 + ring() * ring_line_bytes() + line_bytes() * static_cast<std::size_t>(planes()) +
           expanded + compacted;
  }

  /// Where code i of a block is kept: unpacking and packing work on 16 bytes at a time, and this
  /// order makes them cancel out. Stacks are in order.
  constexpr std::size_t position(std::size_t i) const {
    if (stacks) return i;
    const auto taps = static_cast<std::size_t>(group_taps());
    const std::size_t lanes = static_cast<std::size_t>(block) / taps;
    const std::size_t segment = i / (4 * taps), quarter = i / 4 % taps;
    return quarter * lanes + segment * 4 + i % 4;
  }

  /// The channel of code i of all blocks.
  constexpr std::size_t channel_of(std::size_t i) const {
    const auto n = static_cast<std::size_t>(channels), size = static_cast<std::size_t>(block);
    if (!columns || (i / size + 1) * size <= n) return i % n;
    if (half_block) return n - size / 2 + i % (size / 2);
    return n - size + i % size;
  }

  /// Output lines that share stacks of `taps` lines: as many as keep the taps of most lanes in use.
  static constexpr std::size_t stack_lines(const window_axis& y, std::size_t taps) {
    if (taps == 2) return 2;
    if (y.stride == 1) return static_cast<std::size_t>(y.size) - 1;
    return y.size == 3 ? 3 : 2;
  }
  /// Stacks under so many output lines.
  static constexpr std::size_t stacks_under(const window_axis& y, std::size_t taps) {
    const std::size_t lines = (stack_lines(y, taps) - 1) * static_cast<std::size_t>(y.stride) +
                              static_cast<std::size_t>(y.size);
    return (lines + taps - 1) / taps;
  }

  /// Whether a window may go in columns or stacks.
  static constexpr bool is_plain(const simd_image& i, std::int32_t size) {
    const auto plain = [&](const window_axis& a) { return a.size == size && a.dilation == 1; };
    const window_axis &y = i.window.y, &x = i.window.x;
    return plain(y) && plain(x) && y.stride == x.stride && x.stride <= 2 && i.channels > 0 &&
           i.channels == i.outputs;
  }
  /// The first block cannot reach back.
  static constexpr bool has_columns(const simd_image& i, std::size_t block,
                                    std::size_t column_codes) {
    const auto channels = static_cast<std::size_t>(i.channels);
    return column_codes != 0 && is_plain(i, 3) && (channels >= block || channels == column_codes);
  }
  /// Not where channels repeat only after many blocks: each of them has weights of its own.
  static constexpr bool has_stacks(const simd_image& i, bool wide) {
    constexpr std::int32_t most_blocks = 64;
    const bool repeats_soon =
        i.window.x.stride == 1 &&
        i.channels / std::gcd(i.channels, std::int32_t{panel_width}) <= most_blocks;
    return (is_plain(i, 3) || (!wide && is_plain(i, 5))) && (i.channels % 8 == 0 || repeats_soon);
  }

  /// An image of one column, as sound is, as one of one line: taps below each other then are
  /// neighbours, and share lanes. Its codes and its filter lie as they did.
  static constexpr simd_image turned(simd_image i) {
    constexpr std::int64_t most_codes = 1 << 16;  // of a line: it is copied as a whole
    const window_axis& x = i.window.x;
    if (i.width == 1 && x.size == 1 && x.pad == 0 && x.output == 1 && i.window.y.size > 1 &&
        std::int64_t{i.height} * i.outputs <= most_codes) {
      std::swap(i.height, i.width);
      std::swap(i.window.y, i.window.x);
    }
    return i;
  }

  /// `multiplier`: image.outputs / image.channels. column_codes: what kernels with columns take of
  /// a pixel at least, half a block or a whole one; 0: there are none. stacks: whether the kernels
  /// have these.
  [[gnu::cold]] static constexpr depthwise_plan make(const simd_image& given, simd_form form,
                                                     simd_contract contract, std::int32_t block,
                                                     std::size_t column_codes, bool stacks) {
    const simd_image image = turned(given);
    const window_axis& x = image.window.x;
    depthwise_plan p{.form = form, .contract = contract, .image = image, .block = block};
    p.multiplier = image.channels == 0 ? 1 : image.outputs / image.channels;
    // A pixel of any size would repeat after as many blocks as it has codes: too much to keep.
    p.channels = static_cast<std::int32_t>(round_up(static_cast<std::size_t>(image.outputs), 8));
    p.period = p.channels / std::gcd(std::max<std::int32_t>(p.channels, 1), block);
    p.groups = (x.size + p.group_taps() - 1) / p.group_taps();
    const std::int32_t pixels =
        std::max<std::int32_t>(x.output, 0) + x.size * x.dilation / x.stride + 1;
    constexpr std::size_t near = 32 * 1024;  // a first-level cache
    p.strip = 1;
    p.strip =
        std::clamp<std::size_t>(near / std::max<std::size_t>(p.ring() * p.ring_line_bytes(), 1), 1,
                                std::max<std::size_t>(p.blocks(), 1));
    // Strips of equal length, not a short one at the end.
    const std::size_t strips = (p.blocks() + p.strip - 1) / p.strip;
    if (strips > 0) p.strip = (p.blocks() + strips - 1) / strips;
    p.line_codes = static_cast<std::size_t>(pixels) * static_cast<std::size_t>(p.channels) +
                   static_cast<std::size_t>(block);
    const bool wide = contract == simd_contract::int16_by_int8;
    const bool in_pairs = wide && p.group_taps() == 4;
    const std::int32_t column_block = in_pairs ? block / 2 : block;
    p.columns = has_columns(image, static_cast<std::size_t>(column_block), column_codes);
    p.stacks = !p.columns && stacks && has_stacks(image, wide);
    if (p.stacks) {
      if (in_pairs) p.form = simd_form::widened_16;
      p.block = panel_width;
      p.channels = image.outputs;
      p.period = p.channels / std::gcd(p.channels, p.block);
      // Measured: of four taps, slices of as many codes as unpacking takes pay from 256 on.
      const bool pairs = p.group_taps() == 2;
      const bool sliced = p.channels % p.block == 0 && p.channels > (pairs ? 32 : 256);
      p.slice = !sliced ? p.channels : pairs ? 32 : 64;
    }
    if (p.columns) {
      if (in_pairs) p.form = simd_form::widened_16;
      p.block = column_block;
      p.channels = image.outputs;
      p.period = (p.channels + p.block - 1) / p.block;
      const auto rest = static_cast<std::size_t>(p.channels % p.block);
      p.half_block =
          rest != 0 && rest <= column_codes && column_codes < static_cast<std::size_t>(p.block);
    }
    return p;
  }
};

}  // namespace octet
