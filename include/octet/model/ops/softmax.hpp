// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX in a model: checks and the input's factor; the arithmetic is in kernels/softmax.hpp and
// kernels/softmax_int16.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/softmax.hpp"
#include "octet/kernels/softmax_int16.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Reads the factor of the exponents.
[[gnu::cold]] constexpr outcome<float> read_beta(const prepare_context& c) {
  const float beta = c.op().options.scalar<float>(field::softmax::beta, 0.0F);
  // Written so that NaN fails.
  if (!(beta > 0.0F && beta <= std::numeric_limits<float>::max())) return c.fail(errc::bad_option);
  return beta;
}

/// What every softmax checks. The output's quantization is fixed: it holds [0, 1).
template <class In, class Out>
[[gnu::cold]] constexpr refusal check_softmax(const prepare_context& c, std::int32_t max_depth) {
  if (refusal r = check_elementwise(c)) return r;
  const tensor_info input = c.input(0), output = c.output(0);
  if (refusal r = check_quantized<In>(c, input)) return r;
  constexpr std::int32_t lowest = sizeof(In) == 1 ? std::numeric_limits<Out>::min() : 0;
  constexpr float codes = float{std::numeric_limits<Out>::max()} + 1 - lowest;
  if (refusal r = check_fixed_quantization<Out>(c, output, 1 / codes, lowest)) return r;
  if (input.shape.rank < 1) return c.fail(errc::shape_mismatch, input.index);
  if (input.shape[input.shape.rank - 1] > max_depth)
    return c.fail(errc::accumulator_overflow, input.index);
  return {};
}

template <class In, class Out = In>
struct softmax {
  static constexpr builtin code = builtin::softmax;
  static constexpr tensor_type type = type_of<In>;
  static constexpr tensor_type output_type = type_of<Out>;

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(0)).type == type_of<In> &&
           model.tensor(op.output(0)).type == type_of<Out>;
  }

  struct data {
    std::int32_t input, output;  ///< tensor indices
    row_shape shape;
    softmax_scaling scaling;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_softmax<In, Out>(c, softmax_max_depth)) return r;
    const outcome<float> beta = read_beta(c);
    if (!beta) return beta.error();
    const tensor_info input = c.input(0);
    // At 1 step of Q5.26 a code or less, as the reference has it, no difference would count.
    const auto scaling = softmax_scaling::from_real(decompose(*beta) * decompose(input.scale()));
    if (!scaling.counts()) return c.fail(errc::quantization_mismatch, input.index);
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = c.op().output(0),
                .shape = row_shape::of(input.shape),
                .scaling = scaling};
  }

  static constexpr basic_softmax_args<In, Out> args(const data& d, const run_context& c) {
    const extents<dynamic, dynamic> rows{d.shape.rows, d.shape.depth};
    return {.input = {c.read<In>(d.input), rows},
            .output = {c.write<Out>(d.output), rows},
            .scaling = d.scaling};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::softmax<Backend>(args(d, c));
  }
};

template <>
struct softmax<std::int16_t> : entry<builtin::softmax, std::int16_t> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    row_shape shape;
    multiplier scaling;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_softmax<std::int16_t, std::int16_t>(c, softmax_int16_max_depth)) return r;
    const outcome<float> beta = read_beta(c);
    if (!beta) return beta.error();
    const tensor_info input = c.input(0);
    c.may_overwrite(0);
    const double scale = double{input.scale()} * double{*beta} / (10.0 / 65535.0);
    return data{.input = input.index,
                .output = c.op().output(0),
                .shape = row_shape::of(input.shape),
                .scaling = multiplier::from_real(scale)};
  }

  static constexpr softmax_int16_args args(const data& d, const run_context& c) {
    const extents<dynamic, dynamic> rows{d.shape.rows, d.shape.depth};
    return {.input = {c.read<std::int16_t>(d.input), rows},
            .output = {c.write<std::int16_t>(d.output), rows},
            .scaling = d.scaling};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::softmax_int16<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
