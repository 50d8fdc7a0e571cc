// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX in float.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"
#include "octet/model/schema.hpp"

namespace octet::float_ops {

/// Arguments of softmax; output may be input.
struct softmax_args {
  std::span<const float> input{};
  std::span<float> output{};  ///< as many values
  std::size_t depth = 1;      ///< values of a row; the rows fill input
  float beta = 1.0F;
};

/// Softmax over rows.   out[i] = exp(beta * x[i]) / sum(exp(beta * x))
///
/// shapes   input (..., depth), output the same
/// rounding the exponents are taken relative to the row's largest value, so that none overflows
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, SOFTMAX
inline void softmax(const softmax_args& a) {
  for (std::size_t first = 0; first < a.input.size(); first += a.depth) {
    const auto in = a.input.subspan(first, a.depth);
    const auto out = a.output.subspan(first, a.depth);
    const float largest = *std::ranges::max_element(in);
    transform({in, out}, [&](auto x) {
      using batch = decltype(x);
      return xsimd::exp((x - batch(largest)) * batch(a.beta));
    });
    float sum = 0.0F;
    for (const float value : out) sum += value;
    for (float& value : out) value /= sum;
  }
}

/// SOFTMAX of float tensors in a model.
struct softmax_entry : ops::entry<builtin::softmax, float> {
  struct data {
    std::int32_t input, output;
    std::uint32_t count, depth;
    float beta;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 1, 1, 1)) return e;
    if (error e = check_floats(c, 1)) return e;
    const shape s = c.output(0).shape;
    if (s.rank == 0 || c.input(0).shape != s)
      return c.fail(errc::shape_mismatch, c.output(0).index);
    const float beta = c.op().options.scalar<float>(field::softmax::beta, 0.0F);
    // Written so that NaN fails.
    if (!(beta > 0.0F && beta <= std::numeric_limits<float>::max())) {
      return c.fail(errc::bad_option);
    }
    c.may_overwrite(0);
    return data{.input = c.op().input(0),
                .output = c.op().output(0),
                .count = static_cast<std::uint32_t>(s.count()),
                .depth = static_cast<std::uint32_t>(s[s.rank - 1]),
                .beta = beta};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::softmax({.input = {c.read<float>(d.input).data(), d.count},
                        .output = {c.write<float>(d.output).data(), d.count},
                        .depth = d.depth,
                        .beta = d.beta});
  }
};

}  // namespace octet::float_ops
