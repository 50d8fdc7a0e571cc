// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How large the accumulator of an operator with weights can become, for any input.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/weights.hpp"
#include "octet/model/flatbuffer.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/schema.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet {

template <>
inline constexpr tensor_type type_of<int4> = tensor_type::int4;
template <class Code>
inline constexpr tensor_type type_of<asymmetric<Code>> = type_of<Code>;

}  // namespace octet

namespace octet::ops {

/// At which positions an operator has its tensors; the filter is always input 1.
struct weighted_inputs {
  std::size_t input, bias;

  static constexpr weighted_inputs of(builtin code) {
    return code == builtin::transpose_conv ? weighted_inputs{2, 3} : weighted_inputs{0, 2};
  }
};

/// Where the weights of an output channel lie: channel * channel_step + tap * tap_step.
struct weight_layout {
  std::int32_t channels, taps, channel_step, tap_step;

  static constexpr weight_layout of(builtin code, const shape& filter) {
    const std::int32_t last = filter.rank - 1;
    if (code == builtin::depthwise_conv_2d)
      return {filter[last], filter.product(1, last), 1, filter[last]};
    const std::int32_t taps = filter.product(1, filter.rank);
    return {filter[0], taps, taps, 1};
  }
};

namespace detail {

/// The largest |code - zero point| of a tensor; 0 where it does not hold codes. Real values become
/// int8 codes while the model runs, at most asymmetric ones, where they meet weights that are
/// codes.
constexpr std::uint64_t largest_difference(const tensor_info& t) {
  const auto reach = [&](std::int64_t low, std::int64_t high) {
    const std::int64_t zero = t.zero_points.empty() ? 0 : t.zero_point();
    return static_cast<std::uint64_t>(std::max(zero - low, high - zero));
  };
  switch (t.type) {
    case tensor_type::int8:
      return reach(-128, 127);
    case tensor_type::uint8:
      return reach(0, 255);
    case tensor_type::int16:
      return reach(-32768, 32767);
    case tensor_type::float32:
      return 255;
    default:
      return 0;
  }
}

constexpr std::uint64_t magnitude(std::int64_t v) {
  return v < 0 ? ~static_cast<std::uint64_t>(v) + 1 : static_cast<std::uint64_t>(v);
}

constexpr std::uint64_t bias_magnitude(const graph& model, const tensor_info& bias,
                                       std::size_t channel) {
  if (!bias.is_constant() || channel >= bias.shape.count()) return 0;
  // Not through elements: nobody has looked at the alignment yet.
  const std::size_t at = bias.data.position() + channel * size_of(bias.type);
  if (bias.type == tensor_type::int32)
    return magnitude(flatbuffer::read<std::int32_t>(model.file(), at));
  if (bias.type == tensor_type::int64)
    return magnitude(flatbuffer::read<std::int64_t>(model.file(), at));
  return 0;
}

/// |weight| at position i of a filter, in code space.
struct weight_magnitudes {
  const std::uint8_t* bytes;
  tensor_type type;
  std::int32_t zero_point;  ///< of uint8 weights; the others have none

