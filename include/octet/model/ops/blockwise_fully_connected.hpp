// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED with a scale for each block of weights in a model: checks of the blocks; the
// arithmetic is in kernels/blockwise_fully_connected.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/blockwise_fully_connected.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/hybrid.hpp"

namespace octet {

template <class Code>
inline constexpr tensor_type type_of<blockwise<Code>> = type_of<Code>;

}  // namespace octet

namespace octet::ops {

/// The blocks of a filter (channels, depth): they divide its rows, their scales are a constant
/// tensor of halves, channel by channel, and there are no zero points.
constexpr refusal check_blocks(const prepare_context& c, const tensor_info& filter,
                               const fully_connected_geometry& g) {
  const block_quantization& blocks = filter.blocks;
  // The reference begins every row at a whole byte.
  if (g.depth % blocks.size != 0 || g.depth % 2 != 0)
    return c.fail(errc::bad_block_size, filter.index);
  if (blocks.zero_points != no_tensor) return c.fail(errc::unsupported_option, blocks.zero_points);
  const tensor_info scales = c.model().tensor(blocks.scales);
  if (refusal r = check_constant<float16>(c, scales)) return r;
  const auto channels = static_cast<std::size_t>(g.channels);
  const std::size_t count = channels * static_cast<std::size_t>(g.depth / blocks.size);
  if (scales.shape.count() != count) return c.fail(errc::missing_quantization, scales.index);
  const elements<const float16> values = c.constant<float16>(scales);
  for (std::size_t i = 0; i < count; ++i) {
    const auto scale = static_cast<float>(values[i]);
    // Written so that NaN fails. A block of zeros may have the scale 0.
    if (!(scale >= 0 && scale <= std::numeric_limits<float>::max()))
      return c.fail(errc::bad_scale, scales.index);
  }
  return {};
}

/// Real activations, quantized row by row while the model runs, always asymmetric; weights int4
/// packed two a byte, with a scale each block.
template <>
struct fully_connected<float, blockwise<int4>> {
  static constexpr builtin code = builtin::fully_connected;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr tensor_type weight_type = tensor_type::int4;

  struct data {
    std::int32_t node, input, filter, scales, bias, output;  ///< indices of the node and of tensors
    std::int32_t block_size;
    fully_connected_geometry geometry;
    clamp_range<float> clamp;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    const tensor_info filter = model.tensor(op.input(1));
    return filter.type == tensor_type::int4 && filter.is_blockwise() &&
           model.tensor(op.input(0)).type == type;
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 3, 1)) return r;
    const tensor_info filter = c.input(1), output = c.output(0);
    if (output.type != type) return c.fail(errc::unsupported_type, output.index);
    if (refusal r = check_weights<int4>(c, filter)) return r;
    if (refusal r = check_weights_format(c)) return r;
    fully_connected_geometry geometry{};
    if (refusal r = read_fully_connected_geometry(c, geometry)) return r;
    if (refusal r = check_blocks(c, filter, geometry)) return r;
    if (refusal r = check_bias<float>(c, 2, geometry.channels)) return r;
    const outcome<activation> act = read_activation(c, field::fully_connected::activation);
    if (!act) return act.error();
    if (needs_wide_sums(c) != 0) return c.fail(errc::accumulator_overflow, filter.index);
    reserve_row(c, static_cast<std::size_t>(geometry.depth));
    return data{.node = c.op().index,
                .input = c.op().input(0),
                .filter = filter.index,
                .scales = filter.blocks.scales,
                .bias = c.op().input(2),
                .output = output.index,
                .block_size = filter.blocks.size,
                .geometry = geometry,
                .clamp = real_range(*act)};
  }

  static constexpr blockwise_fully_connected_args args(const data& d, const run_context& c) {
    const auto [batch, depth, channels] = d.geometry;
    return {
        .input = {c.read<float>(d.input), {batch, depth}},
        .filter = {c.read<int4>(d.filter), {channels, depth}},
        .scales = c.read<float16>(d.scales),
        .block_size = d.block_size,
        .bias = c.read<float>(d.bias),
        .output = {c.write<float>(d.output), {batch, channels}},
        .clamp = d.clamp,
        .scratch = c.scratch<std::int8_t>(d.node),
    };
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::blockwise_fully_connected<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
