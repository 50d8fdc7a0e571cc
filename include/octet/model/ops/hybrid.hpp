// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators on real activations with integer weights share in a model; the arithmetic is in
// kernels/hybrid.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// The beginning of an entry: float32 activations with weights of type Weight, one scale each
/// tensor or channel.
template <builtin Code, class Weight>
struct hybrid_entry {
  static constexpr builtin code = Code;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr tensor_type weight_type = type_of<Weight>;
  static constexpr std::uint8_t input_index = weighted_inputs::of(Code).input;

  static constexpr bool accepts(const graph& model, const node& op) {
    const tensor_info filter = model.tensor(op.input(1));
    return filter.type == weight_type && !filter.is_blockwise() &&
           model.tensor(op.input(input_index)).type == type;
  }
};

/// What a hybrid operator prepares, whatever its shapes are.
struct hybrid_data {
  std::int32_t node, input, filter, bias, output;  ///< indices of the node and of tensors
  std::uint32_t scales;
  std::uint32_t per_channel;  ///< 0 or 1
  std::uint32_t wide;         ///< 0 or 1: int32 sums could overflow
  row_scheme scheme;
  clamp_range<float> clamp;

  constexpr hybrid_scaling scaling(const run_context& c) const {
    return {.scales = c.prepared<float>(scales),
            .per_channel = per_channel != 0,
            .bias = c.read<float>(bias),
            .clamp = clamp};
  }
};

/// How a node quantizes its input, where an option says it.
constexpr row_scheme read_row_scheme(const prepare_context& c, int field) {
  return c.op().options.scalar<std::uint8_t>(field, 0) != 0 ? row_scheme::asymmetric
                                                            : row_scheme::symmetric;
}

/// 1 where int32 sums could overflow. No tensor is so large that int64 sums could.
constexpr std::uint32_t needs_wide_sums(const prepare_context& c) {
  return accumulator_bound(c.model(), c.op()) > std::numeric_limits<std::int32_t>::max();
}

/// The scales of a filter, for as long as the model is there.
constexpr std::uint32_t prepare_scales(prepare_context& c, const tensor_info& filter) {
  const prepared_array<float> scales = c.prepare_array<float>(filter.scales.size());
  for (std::size_t i = 0; i < filter.scales.size(); ++i) scales.store(i, filter.scales[i]);
  return scales.offset;
}

/// Memory for the codes of one row.
constexpr void reserve_row(prepare_context& c, std::size_t elements) {
  if (elements != 0) c.scratch(elements);
}

/// Types and quantization of a node whose weights have a scale each index of their axis `axis`.
template <class Weight>
constexpr refusal check_hybrid(const prepare_context& c, std::int32_t axis) {
  const weighted_inputs at = weighted_inputs::of(c.op().code);
  if (refusal r = check_arity(c, at.bias, at.bias + 1, 1)) return r;
  const tensor_info filter = c.input(1);
  for (const tensor_info& t : {c.input(at.input), c.output(0)}) {
    if (t.type != tensor_type::float32) return c.fail(errc::unsupported_type, t.index);
  }
  if (refusal r = check_weights<Weight>(c, filter)) return r;
  if (filter.scales.size() > 1 && axis >= filter.shape.rank)
    return c.fail(errc::shape_mismatch, filter.index);
  return check_weight_scales(c, filter, axis);
}

/// Everything but shapes, after check_hybrid and once the shapes are known to fit; a row of the
/// input has `row` elements.
constexpr outcome<hybrid_data> prepare_hybrid(prepare_context& c, std::int32_t channels,
                                              std::size_t row, int activation_field,
                                              row_scheme scheme) {
  const weighted_inputs at = weighted_inputs::of(c.op().code);
  if (refusal r = check_bias<float>(c, at.bias, channels)) return r;
  const outcome<activation> act = read_activation(c, activation_field);
  if (!act) return act.error();
  reserve_row(c, row);
  const tensor_info filter = c.input(1);
  return hybrid_data{.node = c.op().index,
                     .input = c.op().input(at.input),
                     .filter = filter.index,
                     .bias = c.op().input(at.bias),
                     .output = c.op().output(0),
                     .scales = prepare_scales(c, filter),
                     .per_channel = filter.scales.size() > 1,
                     .wide = needs_wide_sums(c),
                     .scheme = scheme,
                     .clamp = real_range(*act)};
}

}  // namespace octet::ops
