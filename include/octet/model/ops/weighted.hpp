// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators with weights share in a model: checks, multipliers, and the choice of an
// accumulator that cannot overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/weights.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// The weights that go with activations of type T unless an entry says otherwise.
template <class T>
using weight_of =
    std::conditional_t<std::is_same_v<T, std::uint8_t>, asymmetric<std::uint8_t>, std::int8_t>;

/// Which accumulator a node needs.
enum class accumulation : std::uint8_t {
  in_32,    ///< int32: the bound lies inside it
  in_64,    ///< int64, the same rounding: the bound lies outside int32
  in_16x8,  ///< int64, contract C in place of A and B
};

/// What an operator with weights prepares, whatever its shapes are. No code has more than 16 bits,
/// and no tensor's index, see too_many_tensors.
struct weighted_data {
  std::uint16_t input, filter, bias, output;  ///< tensor indices; bias may be no_bias
  std::uint32_t multipliers;
  std::int16_t input_zero_point, output_zero_point;
  clamp_range<std::int16_t> clamp;
  std::uint8_t filter_zero_point;  ///< of weights of uint8
  accumulation accumulator;
  std::uint8_t per_channel;    ///< 0 or 1
  std::uint8_t small_factors;  ///< 0 or 1, see requantization

  static constexpr std::uint16_t no_bias = 0xFFFF;

  constexpr requantization requantize(const run_context& c) const {
    return {.multipliers = c.prepared<multiplier>(multipliers),
            .per_channel = per_channel != 0,
            .zero_point = output_zero_point,
            .clamp = {clamp.min, clamp.max},
            .small_factors = small_factors != 0};
  }

  template <class Weight>
  constexpr elements<const Weight> weights(const run_context& c) const {
    if constexpr (type_of<Weight> == tensor_type::uint8) {
      return {c.read<std::uint8_t>(filter), filter_zero_point};
    } else {
      return c.read<Weight>(filter);
    }
  }

  template <class Bias>
  constexpr elements<const Bias> biases(const run_context& c) const {
    return bias == no_bias ? elements<const Bias>{} : c.read<Bias>(bias);
  }
};

/// Which entry a node with weights goes to: activations of type T with weights of type Weight.
/// Weights of a type that no entry has go to the plain one, which names them in its error.
template <class T, class Weight>
struct weighted_types {
  static constexpr tensor_type type = type_of<T>;
  static constexpr tensor_type weight_type = type_of<Weight>;

  static constexpr bool accepts(const graph& model, const node& op) {
    const tensor_type weights = model.tensor(op.input(1)).type;
    // Beside uint8 activations int8 weights have an entry too.
    const bool others = weights == tensor_type::int4 ||
                        (std::is_same_v<T, std::uint8_t> && weights == tensor_type::int8);
    const bool fits = std::is_same_v<Weight, weight_of<T>> ? !others : weights == type_of<Weight>;
    return fits && model.tensor(op.input(weighted_inputs::of(op.code).input)).type == type_of<T>;
  }
};

/// The beginning of an entry with weights.
template <builtin Code, class T, class Weight>
struct weighted_entry : weighted_types<T, Weight> {
  static constexpr builtin code = Code;
  static constexpr std::uint8_t input_index = weighted_inputs::of(Code).input;
};

/// Types and quantization of a node with weights, whose scales belong to the filter's axis `axis`.
template <class T, class Weight>
[[gnu::cold]] constexpr refusal check_weighted(const prepare_context& c, std::int32_t axis) {
  const std::size_t bias = weighted_inputs::of(c.op().code).bias;
  if (refusal r = check_arity(c, bias, bias + 1, 1)) return r;
  const tensor_info input = c.input(weighted_inputs::of(c.op().code).input), filter = c.input(1);
  if (refusal r = check_quantized<T>(c, input)) return r;
  if (refusal r = check_quantized<T>(c, c.output(0))) return r;
  if (refusal r = check_constant<Weight>(c, filter)) return r;
  if constexpr (type_of<Weight> == tensor_type::uint8) {
    return check_quantized<std::uint8_t>(c, filter);
  } else {
    // The axis is only looked at where there are scales to choose from, but then it has to exist.
    if (filter.scales.size() > 1 && axis >= filter.shape.rank)
      return c.fail(errc::shape_mismatch, filter.index);
    return check_weight_scales(c, filter, axis);
  }
}

/// The bias of a node whose shapes fit: int32, or with int16 activations int64 or int32.
template <class T>
[[gnu::cold]] constexpr refusal check_weighted_bias(const prepare_context& c,
                                                    std::int32_t channels) {
  const std::size_t at = weighted_inputs::of(c.op().code).bias;
  const bool wide = std::is_same_v<T, std::int16_t> && c.input(at).type == tensor_type::int64;
  return wide ? check_bias<std::int64_t>(c, at, channels)
              : check_bias<std::int32_t>(c, at, channels);
}