  constexpr std::int32_t operator[](std::size_t i) const {
    std::int32_t w = 0;
    if (type == tensor_type::int8) {
      w = static_cast<std::int8_t>(bytes[i]);
    } else if (type == tensor_type::uint8) {
      w = bytes[i] - zero_point;
    } else if (type == tensor_type::int16) {
      w = static_cast<std::int16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
    } else {
      w = elements<const int4>::in_bytes(bytes)[i];
    }
    return w < 0 ? -w : w;
  }
};

constexpr std::uint64_t largest_accumulator(const graph& model, const tensor_info& input,
                                            const tensor_info& filter, const tensor_info& bias,
                                            const weight_layout& layout) {
  const bool codes = filter.type == tensor_type::int8 || filter.type == tensor_type::uint8 ||
                     filter.type == tensor_type::int4 || filter.type == tensor_type::int16;
  const std::uint64_t largest_input = largest_difference(input);
  if (!codes || largest_input == 0 || !filter.is_constant()) return 0;
  const weight_magnitudes weights{
      model.file().data() + filter.data.position(), filter.type,
      filter.type == tensor_type::uint8 && !filter.zero_points.empty() ? filter.zero_point() : 0};
  std::uint64_t bound = 0;
  for (std::int32_t o = 0; o < layout.channels; ++o) {
    std::uint64_t sum = 0;
    for (std::int32_t k = 0; k < layout.taps; ++k) {
      sum += static_cast<std::uint32_t>(
          weights[static_cast<std::size_t>(o * layout.channel_step + k * layout.tap_step)]);
    }
    bound = std::max(
        bound, sum * largest_input + bias_magnitude(model, bias, static_cast<std::size_t>(o)));
  }
  return bound;
}

constexpr std::uint64_t largest_weighted(const graph& model, const node& op) {
  const weighted_inputs at = weighted_inputs::of(op.code);
  const tensor_info filter = model.tensor(op.input(1));
  return largest_accumulator(model, model.tensor(op.input(at.input)), filter,
                             model.tensor(op.input(at.bias)),
                             weight_layout::of(op.code, filter.shape));
}

/// Features of the input, and the sum over time of the state, `rank` rows of it a unit: a real
/// state is not summed in codes.
constexpr std::uint64_t largest_of_svdf(const graph& model, const node& op) {
  const tensor_info feature = model.tensor(op.input(1)), time = model.tensor(op.input(2));
  const auto rank = op.options.scalar<std::int32_t>(field::svdf::rank, 0);
  if (rank < 1 || rank > time.shape[0]) return 0;
  const tensor_info state = model.tensor(op.input(4));
  const std::uint64_t features = largest_accumulator(model, model.tensor(op.input(0)), feature, {},
                                                     weight_layout::of(op.code, feature.shape));
  if (state.type == tensor_type::float32) return features;
  const std::int32_t taps = rank * time.shape[1];
  return std::max(features, largest_accumulator(model, state, time, model.tensor(op.input(3)),
                                                {time.shape[0] / rank, taps, taps, 1}));
}

/// Each gate sums over the input, with the bias, and over the hidden state.
constexpr std::uint64_t largest_of_lstm(const graph& model, const node& op) {
  const auto sum = [&](std::size_t input, std::size_t weights, const tensor_info& bias) {
    const tensor_info filter = model.tensor(op.input(weights));
    return largest_accumulator(model, model.tensor(op.input(input)), filter, bias,
                               weight_layout::of(op.code, filter.shape));
  };
  std::uint64_t bound = 0;
  for (std::size_t gate = 0; gate < 4; ++gate) {
    bound = std::max(
        {bound, sum(0, 1 + gate, model.tensor(op.input(12 + gate))), sum(18, 5 + gate, {})});
  }
  return bound;
}

/// Both matrices are computed: only their types bound them.
constexpr std::uint64_t largest_product(const graph& model, const node& op) {
  const tensor_info x = model.tensor(op.input(0)), y = model.tensor(op.input(1));
  if (y.type == tensor_type::float32) return 0;
  const std::int32_t transposed =
      op.options.scalar<std::uint8_t>(field::batch_matmul::adjoint_x, 0) != 0 ? 1 : 0;
  const std::int32_t depth = x.shape.rank < 2 ? 0 : x.shape[x.shape.rank - 1 - transposed];
  return static_cast<std::uint64_t>(depth) * largest_difference(x) * largest_difference(y);
}

}  // namespace detail

/// The largest magnitude that any accumulator of a node can have, for any input: the maximum over
/// its channels of sum(|weight|) * max|input - zero_point| + |bias|. Sums in part stay below it
/// too.
///
/// range    0 where the operator does not multiply codes by weights
/// errors   none: of a node that does not prepare, the value says nothing
constexpr std::uint64_t accumulator_bound(const graph& model, const node& op) {
  switch (op.code) {
    case builtin::conv_2d:
    case builtin::depthwise_conv_2d:
    case builtin::fully_connected:
    case builtin::transpose_conv:
      return detail::largest_weighted(model, op);
    case builtin::batch_matmul:
      return detail::largest_product(model, op);
    case builtin::svdf:
      return detail::largest_of_svdf(model, op);
    case builtin::unidirectional_sequence_lstm:
      return detail::largest_of_lstm(model, op);
    default:
      return 0;
  }
}

/// Calls run<Accumulator>() with sums in int64 where they are to be wide, otherwise in int32. Where
/// the compiler knows which, that is in Known too, and the other kernel is not linked.
template <bool... Known, class Run>
constexpr void with_sums(bool wide, Run run) {
  if constexpr (sizeof...(Known) == 0) {
    wide ? with_sums<true>(wide, run) : with_sums<false>(wide, run);
  } else {
    using accumulator = std::conditional_t<(Known && ...), accumulator_64, accumulator_32>;
    run.template operator()<accumulator>();
  }
}

}  // namespace octet::ops
