// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D in float: a few windows at a time lie side by side and are multiplied by each filter.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <xsimd/xsimd.hpp>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/convolution.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Output positions that are computed together. Two registers: two chains of additions hide a part
/// of each other's latency.
inline constexpr std::size_t conv_2d_lanes = 2 * xsimd::batch<float>::size;

/// The same part of a few windows side by side: elements [first, first + size) of each, one a lane.
/// On the stack and of fixed size, so that the arena need not hold whole windows.
struct window_block {
  static constexpr std::size_t capacity = 256;

  std::array<float, capacity * conv_2d_lanes> values;
  std::size_t first, size;
};

/// Puts the block's part of the window at a position, from input channel `group_first` on, into a
/// lane; zeros where it leaves the image.
inline void read_window_into(const convolution_args& a, const window_position& p,
                             std::int32_t group_first, window_block& block, std::size_t lane) {
  const auto depth = static_cast<std::size_t>(a.filter.shape[3]);
  for (std::size_t i = 0; i < block.size; ++i) block.values[i * conv_2d_lanes + lane] = 0.0F;
  p.for_each_tap([&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
    const std::size_t tap = a.filter.at(0, ky, kx, 0);
    const std::size_t begin = std::max(tap, block.first);
    const std::size_t end = std::min(tap + depth, block.first + block.size);
    const float* in = a.input.data.data() + a.input.at(p.n, iy, ix, group_first);
    for (std::size_t i = begin; i < end; ++i)
      block.values[(i - block.first) * conv_2d_lanes + lane] = in[i - tap];
  });
}

/// Adds the products of the block with filter `o` to that channel of `lanes` output positions from
/// `position` on. The first block begins the sums.
inline void multiply_windows(const convolution_args& a, const window_block& block, std::int32_t o,
                             std::size_t position, std::size_t lanes) {
  using batch = xsimd::batch<float>;
  const auto channels = static_cast<std::size_t>(a.output.shape[3]);
  const std::size_t out = position * channels + static_cast<std::size_t>(o);
  std::array<float, conv_2d_lanes> sums{};
  if (block.first != 0) {
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] = a.output.data[out + lane * channels];
  }
  const float* filter = a.filter.data.data() + a.filter.at(o, 0, 0, 0) + block.first;
  batch low = batch::load_unaligned(sums.data());
  batch high = batch::load_unaligned(sums.data() + batch::size);
  for (std::size_t i = 0; i < block.size; ++i) {
    const batch weight(filter[i]);
    low += batch::load_unaligned(block.values.data() + i * conv_2d_lanes) * weight;
    high += batch::load_unaligned(block.values.data() + i * conv_2d_lanes + batch::size) * weight;
  }
  low.store_unaligned(sums.data());
  high.store_unaligned(sums.data() + batch::size);
  for (std::size_t lane = 0; lane < lanes; ++lane)
    a.output.data.store(out + lane * channels, sums[lane]);
}

/// One group of channels at the output positions of `windows`, which follow each other from
/// `position` on.
inline void convolve_windows(const convolution_args& a, std::span<const window_position> windows,
                             std::int32_t group, std::int32_t groups, std::size_t position) {
  const std::int32_t per_group = a.output.shape[3] / groups;
  const auto taps = static_cast<std::size_t>(a.filter.shape[1]) *
                    static_cast<std::size_t>(a.filter.shape[2]) *
                    static_cast<std::size_t>(a.filter.shape[3]);
  window_block block;
  block.first = 0;
  do {  // at least once: without taps the sums are 0
    block.size = std::min(taps - block.first, window_block::capacity);
    for (std::size_t lane = 0; lane < windows.size(); ++lane)
      read_window_into(a, windows[lane], group * a.filter.shape[3], block, lane);
    for (std::int32_t i = 0; i < per_group; ++i)
      multiply_windows(a, block, group * per_group + i, position, windows.size());
    block.first += block.size;
  } while (block.first < taps);
}

/// Convolution.   out = act(bias + sum(input * filter))
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C/groups), not 0 deep  bias (O)  output (N,Ho,Wo,O)
/// rounding float sums, tap by tap and channel by channel, in the order of the source
/// memory   none but a few KiB of stack; input and output must not overlap
/// source   TensorFlow Lite reference kernels, CONV_2D
inline void conv_2d(const convolution_args& a) {
  const std::int32_t groups = a.input.shape[3] / a.filter.shape[3];
  const auto channels = static_cast<std::size_t>(a.output.shape[3]);
  std::array<window_position, conv_2d_lanes> windows{};
  std::size_t position = 0, lanes = 0;
  const auto flush = [&] {
    for (std::int32_t group = 0; group < groups; ++group)
      convolve_windows(a, std::span(windows).first(lanes), group, groups, position);
    for (std::size_t i = position * channels; i < (position + lanes) * channels; ++i) {
      const float bias = a.bias ? a.bias[i % channels] : 0.0F;
      a.output.data.store(i, clamp_to(a.output.data[i] + bias, a.clamp));
    }
    position += lanes;
    lanes = 0;
  };
  for_each_window(a, [&](const window_position& p) {
    windows[lanes++] = p;
    if (lanes == conv_2d_lanes) flush();
  });
  flush();
}

/// What is CONV_2D's own in a model.
struct conv_2d_kind {
  static constexpr builtin code = builtin::conv_2d;
  static constexpr std::size_t input = 0;
  static constexpr int activation = field::conv_2d::activation;

  static refusal geometry(const prepare_context& c, ops::conv_geometry& g) {
    return ops::read_conv_2d_geometry(c, g);
  }
  static void run(const convolution_args& args) { float_ops::conv_2d(args); }
};

using conv_2d_entry = convolution_entry<conv_2d_kind>;

}  // namespace octet::float_ops