/// Chooses the accumulator, of which `bound` is the largest magnitude.
///
/// int8, uint8  the backend's contract, in int64 only where int32 could overflow
/// int16        accumulator_16x8 with a bias of int64, the backend's contract in int64 with one of
///              int32. Without a bias TensorFlow Lite Micro's conv_2d and fully_connected take the
///              latter, the others the former
/// errors       accumulator_overflow past 2^47, for which contract C is not defined
template <class T>
[[gnu::cold]] constexpr outcome<accumulation> choose_accumulation(const prepare_context& c,
                                                                  std::uint64_t bound) {
  if (bound >= std::uint64_t{1} << 47) return c.fail(errc::accumulator_overflow, c.op().input(1));
  if constexpr (sizeof(T) == 1) {
    return bound <= std::numeric_limits<std::int32_t>::max() ? accumulation::in_32
                                                             : accumulation::in_64;
  } else {
    const std::size_t bias = weighted_inputs::of(c.op().code).bias;
    const bool in_16x8 = c.has_input(bias) ? c.input(bias).type == tensor_type::int64
                                           : c.op().code != builtin::conv_2d &&
                                                 c.op().code != builtin::fully_connected;
    return in_16x8 ? accumulation::in_16x8 : accumulation::in_64;
  }
}

/// One multiplier for each scale of the filter: input.scale * filter.scale / output.scale, the
/// product in float for legacy models, and for fully_connected with one scale.
struct prepared_multipliers {
  std::uint32_t offset;
  bool small_factors;  ///< see requantization
};
template <class Weight>
constexpr prepared_multipliers prepare_multipliers(prepare_context& c) {
  const tensor_info input = c.input(weighted_inputs::of(c.op().code).input);
  const tensor_info filter = c.input(1), output = c.output(0);
  const std::size_t count = filter.scales.size();
  const bool in_float = type_of<Weight> == tensor_type::uint8 ||
                        (c.op().code == builtin::fully_connected && count == 1);
  const prepared_array<multiplier> out = c.prepare_array<multiplier>(count);
  bool small = true;
  for (std::size_t i = 0; i < count; ++i) {
    const decomposed product = scale_product(c, input.scale(), filter.scale(i), in_float);
    const multiplier m = c.encode(product / decompose(output.scale()), filter.index);
    small = small && m.shift >= -20 && m.shift <= -1;
    out.store(i, m);
  }
  return {out.offset, small};
}

/// Everything but shapes, after check_weighted and once the shapes are known to fit.
template <class T, class Weight>
[[gnu::cold]] constexpr refusal prepare_weighted(prepare_context& c, std::int32_t channels,
                                                 int activation_field, weighted_data& data) {
  const weighted_inputs at = weighted_inputs::of(c.op().code);
  if (refusal r = check_weighted_bias<T>(c, channels)) return r;
  const outcome<accumulation> accumulator =
      choose_accumulation<T>(c, detail::largest_weighted(c.model(), c.op()));
  if (!accumulator) return accumulator.error();
  const outcome<activation> act = read_activation(c, activation_field);
  if (!act) return act.error();
  const tensor_info input = c.input(at.input), filter = c.input(1), output = c.output(0);
  constexpr bool asymmetric_weights = type_of<Weight> == tensor_type::uint8;
  const prepared_multipliers multipliers = prepare_multipliers<Weight>(c);
  const clamp_range<std::int32_t> clamp = code_range<T>(*act, output.scale(), output.zero_point());
  const auto code = [](std::int32_t value) { return static_cast<std::int16_t>(value); };
  const auto index = [](std::int32_t tensor) { return static_cast<std::uint16_t>(tensor); };
  static_assert(static_cast<std::uint16_t>(no_tensor) == weighted_data::no_bias);
  data = {
      .input = index(input.index),
      .filter = index(filter.index),
      .bias = index(c.op().input(at.bias)),
      .output = index(output.index),
      .multipliers = multipliers.offset,
      .input_zero_point = code(input.zero_point()),
      .output_zero_point = code(output.zero_point()),
      .clamp = {code(clamp.min), code(clamp.max)},
      .filter_zero_point = static_cast<std::uint8_t>(asymmetric_weights ? filter.zero_point() : 0),
      .accumulator = *accumulator,
      .per_channel = filter.scales.size() > 1,
      .small_factors = multipliers.small_factors};
  return {};
}

/// Calls usual(), or wide() where byte codes were found to need int64. Where the compiler knows the
/// choice it is in Known, and the other is not linked.
template <accumulation... Known>
constexpr void usual_or_wide(accumulation chosen, auto usual, auto wide) {
  if constexpr (sizeof...(Known) == 0) {
    chosen == accumulation::in_64 ? wide() : usual();
  } else if constexpr (((Known == accumulation::in_64) && ...)) {
    wide();
  } else {
    usual();
  }
}

/// Calls run<Bias, Accumulator>() with the types that were chosen at load. Where the compiler knows
/// the choice it is in Known too, and the other kernels are not linked.
template <class T, accumulation... Known, class Run>
constexpr void with_accumulator(accumulation chosen, Run run) {
  if constexpr (sizeof...(Known) == 0) {
    constexpr accumulation usual = sizeof(T) == 1 ? accumulation::in_32 : accumulation::in_16x8;
    chosen == usual ? with_accumulator<T, usual>(chosen, run)
                    : with_accumulator<T, accumulation::in_64>(chosen, run);
  } else if constexpr (((Known == accumulation::in_32) && ...)) {
    run.template operator()<std::int32_t, accumulator_32>();
  } else if constexpr (((Known == accumulation::in_16x8) && ...)) {
    run.template operator()<std::int64_t, accumulator_16x8>();
  } else {
    run.template operator()<std::int32_t, accumulator_64>();
  }
}

}  // namespace octet::ops
